/** Decides which of the phone's calls is in focus, and what sounds for those that are not talked on. Pure. */
import type { PhoneCall } from '#renderer/state/deskModel'

export interface Focus {
  readonly sipCallId: string
  /** A change to this call is under way: it is in focus already. */
  readonly isFirm: boolean
}

/**
 * The call on the screen: the one talked on or dialled, else the one that rings, else the one last in focus, else the
 * newest; among ended ones the one last in focus, else the newest. `calls` are oldest first. null without any.
 */
export function chooseFocus(calls: readonly PhoneCall[], last: Focus | null): PhoneCall | null {
  const wanted = calls.find(({ sipCallId }) => sipCallId === last?.sipCallId)
  if (wanted !== undefined && last?.isFirm === true && isLive(wanted)) return wanted
  const ranked = [isTalkedOn, ({ state }: PhoneCall) => state === 'ringing', isLive, () => true]
  for (const isOfRank of ranked) {
    const equals = calls.filter(isOfRank)
    if (wanted !== undefined && equals.includes(wanted)) return wanted
    const newest = equals.at(-1)
    if (newest !== undefined) return newest
  }
  return null
}

export function isLive({ state }: PhoneCall): boolean {
  return state !== 'ended'
}

/** The ear and the mouth of the agent are in it, or about to be. */
export function isTalkedOn({ state }: PhoneCall): boolean {
  return state === 'talking' || state === 'connecting' || state === 'dialling'
}

/** A second caller is told of by a gentle tone in the ear: a ringer would drown the call that is up. */
export function toAlert(calls: readonly PhoneCall[]): 'none' | 'ring' | 'waiting' {
  const live = calls.filter(isLive)
  if (!live.some(({ state }) => state === 'ringing')) return 'none'
  return live.every(({ state }) => state === 'ringing') ? 'ring' : 'waiting'
}

/** Whether the far end rings and the network does not let it be heard: this phone makes the tone then. */
export function needsRingback(focus: PhoneCall | null): boolean {
  return focus?.state === 'dialling' && focus.progress === 'ringing'
}
