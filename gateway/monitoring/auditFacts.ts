/** Reads out of two states of a session what belongs in the log: who heard whom, how, and what became of the caller. */
import type { AuditEntry } from '#contract/audit'
import type { MonitorMode } from '#contract/monitor'
import type { Place } from '#gateway/monitoring/monitorRights'
import type { Session } from '#gateway/monitoring/monitorSession'

export interface SessionFact {
  readonly kind: AuditEntry['kind']
  readonly place: Place | null
  readonly detail: string
}

/** The last call and mode the log tells of this session. */
export type Heard = { readonly place: Place; readonly mode: MonitorMode } | null

export function toFacts(after: Session, before: Session, heard: Heard): SessionFact[] {
  return [...toTakeOverFacts(after, before), ...toHeardFacts(after, heard), ...toEndFacts(after, before)]
}

function toTakeOverFacts({ phase }: Session, { phase: was }: Session): SessionFact[] {
  if (phase.kind === was.kind) return []
  if (phase.kind === 'talking' && was.kind === 'takingOver')
    return [{ kind: 'took-over', place: phase.place, detail: '' }]
  if (was.kind === 'takingOver') {
    const isEarly = was.step === 'pausing' || was.step === 'swapping'
    const detail = isEarly ? 'before the swap' : 'after the swap'
    return [{ kind: 'rolled-back', place: was.place, detail }]
  }
  if (was.kind === 'handingBack' && phase.kind === 'following')
    return [{ kind: 'handed-back', place: was.place, detail: '' }]
  return []
}

/** A call that is heard again, after hold or a failed order, is not told twice. */
function toHeardFacts({ leg }: Session, heard: Heard): SessionFact[] {
  if (leg.kind !== 'hearing') return []
  const { place, mode } = leg
  const isSameCall = heard?.place.callId === place.callId && heard.place.agentId === place.agentId
  if (isSameCall && heard.mode === mode) return []
  return [{ kind: isSameCall ? 'mode' : 'heard', place, detail: mode }]
}

function toEndFacts({ phase }: Session, { phase: was }: Session): SessionFact[] {
  if (phase.kind !== 'ended' || was.kind === 'ended') return []
  return [{ kind: 'ended', place: 'place' in was ? was.place : null, detail: phase.why }]
}
