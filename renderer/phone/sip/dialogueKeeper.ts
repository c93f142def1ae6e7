/**
 * Keeps what both sides believe of a call the same, through lost sockets and changed networks.
 *
 * After a loss every call is renegotiated over the new socket: the telephone system learns where this phone is now
 * (target refresh, RFC 3261 section 12.2.1.1), and a call it ended meanwhile is answered 481 and ends here too. Where
 * the sound is lost, the same request restarts ICE (RFC 8445 section 2.4).
 */
import { type Session, SessionState } from 'sip.js'
import type { LinkState } from '#contract/link'
import type { Clock } from '#contract/time'
import type { CallMedia } from '#renderer/phone/media/callMedia'
import { createFarewells } from '#renderer/phone/sip/farewells'
import { askAgain } from '#renderer/phone/sip/reinvite'

export interface DialogueKeeper {
  keep(session: Session, media: CallMedia): void
  noteLink(kind: LinkState['kind']): void
  /** This machine is in another network: sound has to find a new way. Done once the link is known to stand. */
  networkChanged(): void
}

export interface DialogueKeeperParts {
  readonly clock: Clock
  /** From 0 up to but not including 1. */
  readonly random: () => number
  readonly report: (error: unknown) => void
}

interface Kept {
  readonly session: Session
  readonly media: CallMedia
  isAsking: boolean
  /** What is still to be asked: whether the call is known, and whether with a new way for the sound. */
  owes: 'nothing' | 'answer' | 'newWay'
  cancel: () => void
}

/** Answers that say the call is no more (RFC 3261 section 12.2.1.2). */
const goneStatuses: readonly (number | null)[] = [481, 408]
const retryMs = 1000
/** Sound that does not come back is given a new way again after this. */
const wayTakesMs = 3000

export function createDialogueKeeper(parts: DialogueKeeperParts): DialogueKeeper {
  const { clock, random, report } = parts
  const farewells = createFarewells(clock, report)
  const all = new Set<Kept>()
  let link: LinkState['kind'] = 'connecting'
  let wasLost = false

  const forget = (kept: Kept) => {
    kept.cancel()
    all.delete(kept)
  }
  const isUp = ({ session }: Kept) => session.state === SessionState.Established

  const ask = async (kept: Kept): Promise<void> => {
    kept.cancel()
    if (kept.isAsking || kept.owes === 'nothing' || link !== 'connected' || !isUp(kept)) return
    kept.isAsking = true
    if (kept.owes === 'newWay') kept.media.restartIce()
    kept.owes = 'nothing'
    const status = await askAgain(kept.session, clock, random)
    kept.isAsking = false
    if (!isUp(kept)) return
    if (goneStatuses.includes(status) && link === 'connected') {
      kept.session.bye().catch(report)
      return
    }
    if (status === null || status >= 500) owe(kept, 'answer', retryMs)
    else void ask(kept)
  }
  const owe = (kept: Kept, what: 'answer' | 'newWay', delayMs = 0) => {
    if (kept.owes !== 'newWay') kept.owes = what
    kept.cancel()
    if (delayMs === 0) ask(kept).catch(report)
    else kept.cancel = clock.after(delayMs, () => void ask(kept).catch(report))
  }
  /** Asked again as long as the sound stays away and the call is up. */
  const watchSound = (kept: Kept, state: RTCPeerConnectionState) => {
    if (state !== 'disconnected' && state !== 'failed') return
    if (!isUp(kept)) return
    owe(kept, 'newWay')
    clock.after(wayTakesMs, () => {
      if (all.has(kept)) watchSound(kept, kept.media.connectionState())
    })
  }

  return {
    keep(session, media) {
      const kept: Kept = { session, media, isAsking: false, owes: 'nothing', cancel: () => undefined }
      all.add(kept)
      let wasUp = false
      media.onConnectionState((state) => watchSound(kept, state))
      const onState = (state: SessionState) => {
        if (state === SessionState.Established) {
          wasUp = true
          // Sound that was ready while it rang may have been lost by then.
          watchSound(kept, media.connectionState())
        }
        if (state !== SessionState.Terminated) return
        session.stateChange.removeListener(onState)
        if (wasUp) farewells.remember(session)
        forget(kept)
      }
      session.stateChange.addListener(onState)
    },
    noteLink(kind) {
      if (kind === link) return
      link = kind
      if (kind !== 'connected') {
        if (kind !== 'connecting') wasLost = true
        if (wasLost) farewells.linkLost()
        return
      }
      if (!wasLost) {
        for (const kept of all) if (kept.owes !== 'nothing') owe(kept, 'answer')
        return
      }
      wasLost = false
      farewells.linkRestored()
      for (const kept of all) if (isUp(kept)) owe(kept, 'answer')
    },
    networkChanged() {
      for (const kept of all) if (isUp(kept)) owe(kept, 'newWay', retryMs)
    },
  }
}
