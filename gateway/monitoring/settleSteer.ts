/** What an order that put the leg somewhere comes to: done, or failed and tried again, never left louder than asked. */
import type { FailureCode } from '#contract/failure'
import type { MonitorMode } from '#contract/monitor'
import type { Ask, AskAnswer, Order, Session } from '#gateway/monitoring/monitorSession'

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
  const known: Session = session.leg.kind === 'gone' ? session : { ...session, leg, trouble: null }
  return answerAll(known, asksFor(known, mode), null)
}

/** After a failure the quieter of what was asked and what was in force is wished, and tried again. */
export function steerFailed(session: Session, order: Steer, failure: FailureCode, nowMs: number): Outcome {
  const { leg } = session
  const inForce = leg.kind === 'hearing' ? leg.mode : 'listen'
  const isLatest = session.wish === order.mode
  const isOfMode = leg.kind === 'hearing' && order.on !== null && leg.mode !== order.mode
  const wish = isLatest && (isOfMode || failure === 'timed-out') ? quieter(order.mode, inForce) : session.wish
  const times = (session.trouble?.times ?? 0) + 1
  const failed: Session = {
    ...session,
    wish,
    leg: failure === 'timed-out' ? { kind: 'unknown' } : leg,
    trouble: {
      times,
      on: order.on,
      retryAtMs: nowMs + Math.min(firstRetryMs * 2 ** (times - 1), lastRetryMs),
    },
  }
  return answerAll(failed, asksFor(failed, order.mode), failure)
}

function asksFor(session: Session, mode: MonitorMode): Ask[] {
  return session.asks.filter((ask) => ask.kind === 'settle' && ask.mode === mode)
}

function quieter(one: MonitorMode, other: MonitorMode): MonitorMode {
  return loudness.indexOf(one) < loudness.indexOf(other) ? one : other
}
