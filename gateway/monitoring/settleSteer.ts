/** What an order that put the leg somewhere comes to: done, or failed and tried again, never left louder than asked. */
import type { FailureCode } from '#contract/failure'
import type { MonitorMode } from '#contract/monitor'
import type { Ask, AskAnswer, Order, Session, Sight } from '#gateway/monitoring/monitorSession'

export interface Outcome {
  readonly session: Session
  readonly answers: readonly AskAnswer[]
}

type Steer = Extract<Order, { readonly kind: 'steer' }>

const loudness: readonly MonitorMode[] = ['listen', 'whisper', 'barge']
/** The first time soon: a call that has just been answered may not be there for the leg yet. */
const firstRetryMs = 250
const lastRetryMs = 5000

export function answerAll(session: Session, asks: readonly Ask[], failure: FailureCode | null): Outcome {
  if (asks.length === 0) return { session, answers: [] }
  const left = session.asks.filter((each) => !asks.includes(each))
  return { session: { ...session, asks: left }, answers: asks.map(({ id }) => ({ askId: id, failure })) }
}

export function settleSteer(session: Session, { on, mode }: Steer): Outcome {
  // Meanwhile the call may have ended, or the leg be lost; what was told of it after the order counts for more.
  const leg: Session['leg'] = on === null ? { kind: 'waiting' } : { kind: 'hearing', place: on, mode }
  if (session.leg.kind === 'gone') return answerAll(session, asksFor(session, mode), null)
  const asked = asksFor(session, mode)
  // Nobody was told of a mode whose asker has been told already that it failed.
  const agreed = asked.length > 0 ? mode : session.agreed
  return answerAll({ ...session, leg, agreed, trouble: null }, asked, null)
}

/**
 * What was asked for last is given up for the quieter of it and the mode before, and that is tried. An order for a call
 * that was over by then says nothing of the mode: it stays asked for, at the next one.
 */
export function steerFailed(
  session: Session,
  order: Steer,
  failure: FailureCode,
  { nowMs, place }: Pick<Sight, 'nowMs' | 'place'>,
): Outcome {
  const times = (session.trouble?.times ?? 0) + 1
  const retryAtMs = nowMs + Math.min(firstRetryMs * 2 ** (times - 1), lastRetryMs)
  const leg: Session['leg'] = failure === 'timed-out' ? { kind: 'unknown' } : session.leg
  const failed: Session = { ...session, leg, trouble: { times, on: order.on, retryAtMs } }
  if (place?.callId !== order.on?.callId) return { session: failed, answers: [] }
  const isLatest = session.wish === order.mode
  return answerAll(isLatest ? fallBack(failed) : failed, asksFor(failed, order.mode), failure)
}

function asksFor(session: Session, mode: MonitorMode): Ask[] {
  return session.asks.filter((ask) => ask.kind === 'settle' && ask.mode === mode)
}

/** Back from a mode that did not come in force: to the quieter of it and the one agreed before. */
export function fallBack(session: Session): Session {
  const { wish, agreed } = session
  const quieter = loudness.indexOf(wish) < loudness.indexOf(agreed) ? wish : agreed
  return { ...session, wish: quieter, agreed: quieter }
}
