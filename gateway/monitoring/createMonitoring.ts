/** Keeps the monitoring sessions: gives each what happens, carries out its orders one after the other, tells the model. */
import type { Logger } from 'pino'
import { type Answer, done, type FailureCode, failed } from '#contract/failure'
import type { AgentId, CallId, MonitorId } from '#contract/ids'
import { endedShownMs, type MonitorMode, type MonitorTarget, maxMonitors } from '#contract/monitor'
import type { MonitorLeg, PbxEvent, PbxLink } from '#contract/pbx'
import type { Clock } from '#contract/time'
import type { LiveCentre } from '#gateway/liveStream/liveCentre'
import type { Floor } from '#gateway/model/floor'
import type { Auditor } from '#gateway/monitoring/auditor'
import { createOrders } from '#gateway/monitoring/carryOutOrder'
import { decideMonitor } from '#gateway/monitoring/decideMonitor'
import type { Monitorer, QueueRules } from '#gateway/monitoring/monitorRights'
import {
  beginSession,
  type Leg,
  type MonitorEvent,
  nextDueMs,
  type Order,
  type Session,
} from '#gateway/monitoring/monitorSession'
import { agentOf, nextAnswered, toSight } from '#gateway/monitoring/monitorSight'
import type { AgentPauses } from '#gateway/monitoring/pauseAgent'
import { createReports, type Reported } from '#gateway/monitoring/sessionReports'
import { hasTaken, isBusy, toShadowSight } from '#gateway/monitoring/shadow'
import { createStrays } from '#gateway/monitoring/strays'
import type { AuditLog } from '#gateway/store/auditLog'

export interface Monitoring {
  /** null when the session is there; why not, above `maxMonitors` or where it could not be written down. */
  start(who: Monitorer, start: SessionStart): FailureCode | null
  /** The session of this supervisor; null for none, and for anybody else's. */
  find(monitorId: MonitorId, supervisorId: AgentId): Session | null
  /** The session that has this agent's caller now; null while nobody has taken them over. */
  findTaker(agentId: AgentId, callId: CallId): Session | null
  /** Ends a silent shadow of one's own, or on a caller one has taken over. False where there is none. */
  endShadow(monitorId: MonitorId, byId: AgentId): boolean
  /** Answered when what is wished is in force, or failed; the session must be found first. */
  wish(monitorId: MonitorId, wish: Wish): Promise<Answer<null>>
  tell(monitorId: MonitorId, event: Extract<MonitorEvent, { kind: 'confirmed' | 'ended' }>): void
  /** Why a take-over is tried, for the log. */
  noteWhy(monitorId: MonitorId, why: string | null): void
  /** The person's sign-in is over: another desk has their seat, or none. */
  leave(supervisorId: AgentId): void
  /** Every event, after the model has taken it. */
  hear(event: PbxEvent): void
  /** Ends every session: what they do cannot be kept in the log. */
  stopAll(): void
  close(): void
}

export interface SessionStart {
  readonly id: MonitorId
  readonly token: string
  readonly target: MonitorTarget
  readonly mode: MonitorMode
  readonly why: string | null
  /** For a silent shadow: the session that has the caller. */
  readonly shadowOf?: MonitorId
}

export type Wish =
  | { readonly kind: 'modeWished'; readonly mode: MonitorMode }
  | { readonly kind: 'aimed'; readonly target: MonitorTarget }
  | { readonly kind: 'takeOverWished' | 'handBackWished' }

export interface MonitoringOptions {
  readonly centre: LiveCentre
  readonly pbx: Pick<PbxLink, 'execute'>
  readonly pauses: AgentPauses
  readonly auditor: Auditor
  readonly audit: Pick<AuditLog, 'unended'>
  readonly rules: QueueRules
  /** What a person may monitor now. */
  monitorerOf(agentId: AgentId): Monitorer
  /** Whether the switch of an extension is there. */
  isReached(extension: string): boolean
  readonly voiceLeadMs: number
  readonly clock: Clock
  readonly log: Logger
}

/** A session, and what is held for it. */
interface Kept extends Reported {
  readonly token: string
  readonly extension: string
  readonly waiting: Map<number, (failure: FailureCode | null) => void>
  cancelTimer: () => void
  cancelShow: () => void
  /** An ended row changes no more, and is gone from the model after a while. */
  shown: 'living' | 'ended' | 'gone'
}

