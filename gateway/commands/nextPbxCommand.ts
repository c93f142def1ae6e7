/** Decides the next thing to ask of the PBX for one extension, from what is known and what is wanted. */
import type { PbxCommand } from '#contract/pbx'
import { isSameWish, type Wish } from '#gateway/model/pbxWish'

export interface KnownLine {
  readonly extension: string
  /** null while nobody can say. */
  readonly known: Wish | null
  /** The PBX must still be told that a wrap-up is over. */
  readonly owesFinish: boolean
}

/** null when the PBX does what is wanted. */
export function nextPbxCommand(line: KnownLine, wish: Wish): PbxCommand | null {
  const { extension, known } = line
  if (!wish.signedIn) {
    return known === null || !known.signedIn ? null : { kind: 'signOut', extension }
  }
  const { pausedReason } = wish
  if (known === null || !known.signedIn) return { kind: 'signIn', extension, pausedReason }
  const isWrong = !isSameWish(known, wish)
  // The pause comes before the end of the wrap-up: between the two, the PBX could offer a call.
  if (isWrong && pausedReason !== null) return { kind: 'pause', extension, reason: pausedReason }
  if (line.owesFinish) return { kind: 'finishWrapUp', extension }
  return isWrong ? { kind: 'unpause', extension } : null
}
