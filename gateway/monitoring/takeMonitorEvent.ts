/** Takes what happened into a session: wishes, what the switch told of the leg, orders that ended, time. */
import type { MonitorMode } from '#contract/monitor'
import { failTakeOver, leaveCaller, stepTakeOver, toFollowing } from '#gateway/monitoring/decideTakeOver'
import { endSession } from '#gateway/monitoring/endSession'
import {
  type AskAnswer,
  type MonitorEvent,
  type Order,
  type Session,
  type Sight,
  settleMs,
} from '#gateway/monitoring/monitorSession'
import { answerAll, fallBack, type Outcome, settleSteer, steerFailed } from '#gateway/monitoring/settleSteer'

const same = (session: Session): Outcome => ({ session, answers: [] })

export function takeMonitorEvent(session: Session, event: MonitorEvent, sight: Sight): Outcome {
  const { nowMs } = sight
  switch (event.kind) {
    case 'looked':
      return same(bind(session, event.answered, sight))
    case 'legTold':
      return takeLeg(session, event)
    case 'orderEnded':
      return takeOrderEnd(session, event.failure, sight)
    case 'timePassed':
      return passTime(session, nowMs)
    case 'ended':
      return endSession(session, event.why)
    case 'modeWished':
    case 'aimed': {
      const { askId } = event
      if (session.phase.kind !== 'opening' && session.phase.kind !== 'following')
        return refuse(session, askId)
      const mode = event.kind === 'aimed' ? 'listen' : event.mode
      const aim = event.kind === 'aimed' ? { target: event.target, bound: null, agreed: mode } : {}
      const kept = supersede(session, mode, event.kind === 'aimed')
      const ask = { kind: 'settle', id: askId, mode, untilMs: nowMs + settleMs } as const
      const asks = [...kept.session.asks, ask]
      return { ...kept, session: { ...kept.session, ...aim, wish: mode, asks, trouble: null } }
    }
    case 'takeOverWished': {
      const isAsked = session.asks.some(({ kind }) => kind === 'takeOver')
      if (isAsked || (session.phase.kind !== 'opening' && session.phase.kind !== 'following'))
        return refuse(session, event.askId)
      const ask = { kind: 'takeOver', id: event.askId, untilMs: nowMs + settleMs } as const
      return same({ ...session, asks: [...session.asks, ask] })
    }
    case 'confirmed':
      return takeConfirm(session, event.flows)
    case 'handBackWished': {
      const { phase } = session
      if (phase.kind !== 'talking') return refuse(session, event.askId)
      const ask = { kind: 'handBack', id: event.askId, untilMs: nowMs + settleMs } as const
      const handingBack = { kind: 'handingBack', place: phase.place, untilMs: null } as const
      return same({ ...session, phase: handingBack, asks: [...session.asks, ask], trouble: null })
    }
  }
}

function refuse(session: Session, askId: number): Outcome {
  return { session, answers: [{ askId, failure: 'wrong-state' }] }
}

/** Who asked for a mode that never comes in force is told so; one that is on its way still will be. */
function supersede(session: Session, mode: MonitorMode, isElsewhere: boolean): Outcome {
  const under = session.flight?.kind === 'steer' ? session.flight.mode : null
  const isOver = (each: Session['asks'][number]) =>
    each.kind === 'settle' && (isElsewhere || each.mode !== mode) && each.mode !== under
  const answers = session.asks
    .filter(isOver)
    .map(({ id }) => ({ askId: id, failure: 'wrong-state' as const }))
  return { session: { ...session, asks: session.asks.filter((each) => !isOver(each)) }, answers }
}

function bind(session: Session, answered: Session['bound'], sight: Sight): Session {
  if (session.target.kind !== 'queue' || session.phase.kind === 'ended') return session
  if (session.bound !== null && !sight.isBoundOver) return session
  return session.bound === answered ? session : { ...session, bound: answered, trouble: null }
}

function takeLeg(session: Session, event: Extract<MonitorEvent, { kind: 'legTold' }>): Outcome {
  const { leg, why } = event
  const { phase } = session
  if (leg.kind === 'gone') {
    if (phase.kind === 'ended') return same({ ...session, leg, phase: { ...phase, owesClose: false } })
    const isTheirCall = phase.kind === 'talking' || phase.kind === 'handingBack'
    const told = endSession(
      { ...session, leg },
      why === 'refused' ? 'refused' : isTheirCall ? 'call-ended' : 'leg-lost',
    )
    return told
  }
  const known = { ...session, leg }
  switch (phase.kind) {
    case 'opening':
      return same({ ...known, phase: { kind: 'following' } })
    case 'following':
      // A swap that was given up came about after all.
      return leg.kind === 'talking' ? leaveCaller(known, leg.callId) : same(known)
    case 'talking':
    case 'handingBack':
      return leg.kind === 'talking' ? same(known) : same(toFollowing(known, phase.place))
    case 'takingOver':
      return phase.step === 'returning' && leg.kind !== 'talking'
        ? same(toFollowing(known, phase.place))
        : same(known)
    case 'ended':
      return same(takeLateLeg(known, phase, leg))
  }
}

