/** The steps of a take-over: the agent is paused, the caller swapped, the sound confirmed; and every way back. */
import type { FailureCode } from '#contract/failure'
import type { Place } from '#gateway/monitoring/monitorRights'
import { confirmMs, type Order, returnMs, type Session, type Sight } from '#gateway/monitoring/monitorSession'
import { answerAll, type Outcome } from '#gateway/monitoring/settleSteer'

/** Begins one that was asked for, once the leg hears the call; there must be one to hear. */
export function startTakeOver(session: Session, sight: Sight): Outcome & { readonly order: Order | null } {
  const asked = session.asks.filter(({ kind }) => kind === 'takeOver')
  if (asked.length === 0) return { session, answers: [], order: null }
  const { place } = sight
  if (place === null || sight.isTakenElsewhere)
    return { ...answerAll(session, asked, 'wrong-state'), order: null }
  const phase = { kind: 'takingOver', place, step: 'pausing', failure: 'wrong-state' } as const
  return { session: { ...session, phase, taken: place }, answers: [], order: { kind: 'pause', place } }
}

/** What comes of an order given on the way. */
export function stepTakeOver(
  session: Session,
  order: Order,
  failure: FailureCode | null,
  sight: Sight,
): Outcome {
  const { phase } = session
  if (phase.kind === 'handingBack' && order.kind === 'giveBack')
    return settleHandBack(session, phase.place, failure, sight.nowMs)
  if (phase.kind !== 'takingOver') return { session, answers: [] }
  const { place } = phase
  switch (order.kind) {
    case 'pause':
      if (failure === null) return step(session, { ...phase, step: 'swapping', failure: 'wrong-state' })
      return giveUp(session, place, failure)
    case 'takeOver': {
      if (failure === null) return beginConfirming(session, place, sight)
      if (session.leg.kind === 'talking') return same(failTakeOver(session, place, failure))
      if (failure !== 'timed-out') return giveUp(session, place, failure)
      // Nobody can say whether the caller hangs on the leg: whoever the floor says has them decides.
      return same(failTakeOver({ ...session, leg: { kind: 'unknown' } }, place, failure))
    }
    case 'giveBack':
      if (failure === null) return awaitReturn(session, place, sight)
      return endWithCaller(session, 'timed-out')
    default:
      return { session, answers: [] }
  }
}

const same = (session: Session): Outcome => ({ session, answers: [] })

function beginConfirming(session: Session, place: Place, { nowMs }: Sight): Outcome {
  const leg: Session['leg'] = { kind: 'talking', callId: place.callId }
  return step(
    { ...session, leg },
    { kind: 'takingOver', place, step: 'confirming', untilMs: nowMs + confirmMs },
  )
}

function step(session: Session, phase: Session['phase']): Outcome {
  return { session: { ...session, phase }, answers: [] }
}

/** Goes back to following: the agent whose caller it was, by listening. */
export function toFollowing(session: Session, place: Place): Session {
  const target = { kind: 'agent', agentId: place.agentId } as const
  const leg: Session['leg'] = session.leg.kind === 'talking' ? { kind: 'waiting' } : session.leg
  return {
    ...session,
    leg,
    phase: { kind: 'following' },
    target,
    bound: null,
    wish: 'listen',
    agreed: 'listen',
    trouble: null,
  }
}

/** The session listens again, where it did, or to the agent who has their caller back. */
export function giveUp(session: Session, place: Place, failure: FailureCode): Outcome {
  const back: Session = {
    ...session,
    phase: { kind: 'following' },
    wish: 'listen',
    agreed: 'listen',
    trouble: null,
  }
  const isStillTheirs = session.leg.kind !== 'talking'
  const following = isStillTheirs ? back : toFollowing(session, place)
  return answerAll(following, takeOverAsks(following), failure)
}

export function failTakeOver(session: Session, place: Place, failure: FailureCode): Session {
  return { ...session, phase: { kind: 'takingOver', place, step: 'rollingBack', failure } }
}

/** The caller hangs on a leg that should only listen: they are given back to the agent they were taken from. */
export function leaveCaller(session: Session, callId: Place['callId']): Outcome {
  const { taken } = session
  return taken?.callId === callId
    ? { session: failTakeOver(session, taken, 'timed-out'), answers: [] }
    : endWithCaller(session, 'wrong-state')
}

/** Closing the leg sends its caller to the head of their queue. */
function endWithCaller(session: Session, failure: FailureCode): Outcome {
  const phase = { kind: 'ended', why: 'leg-lost', owesClose: true, rescue: null } as const
  const ended: Session = { ...session, phase, trouble: null }
  return answerAll(ended, ended.asks, failure)
}

/** The switch lets caller and supervisor be until the agent's phone is answered, or has done so at once. */
function awaitReturn(session: Session, place: Place, { nowMs }: Sight): Outcome {
  const isBack = session.leg.kind !== 'talking'
  const waiting = { kind: 'takingOver', place, step: 'returning', untilMs: nowMs + returnMs } as const
  const next = isBack ? toFollowing(session, place) : { ...session, phase: waiting }
  return answerAll(next, takeOverAsks(next), 'timed-out')
}

function settleHandBack(session: Session, place: Place, failure: FailureCode | null, nowMs: number): Outcome {
  const asked = session.asks.filter(({ kind }) => kind === 'handBack')
  if (failure === null) {
    const isBack = session.leg.kind !== 'talking'
    const waiting = { kind: 'handingBack', place, untilMs: nowMs + returnMs } as const
    return answerAll(isBack ? toFollowing(session, place) : { ...session, phase: waiting }, asked, null)
  }
  return answerAll({ ...session, phase: { kind: 'talking', place } }, asked, failure)
}

const takeOverAsks = ({ asks }: Session) => asks.filter(({ kind }) => kind === 'takeOver')
