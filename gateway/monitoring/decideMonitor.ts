/** Decides a monitoring session's next state, its next order to the switch, and who is answered what. */
import { toFollowing } from '#gateway/monitoring/decideTakeOver'
import { endSession } from '#gateway/monitoring/endSession'
import type { AskAnswer, MonitorEvent, Order, Session, Sight } from '#gateway/monitoring/monitorSession'
import { nextMonitorOrder } from '#gateway/monitoring/nextMonitorOrder'
import { answerAll, type Outcome } from '#gateway/monitoring/settleSteer'
import { takeMonitorEvent } from '#gateway/monitoring/takeMonitorEvent'

export interface Decision {
  readonly session: Session
  /** Given only while none is in flight. */
  readonly order: Order | null
  readonly answers: readonly AskAnswer[]
}

/** More than any change leads to; should one ever go round in circles, the next event finds it standing. */
const maxRounds = 5

export function decideMonitor(
  before: Session,
  event: MonitorEvent,
  look: (session: Session) => Sight,
): Decision {
  const taken = takeMonitorEvent(before, event, look(before))
  const answers = [...taken.answers]
  let { session } = taken
  for (let round = 0; round < maxRounds; round += 1) {
    // Each round may change what is followed, and with it what there is to see.
    const sight = look(session)
    const limited = settleReturn(limit(session, sight))
    const moved = nextMonitorOrder(limited.session, sight)
    answers.push(...limited.answers, ...moved.answers)
    if (moved.order !== null) {
      return { session: { ...moved.session, flight: moved.order }, order: moved.order, answers }
    }
    if (moved.session === session) break
    session = moved.session
  }
  return { session, order: null, answers }
}

/** However the caller came back to the agent, who asked for it is told that it is done. */
function settleReturn({ session, answers }: Outcome): Outcome {
  if (session.phase.kind !== 'following') return { session, answers }
  const settled = answerAll(
    session,
    session.asks.filter(({ kind }) => kind === 'handBack'),
    null,
  )
  return { session: settled.session, answers: [...answers, ...settled.answers] }
}

const same = (session: Session): Outcome => ({ session, answers: [] })

/** A right to speak that was lost meanwhile takes the voice back, and nothing else. */
function quiet(session: Session): Outcome {
  if (session.wish === 'listen') return { session, answers: [] }
  const louder = session.asks.filter((ask) => ask.kind === 'settle' && ask.mode !== 'listen')
  return answerAll({ ...session, wish: 'listen', agreed: 'listen', trouble: null }, louder, 'forbidden')
}

/** What the floor and the rights no longer allow. */
function limit(session: Session, sight: Sight): Outcome {
  const { phase } = session
  switch (phase.kind) {
    case 'opening':
    case 'following':
      if (sight.target === 'there') return sight.maySpeak ? same(session) : quiet(session)
      return endSession(session, sight.target === 'gone' ? 'call-ended' : 'forbidden')
    case 'talking':
    case 'handingBack': {
      const holder = sight.holderOf(phase.place)
      if (holder === 'gone') return endSession(session, 'call-ended')
      const isTheirs = holder === 'supervisor' || (phase.kind === 'handingBack' && holder !== 'agent')
      // Right after the swap the floor may not have heard of it yet.
      const isNews = phase.kind === 'talking' && holder === 'agent'
      return isTheirs || isNews ? same(session) : same(toFollowing(session, phase.place))
    }
    case 'takingOver': {
      if (phase.step !== 'returning') return same(session)
      const holder = sight.holderOf(phase.place)
      return holder === 'agent' || holder === 'gone' ? same(toFollowing(session, phase.place)) : same(session)
    }
    case 'ended':
      return same(session)
  }
}
