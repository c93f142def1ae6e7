/** One session against a small switch with one agent and one call at a time, for proofs over random histories. */
import type { FailureCode } from '#contract/failure'
import type { AgentId, CallId, MonitorId } from '#contract/ids'
import type { MonitorMode } from '#contract/monitor'
import { type Decision, decideMonitor } from '#gateway/monitoring/decideMonitor'
import type { Place } from '#gateway/monitoring/monitorRights'
import {
  beginSession,
  type Leg,
  type MonitorEvent,
  nextDueMs,
  type Order,
  type Session,
  type Sight,
} from '#gateway/monitoring/monitorSession'

export interface DecidedSwitch {
  session: Session
  call: { readonly id: CallId; holder: 'agent' | 'supervisor' | 'nobody' | 'elsewhere' } | null
  /** As it truly is, whatever the session believes. */
  leg: Leg
  /** Asked for and not yet answered. */
  readonly open: Set<number>
  /** In the order of the answers; `mode` null for what is no mode. */
  readonly answered: { readonly mode: MonitorMode | null; readonly failure: FailureCode | null }[]
  nowMs: number
  isReached: boolean
  happen(event: MonitorEvent): void
  /** Moves the floor and lets the session look. */
  begin(): void
  hangUp(): void
  loseLeg(): void
  answerLeg(): void
  ask(event: Wished): void
  /** The order in flight has its effect, or not, and its answer, or none in time. */
  land(how: 'done' | 'refused' | 'lateDone' | 'lost'): void
  /** To the next time-out. */
  pass(): boolean
}

export type Wished =
  | { readonly kind: 'modeWished'; readonly mode: MonitorMode }
  | { readonly kind: 'aimed'; readonly target: Session['target'] }
  | { readonly kind: 'takeOverWished' | 'handBackWished' }

export const agentId = 'agent' as AgentId
/** Never in a call. */
export const idleId = 'idle' as AgentId
const extension = '1001'

export function createDecidedSwitch(mode: MonitorMode): DecidedSwitch {
  let calls = 0
  let asks = 0
  const modes = new Map<number, MonitorMode>()
  let isFlying = false
  const placeOf = (callId: CallId): Place => ({ callId, agentId, extension })

  const isOnAgent = ({ target }: Session) => target.kind === 'agent' && target.agentId === agentId
  const look = (session: Session): Sight => ({
    nowMs: self.nowMs,
    target: 'there',
    maySpeak: true,
    place: isOnAgent(session) && self.call?.holder === 'agent' ? placeOf(self.call.id) : null,
    isTakenElsewhere: false,
    isBoundOver: false,
    isReached: self.isReached,
    holderOf: ({ callId }) => (self.call?.id === callId ? self.call.holder : 'gone'),
  })

  function take({ session, order, answers }: Decision): void {
    if (order !== null && isFlying) throw new Error('two in flight')
    if (order !== null) isFlying = true
    self.session = session
    for (const { askId, failure } of answers) {
      if (!self.open.delete(askId)) throw new Error('answered twice, or never asked')
      self.answered.push({ mode: modes.get(askId) ?? null, failure })
    }
  }

  function tellLeg(leg: Leg, why: 'lost' | 'closed' | null = null): void {
    self.leg = leg
    self.happen({ kind: 'legTold', leg, why })
  }

  /** The effect on call and leg, told as a switch tells it; why not, or null. */
  function carryOut(order: Order): FailureCode | null {
    const { leg, call } = self
    switch (order.kind) {
      case 'open':
        if (leg.kind !== 'none') return 'wrong-state'
        self.leg = { kind: 'asked' }
        return null
      case 'pause':
        return null
      case 'steer': {
        if (leg.kind === 'gone' || leg.kind === 'none') return 'not-found'
        if (leg.kind === 'talking' || leg.kind === 'asked') return 'wrong-state'
        if (order.on !== null && (call?.id !== order.on.callId || call.holder !== 'agent')) return 'not-found'
        tellLeg(
          order.on === null ? { kind: 'waiting' } : { kind: 'hearing', place: order.on, mode: order.mode },
        )
        return null
      }
      case 'takeOver':
        if (leg.kind !== 'hearing' || call === null || call.holder !== 'agent') return 'wrong-state'
        call.holder = 'supervisor'
        tellLeg({ kind: 'talking', callId: call.id })
        return null
      case 'giveBack':
        if (call?.id !== order.place.callId) return 'not-found'
        call.holder = 'agent'
        if (leg.kind === 'talking') tellLeg({ kind: 'waiting' })
        return null
      case 'close':
        if (leg.kind === 'gone' || leg.kind === 'none') return 'not-found'
        if (call?.holder === 'supervisor') call.holder = 'elsewhere'
        tellLeg({ kind: 'gone' }, 'closed')
        return null
    }
  }

  const self: DecidedSwitch = {
    session: beginSession(
      {
        id: 'm' as MonitorId,
        supervisorId: 'supervisor' as AgentId,
        target: { kind: 'agent', agentId },
        mode,
      },
      0,
    ),
    call: null,
    leg: { kind: 'none' },
    open: new Set(),
    answered: [],
    nowMs: 0,
    isReached: true,
    happen(event) {
      take(decideMonitor(self.session, event, look))
    },
    begin() {
      if (self.call !== null) return
      calls += 1
      self.call = { id: `call-${calls}` as CallId, holder: 'agent' }
      self.happen({ kind: 'looked', answered: null })
    },
    hangUp() {
      if (self.call === null) return
      self.call = null
      self.happen({ kind: 'looked', answered: null })
      if (self.leg.kind === 'hearing') tellLeg({ kind: 'waiting' })
      // After a take-over the leg is the call.
      if (self.leg.kind === 'talking') tellLeg({ kind: 'gone' }, 'lost')
    },
    loseLeg() {
      if (self.leg.kind === 'none' || self.leg.kind === 'gone') return
      if (self.call?.holder === 'supervisor') self.call.holder = 'nobody'
      tellLeg({ kind: 'gone' }, 'lost')
    },
    answerLeg() {
      if (self.leg.kind === 'asked') tellLeg({ kind: 'waiting' })
    },
    ask(event) {
      if (self.session.phase.kind === 'ended') return
      asks += 1
      self.open.add(asks)
      if (event.kind === 'modeWished') modes.set(asks, event.mode)
      self.happen({ ...event, askId: asks })
    },
    land(how) {
      const { flight } = self.session
      if (flight === null) return
      const end = (failure: FailureCode | null) => {
        isFlying = false
        self.happen({ kind: 'orderEnded', failure })
      }
      if (how === 'done') return end(carryOut(flight))
      end(how === 'refused' ? 'wrong-state' : 'timed-out')
      if (how !== 'lateDone') return
      carryOut(flight)
      self.happen({ kind: 'looked', answered: null })
    },
    pass() {
      const dueMs = nextDueMs(self.session, self.nowMs)
      if (dueMs === null) return false
      self.nowMs = dueMs
      self.happen({ kind: 'timePassed' })
      return true
    },
  }
  self.happen({ kind: 'looked', answered: null })
  return self
}