/** A phone took its leg all the same, or a swap that was given up came about. */
function takeLateLeg(
  session: Session,
  phase: Extract<Session['phase'], { kind: 'ended' }>,
  leg: Session['leg'],
): Session {
  if (leg.kind !== 'talking') return { ...session, phase: { ...phase, owesClose: true } }
  // Out of sight when the switch was lost, they talk on.
  if (phase.why === 'switch-away') return session
  const rescue = session.taken?.callId === leg.callId ? session.taken : phase.rescue
  return { ...session, phase: { ...phase, owesClose: true, rescue } }
}

function takeOrderEnd(before: Session, failure: AskAnswer['failure'], sight: Sight): Outcome {
  const order = before.flight
  if (order === null) return same(before)
  const session = { ...before, flight: null }
  const { phase } = session
  if (phase.kind === 'ended') return same(settleEnded(session, phase, order, failure, sight))
  switch (order.kind) {
    case 'open':
      return failure === null
        ? same(session)
        : endSession(session, failure === 'switch-away' ? failure : 'refused')
    case 'steer': {
      if (failure === null) return settleSteer(session, order)
      if (failure === 'not-found' && order.on === null)
        return endSession({ ...session, leg: { kind: 'gone' } }, 'leg-lost')
      const failed = steerFailed(session, order, failure, sight)
      // A voice that cannot be taken back is cut off.
      return isLoudInVain(failed.session) ? chain(failed, endSession(failed.session, 'leg-lost')) : failed
    }
    case 'pause':
    case 'takeOver':
    case 'giveBack':
      return stepTakeOver(session, order, failure, sight)
    case 'close':
      return same(session)
  }
}

function chain(first: Outcome, second: Outcome): Outcome {
  return { session: second.session, answers: [...first.answers, ...second.answers] }
}

const maxTimesLoud = 3
function isLoudInVain({ trouble, leg, wish }: Session): boolean {
  if (trouble === null || trouble.times < maxTimesLoud || wish !== 'listen') return false
  return leg.kind === 'unknown' || (leg.kind === 'hearing' && leg.mode !== 'listen')
}

/** The leg is closed once the caller who may hang on it is cared for. */
function settleEnded(
  session: Session,
  phase: Extract<Session['phase'], { kind: 'ended' }>,
  order: Order,
  failure: AskAnswer['failure'],
  { nowMs }: Sight,
): Session {
  if (order.kind === 'giveBack') return { ...session, phase: { ...phase, rescue: null } }
  // A swap that did not come about left the caller where they were.
  if (
    order.kind === 'takeOver' &&
    failure !== null &&
    failure !== 'timed-out' &&
    session.leg.kind !== 'talking'
  )
    return { ...session, phase: { ...phase, rescue: null } }
  if (order.kind === 'takeOver' && failure === null)
    return { ...session, leg: { kind: 'talking', callId: order.place.callId } }
  if (order.kind !== 'close') return session
  const times = (session.trouble?.times ?? 0) + 1
  const isDone = failure === null || failure === 'not-found' || times >= maxCloses
  if (isDone) return { ...session, trouble: null, phase: { ...phase, owesClose: false } }
  return { ...session, trouble: { times, on: null, retryAtMs: nowMs + 1000 } }
}
const maxCloses = 10

function passTime(session: Session, nowMs: number): Outcome {
  const { phase } = session
  if (phase.kind === 'opening' && nowMs >= phase.untilMs) return endSession(session, 'refused')
  const late = session.asks.filter((ask) => nowMs >= ask.untilMs)
  const waiting = late.filter(
    ({ kind }) => kind === 'settle' || phase.kind !== 'takingOver' || kind !== 'takeOver',
  )
  const kept = answerAll(session, waiting, 'timed-out')
  // Who was told that a mode did not come in force is not heard in it later.
  const isToldOff = waiting.some((ask) => ask.kind === 'settle' && ask.mode === session.wish)
  const heard = isToldOff ? fallBack(kept.session) : kept.session
  return { ...kept, session: passPhase(heard, nowMs) }
}

function passPhase(session: Session, nowMs: number): Session {
  const { phase } = session
  if (!('untilMs' in phase) || phase.untilMs === null || nowMs < phase.untilMs) return session
  if (phase.kind === 'handingBack') return { ...session, phase: { kind: 'talking', place: phase.place } }
  if (phase.kind !== 'takingOver') return session
  // Nobody took the caller: closing the leg sends them to the head of their queue.
  return phase.step === 'returning'
    ? endSession(session, 'leg-lost').session
    : failTakeOver(session, phase.place, 'timed-out')
}

function takeConfirm(session: Session, flows: boolean): Outcome {
  const { phase } = session
  if (phase.kind !== 'takingOver' || !isSwapped(session)) return same(session)
  if (!flows) return same(failTakeOver(session, phase.place, 'timed-out'))
  const talking: Session = {
    ...session,
    wish: 'listen',
    agreed: 'listen',
    phase: { kind: 'talking', place: phase.place },
  }
  return answerAll(
    talking,
    talking.asks.filter(({ kind }) => kind === 'takeOver'),
    null,
  )
}

/** The switch may tell of the swap a little before it answers. */
export function isSwapped({ phase, leg }: Pick<Session, 'phase' | 'leg'>): boolean {
  if (phase.kind !== 'takingOver') return false
  return phase.step === 'confirming' || (phase.step === 'swapping' && leg.kind === 'talking')
}