export function createMonitoring(options: MonitoringOptions): Monitoring {
  const { centre, pbx, pauses, auditor, audit, rules, monitorerOf, isReached, voiceLeadMs, clock, log } =
    options
  const sessions = new Map<MonitorId, Kept>()
  const carryOut = createOrders({ pbx, pauses, voiceLeadMs, clock })
  const reports = createReports({ centre, auditor, rules, clock, log })
  const strays = createStrays({ centre, pbx, audit, auditor, log })
  let askIds = 0
  let isClosed = false

  function happen(kept: Kept, event: MonitorEvent): void {
    const before = kept.session
    const { session, order, answers } = decideMonitor(before, event, (each) => lookFor(kept, each))
    kept.session = session
    const isWritten = reports.write(kept, before)
    if (kept.shown === 'living') reports.publish(kept)
    letGo(before, session)
    endShadows(before, session)
    for (const { askId, failure } of answers) kept.waiting.get(askId)?.(failure)
    if (order !== null) give(kept, order)
    arm(kept)
    if (session.phase.kind === 'ended') finish(kept)
    // What cannot be written down must not be heard.
    else if (!isWritten) happen(kept, { kind: 'ended', why: 'forbidden' })
  }

  function lookFor({ extension }: Kept, session: Session) {
    const who = monitorerOf(session.supervisorId)
    const view = { who, floor: centre.floor, rules, nowMs: clock.nowMs(), isReached: isReached(extension) }
    const { shadowOf } = session
    return shadowOf === null
      ? toSight(session, view)
      : toShadowSight(session, sessions.get(shadowOf)?.session, view)
  }

  function give(kept: Kept, order: Order): void {
    const { session, token, extension } = kept
    carryOut(order, { monitorId: session.id, token, extension })
      .catch((error: unknown): FailureCode => {
        log.error({ err: error, monitorId: session.id }, 'the PBX link broke')
        return 'internal'
      })
      .then((failure) => {
        if (isClosed) return
        if (failure !== null)
          log.warn({ monitorId: session.id, order: order.kind, failure }, 'an order failed')
        happen(kept, { kind: 'orderEnded', failure })
      })
      .catch((error: unknown) => log.error({ err: error, monitorId: session.id }, 'a session broke'))
  }

  /** An agent who was paused is held no longer than the take-over lasts. */
  function letGo({ phase: was }: Session, { phase }: Session): void {
    if (was.kind !== 'takingOver' || phase.kind === 'takingOver') return
    pauses.release(was.place).catch((error: unknown) => log.error({ err: error }, 'an agent is still paused'))
  }

  /** Whoever listens on to a caller is out before anything else becomes of that caller. */
  function endShadows({ phase: was }: Session, { id, phase }: Session): void {
    if (was.kind !== 'talking' || phase.kind === 'talking') return
    // However the caller was lost to who had them, the call that was listened to is over.
    const lost = phase.kind === 'handingBack' ? 'stopped' : 'call-ended'
    const why = phase.kind === 'ended' ? phase.why : lost
    for (const kept of [...sessions.values()])
      if (kept.session.shadowOf === id) happen(kept, { kind: 'ended', why })
  }

  function arm(kept: Kept): void {
    kept.cancelTimer()
    const nowMs = clock.nowMs()
    const dueMs = nextDueMs(kept.session, nowMs)
    if (dueMs !== null && !isClosed)
      kept.cancelTimer = clock.after(dueMs - nowMs, () => happen(kept, { kind: 'timePassed' }))
  }

  /** Its row is shown a little longer, so that the panel can say why; its leg is closed before it is forgotten. */
  function finish(kept: Kept): void {
    const { id } = kept.session
    if (kept.shown === 'living') {
      kept.shown = 'ended'
      kept.cancelShow = clock.after(endedShownMs, () => {
        kept.shown = 'gone'
        centre.tell({ kind: 'monitorGone', monitorId: id, atMs: clock.nowMs() })
        finish(kept)
      })
    }
    const { phase, flight } = kept.session
    const isOver = phase.kind === 'ended' && flight === null && !phase.owesClose
    if (kept.shown === 'gone' && isOver) sessions.delete(id)
  }

  function step(after: Floor, before: Floor): void {
    if (sessions.size === 0) return
    for (const kept of [...sessions.values()]) {
      const { supervisorId, target, phase } = kept.session
      if (phase.kind !== 'ended' && !isReached(kept.extension)) {
        happen(kept, { kind: 'ended', why: 'switch-away' })
      } else if (hasLeft(kept, after)) {
        happen(kept, { kind: 'ended', why: 'leg-lost' })
      } else if (kept.session.shadowOf !== null && isBusy(after, supervisorId)) {
        happen(kept, { kind: 'ended', why: 'stopped' })
      } else if (isMoved(after, before)) {
        const answered = target.kind === 'queue' ? nextAnswered(target.queueId, after, before) : null
        const isOwn = answered !== null && isCallOf(after, answered, supervisorId)
        happen(kept, { kind: 'looked', answered: isOwn ? null : answered })
      }
    }
  }

  /** A caller they have taken over is not let down because a desk is away: the call is theirs until it ends. */
  function hasLeft({ session }: Kept, { seats }: Floor): boolean {
    const { kind } = session.phase
    if (kind === 'ended' || kind === 'talking' || kind === 'handingBack') return false
    return seats.get(session.supervisorId)?.kind !== 'here'
  }

  function hearLeg(monitorId: MonitorId, told: MonitorLeg): void {
    const kept = sessions.get(monitorId)
    if (kept !== undefined) {
      happen(kept, { kind: 'legTold', leg: toLeg(told), why: told.kind === 'gone' ? told.why : null })
    } else strays.hearLeg(monitorId, told)
  }

  function toLeg(told: MonitorLeg): Leg {
    if (told.kind !== 'hearing') return told.kind === 'gone' ? { kind: 'gone' } : told
    const { callId, extension, mode } = told
    const agentId = centre.floor.agentIds.get(extension)
    // On a phone nobody has heard of, it is nowhere that could be right.
    return agentId === undefined
      ? { kind: 'unknown' }
      : { kind: 'hearing', place: { callId, extension, agentId }, mode }
  }

  const stop = centre.onStep(step)
  return {
    start(who, { id, token, target, mode, why, shadowOf = null }) {
      const own = [...sessions.values()].filter(
        ({ session }) => session.supervisorId === who.agentId && session.phase.kind !== 'ended',
      )
      const isTwice = shadowOf !== null && own.some(({ session }) => session.shadowOf === shadowOf)
      if (own.length >= maxMonitors || isTwice) return 'wrong-state'
      const { floor } = centre
      const extension = floor.agents.get(who.agentId)?.extension ?? ''
      if (!isReached(extension)) return 'switch-away'
      const agentId = agentOf(target, floor)
      const detail =
        `${mode} ${target.kind}${target.kind === 'queue' ? ` ${target.queueId}` : ''} ${why ?? ''}`.trim()
      const callId = target.kind === 'call' ? target.callId : null
      const kind = shadowOf === null ? 'started' : 'shadow'
      const deed = { kind, byId: who.agentId, monitorId: id, agentId, callId, detail } as const
      if (!auditor.write(deed)) return 'cache-unwritable'
      const session = beginSession({ id, supervisorId: who.agentId, target, mode, shadowOf }, clock.nowMs())
      const kept: Kept = {
        session,
        token,
        extension,
        heard: null,
        row: undefined,
        why: '',
        waiting: new Map(),
        cancelTimer: () => {},
        cancelShow: () => {},
        shown: 'living',
      }
      sessions.set(id, kept)
      happen(kept, { kind: 'looked', answered: null })
      return null
    },
    find(monitorId, supervisorId) {
      const session = sessions.get(monitorId)?.session
      return session?.supervisorId === supervisorId && session.phase.kind !== 'ended' ? session : null
    },
    findTaker(agentId, callId) {
      const taker = [...sessions.values()].find(({ session }) => hasTaken(session, agentId, callId))
      return taker?.session ?? null
    },
    endShadow(monitorId, byId) {
      const kept = sessions.get(monitorId)
      const { session } = kept ?? {}
      if (kept === undefined || session === undefined || session.shadowOf === null) return false
      const takerId = sessions.get(session.shadowOf)?.session.supervisorId
      if (session.phase.kind === 'ended' || (byId !== session.supervisorId && byId !== takerId)) return false
      if (byId === takerId) {
        const callId = session.target.kind === 'call' ? session.target.callId : null
        auditor.write({
          kind: 'shadow',
          byId,
          monitorId,
          agentId: session.supervisorId,
          callId,
          detail: 'stopped',
        })
      }
      happen(kept, { kind: 'ended', why: 'stopped' })
      return true
    },
    wish(monitorId, wish) {
      const kept = sessions.get(monitorId)
      if (kept === undefined) return Promise.resolve(failed('not-found'))
      askIds += 1
      const askId = askIds
      return new Promise((resolve) => {
        kept.waiting.set(askId, (failure) => {
          kept.waiting.delete(askId)
          resolve(failure === null ? done(null) : failed(failure))
        })
        happen(kept, { ...wish, askId })
      })
    },
    tell(monitorId, event) {
      const kept = sessions.get(monitorId)
      if (kept !== undefined) happen(kept, event)
    },
    noteWhy(monitorId, why) {
      const kept = sessions.get(monitorId)
      if (kept !== undefined) kept.why = why ?? ''
    },
    leave(supervisorId) {
      for (const kept of [...sessions.values()]) {
        const { session } = kept
        if (session.supervisorId !== supervisorId) continue
        if (session.phase.kind === 'talking' || session.phase.kind === 'handingBack') continue
        happen(kept, { kind: 'ended', why: 'leg-lost' })
      }
    },
    hear(event) {
      if (event.kind === 'monitorLeg') hearLeg(event.monitorId, event.leg)
      strays.hear(event)
    },
    stopAll() {
      for (const kept of [...sessions.values()]) happen(kept, { kind: 'ended', why: 'forbidden' })
    },
    close() {
      for (const kept of [...sessions.values()]) {
        happen(kept, { kind: 'ended', why: 'switch-away' })
        kept.cancelTimer()
        kept.cancelShow()
        for (const answer of kept.waiting.values()) answer('gateway-away')
      }
      isClosed = true
      stop()
      sessions.clear()
    },
  }
}

/** Whether something a session looks at is not as it was. */
function isMoved(after: Floor, before: Floor): boolean {
  const { agents, calls, queues, pbx } = before
  return agents !== after.agents || calls !== after.calls || queues !== after.queues || pbx !== after.pbx
}

function isCallOf({ calls }: Floor, callId: Session['bound'], agentId: AgentId): boolean {
  const state = callId === null ? undefined : calls.get(callId)?.state
  return state !== undefined && state.kind !== 'waiting' && state.agentId === agentId
}
