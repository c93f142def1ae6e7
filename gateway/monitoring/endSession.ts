/** The end of a monitoring session, from wherever it stands: everybody is answered, and nobody is left on its leg. */
import type { MonitorEnd } from '#contract/monitor'
import type { Session } from '#gateway/monitoring/monitorSession'
import { answerAll, type Outcome } from '#gateway/monitoring/settleSteer'

export function endSession(session: Session, why: MonitorEnd): Outcome {
  const { phase, leg } = session
  if (phase.kind === 'ended') return { session, answers: [] }
  const hangs = phase.kind === 'takingOver' && phase.step !== 'pausing' && phase.step !== 'returning'
  const rescue = hangs ? phase.place : null
  // A caller they talk to is not cut off because the gateway lost sight of the switch.
  const isTheirCall = phase.kind === 'talking' || phase.kind === 'handingBack'
  const owesClose = leg.kind !== 'gone' && leg.kind !== 'none' && !(isTheirCall && why === 'switch-away')
  const ended: Session = { ...session, trouble: null, phase: { kind: 'ended', why, owesClose, rescue } }
  const failure = why === 'switch-away' || why === 'forbidden' ? why : 'wrong-state'
  return answerAll(ended, ended.asks, failure)
}
