/** Decides what a session asks of the switch next, once nothing is in flight: where it stands against where it belongs. */
import { giveUp, startTakeOver } from '#gateway/monitoring/decideTakeOver'
import type { Place } from '#gateway/monitoring/monitorRights'
import type { Order, Session, Sight } from '#gateway/monitoring/monitorSession'
import { answerAll, type Outcome } from '#gateway/monitoring/settleSteer'

export interface Move extends Outcome {
  readonly order: Order | null
}

export function nextMonitorOrder(session: Session, sight: Sight): Move {
  const { phase, flight } = session
  const still: Move = { session, answers: [], order: null }
  if (flight !== null) return still
  switch (phase.kind) {
    case 'opening':
      return session.leg.kind === 'none'
        ? { ...still, session: { ...session, leg: { kind: 'asked' } }, order: toOpen(session, sight) }
        : still
    case 'following':
      return follow(session, sight)
    case 'takingOver':
      return advanceTakeOver(session, phase, sight)
    case 'talking':
      return still
    case 'handingBack':
      return phase.untilMs === null ? { ...still, order: { kind: 'giveBack', place: phase.place } } : still
    case 'ended':
      return { ...still, order: toLastOrder(session, phase, sight) }
  }
}

const toOpen = (session: Session, { place }: Sight): Order => ({
  kind: 'open',
  on: place,
  mode: session.wish,
})

function toLastOrder(
  { trouble, leg }: Session,
  { owesClose, rescue }: Extract<Session['phase'], { kind: 'ended' }>,
  sight: Sight,
): Order | null {
  if (!sight.isReached || (trouble !== null && sight.nowMs < trouble.retryAtMs)) return null
  const hangs = rescue !== null && (leg.kind === 'talking' || isAlone(sight, rescue))
  if (hangs && sight.holderOf(rescue) !== 'gone') return { kind: 'giveBack', place: rescue }
  return owesClose ? { kind: 'close' } : null
}

function isAlone(sight: Sight, place: Place): boolean {
  const holder = sight.holderOf(place)
  return holder === 'supervisor' || holder === 'nobody'
}

function follow(session: Session, sight: Sight): Move {
  const still: Move = { session, answers: [], order: null }
  const { place, nowMs } = sight
  if (!isThere(session, place)) {
    const { trouble } = session
    const isSoon = trouble !== null && nowMs < trouble.retryAtMs && isSamePlace(trouble.on, place)
    if (isSoon) return still
    return { ...still, order: { kind: 'steer', on: place, mode: session.wish } }
  }
  const settled = answerAll(
    session,
    session.asks.filter(({ kind }) => kind === 'settle'),
    null,
  )
  const isCalm = settled.session.trouble === null && settled.session.agreed === settled.session.wish
  const calm = isCalm ? settled.session : { ...settled.session, agreed: settled.session.wish, trouble: null }
  const rested = { ...settled, session: calm }
  const begun = startTakeOver(rested.session, sight)
  return { ...begun, answers: [...rested.answers, ...begun.answers] }
}

/** Whether the leg is where it belongs, as it was asked for. */
function isThere({ leg, wish }: Session, place: Place | null): boolean {
  if (place === null) return leg.kind === 'waiting'
  if (leg.kind !== 'hearing' || leg.mode !== wish) return false
  return isSamePlace(leg.place, place)
}

function isSamePlace(one: Place | null, other: Place | null): boolean {
  return one?.callId === other?.callId && one?.extension === other?.extension
}

function advanceTakeOver(
  session: Session,
  phase: Extract<Session['phase'], { kind: 'takingOver' }>,
  sight: Sight,
): Move {
  const still: Move = { session, answers: [], order: null }
  const { place } = phase
  const holder = sight.holderOf(place)
  switch (phase.step) {
    case 'pausing':
      return { ...still, order: { kind: 'pause', place } }
    case 'swapping':
      if (holder === 'agent') return { ...still, order: { kind: 'takeOver', place } }
      return { ...still, ...abandon(session, place, holder) }
    case 'confirming':
      return holder === 'gone' || holder === 'elsewhere'
        ? { ...still, ...abandon(session, place, holder) }
        : still
    case 'returning':
      return still
    case 'rollingBack':
      if (holder !== 'gone' && (session.leg.kind === 'talking' || isAlone(sight, place)))
        return { ...still, order: { kind: 'giveBack', place } }
      return { ...still, ...abandon(session, place, phase.failure) }
  }
}

/** The caller hung up, or somebody else has them: there is nothing to take or to give back. */
function abandon(session: Session, place: Place, why: string): Outcome {
  return giveUp(session, place, why === 'gone' ? 'not-found' : why === 'timed-out' ? why : 'wrong-state')
}
