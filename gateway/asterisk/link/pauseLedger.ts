/**
 * Remembers why an extension is paused: as a whole, and in single queues. Asterisk keeps one pause for each membership,
 * so the end of one would end the other with it.
 */
import { readStanding } from '#gateway/asterisk/events/memberState'
import type { SwitchState } from '#gateway/asterisk/events/switchState'
export interface PauseLedger {
  /** The pause asked for in all queues; null while there is none. */
  whole(extension: string): string | null
  setWhole(extension: string, reason: string | null): void
  /** The pauses of single queues, by queue. */
  alone(extension: string): ReadonlyMap<string, string>
  setAlone(extension: string, queue: string, reason: string | null): void
}

export function createPauseLedger(): PauseLedger {
  const wholes = new Map<string, string>()
  const alones = new Map<string, ReadonlyMap<string, string>>()
  const none: ReadonlyMap<string, string> = new Map()
  return {
    whole: (extension) => wholes.get(extension) ?? null,
    setWhole(extension, reason) {
      if (reason === null) wholes.delete(extension)
      else wholes.set(extension, reason)
    },
    alone: (extension) => alones.get(extension) ?? none,
    setAlone(extension, queue, reason) {
      const next = new Map(alones.get(extension))
      if (reason === null) next.delete(queue)
      else next.set(queue, reason)
      if (next.size === 0) alones.delete(extension)
      else alones.set(extension, next)
    },
  }
}

/** Why an extension is paused: what was asked for comes first, the switch's own word for it may still be on its way. */
export function pausedFor(
  ledger: Pick<PauseLedger, 'whole'>,
  state: SwitchState,
  extension: string,
): string | null {
  return ledger.whole(extension) ?? readStanding(state, extension).pausedReason
}
