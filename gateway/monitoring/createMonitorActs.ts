/** The acts of monitoring: each is judged by role, team, queue and limit, done once per command id, and logged. */
import { z } from 'zod'
import { type ActInput, acts } from '#contract/acts'
import { type Answer, done, type FailureCode, failed } from '#contract/failure'
import type { AgentId, CommandId, MonitorId } from '#contract/ids'
import { MonitorOpened } from '#contract/monitor'
import type { GatewayActs } from '#gateway/actRoutes'
import type { RunOnce } from '#gateway/commands/runOnce'
import type { LiveCentre } from '#gateway/liveStream/liveCentre'
import type { Person } from '#gateway/model/createFloor'
import type { Verdict } from '#gateway/monitoring/auditVerdict'
import type { Monitoring } from '#gateway/monitoring/createMonitoring'
import { judgeTarget, type Monitorer, mayUse, type QueueRules } from '#gateway/monitoring/monitorRights'
import type { Session } from '#gateway/monitoring/monitorSession'
import { judgeShadow } from '#gateway/monitoring/shadow'
import { isSwapped } from '#gateway/monitoring/takeMonitorEvent'
import type { AuditLog } from '#gateway/store/auditLog'

export interface MonitorActsOptions {
  readonly monitoring: Monitoring
  readonly centre: LiveCentre
  readonly audit: Pick<AuditLog, 'read'>
  /** Whether the whole log fits its seals. */
  judgeLog(): Promise<Answer<Verdict>>
  readonly once: RunOnce
  readonly rules: QueueRules
  monitorerOf(agentId: AgentId): Monitorer
  newId(): string
  /** 256 bits of randomness in base64url. */
  newToken(): string
}

export function createMonitorActs(options: MonitorActsOptions): GatewayActs['monitor'] {
  const { monitoring, centre, audit, judgeLog, once, rules, monitorerOf, newId, newToken } = options

  function start(who: Person, input: ActInput<'monitor', 'start'>): Answer<MonitorOpened> {
    const monitorer = monitorerOf(who.id)
    const refusal = judge(monitorer, input.target, input.mode)
    if (refusal !== null) return failed(refusal)
    const opened: MonitorOpened = { monitorId: newId() as MonitorId, token: newToken() }
    const failure = monitoring.start(monitorer, { id: opened.monitorId, token: opened.token, ...input })
    return failure === null ? done(opened) : failed(failure)
  }

  function judge(
    who: Monitorer,
    target: Session['target'],
    mode: Parameters<typeof mayUse>[1],
  ): FailureCode | null {
    const refusal = judgeTarget(who, target, centre.floor, rules)
    return refusal ?? (mayUse(who, mode) ? null : 'forbidden')
  }

  /** Runs on a session of one's own; anybody else's is not there. */
  const onOwn =
    <I extends { readonly monitorId: MonitorId }>(
      name: keyof typeof acts.monitor,
      run: (session: Session, who: Monitorer, input: I) => Answer<null> | Promise<Answer<null>>,
      /** Looked at before anything else; null where it says nothing. */
      first: (person: Person, input: I) => Answer<null> | null = () => null,
    ) =>
    (person: Person, commandId: CommandId, input: I) =>
      once({
        agentId: person.id,
        commandId,
        kind: `monitor.${name}`,
        detail: input,
        value: z.null(),
        run: async () => {
          const said = first(person, input)
          if (said !== null) return said
          const who = monitorerOf(person.id)
          if (who.role === 'agent' || who.right === 'none') return failed('forbidden')
          const session = monitoring.find(input.monitorId, person.id)
          if (session === null) return failed('not-found')
          // A silent shadow stays what it is, whoever's it is.
          return session.shadowOf === null ? run(session, who, input) : failed('forbidden')
        },
      })

  function shadow(who: Person, { callId }: ActInput<'monitor', 'shadow'>): Answer<MonitorOpened> {
    const taker = monitoring.findTaker(who.id, callId)
    const refusal = judgeShadow(who.id, callId, taker, centre.floor, rules)
    if (refusal !== null || taker === null) return failed(refusal ?? 'forbidden')
    const opened: MonitorOpened = { monitorId: newId() as MonitorId, token: newToken() }
    const failure = monitoring.start(monitorerOf(who.id), {
      id: opened.monitorId,
      token: opened.token,
      target: { kind: 'call', callId },
      mode: 'listen',
      why: null,
      shadowOf: taker.id,
    })
    return failure === null ? done(opened) : failed(failure)
  }

  return {
    start: (who, commandId, input) =>
      once({
        agentId: who.id,
        commandId,
        kind: 'monitor.start',
        detail: input,
        value: MonitorOpened,
        // The token is for the desk that asked, once.
        toKept: ({ monitorId }) => ({ monitorId }),
        run: async () => start(who, input),
      }),
    steer: onOwn('steer', ({ id }, who, { mode }: ActInput<'monitor', 'steer'>) =>
      mayUse(who, mode) ? monitoring.wish(id, { kind: 'modeWished', mode }) : failed('forbidden'),
    ),
    aim: onOwn('aim', ({ id }, who, { target }: ActInput<'monitor', 'aim'>) => {
      const refusal = judge(who, target, 'listen')
      return refusal === null ? monitoring.wish(id, { kind: 'aimed', target }) : failed(refusal)
    }),
    takeOver: onOwn('takeOver', ({ id }, who, { why }: ActInput<'monitor', 'takeOver'>) => {
      if (!mayUse(who, 'takeOver')) return failed('forbidden')
      monitoring.noteWhy(id, why)
      return monitoring.wish(id, { kind: 'takeOverWished' })
    }),
    confirm: onOwn('confirm', (session, _who, { flows }: ActInput<'monitor', 'confirm'>) => {
      if (session.phase.kind === 'talking') return done(null)
      // Before the swap nothing can flow that says anything of it.
      if (!isSwapped(session)) return failed('wrong-state')
      monitoring.tell(session.id, { kind: 'confirmed', flows })
      return done(null)
    }),
    handBack: onOwn('handBack', ({ id }) => monitoring.wish(id, { kind: 'handBackWished' })),
    stop: onOwn(
      'stop',
      ({ id }) => {
        monitoring.tell(id, { kind: 'ended', why: 'stopped' })
        return done(null)
      },
      (person, { monitorId }: ActInput<'monitor', 'stop'>) =>
        monitoring.endShadow(monitorId, person.id) ? done(null) : null,
    ),
    shadow: (who, commandId, input) =>
      once({
        agentId: who.id,
        commandId,
        kind: 'monitor.shadow',
        detail: input,
        value: MonitorOpened,
        toKept: ({ monitorId }) => ({ monitorId }),
        run: async () => shadow(who, input),
      }),
    readAudit: (who, commandId, { beforeSerial, limit }) =>
      once({
        agentId: who.id,
        commandId,
        kind: 'monitor.readAudit',
        detail: { beforeSerial, limit },
        value: acts.monitor.readAudit.output,
        // The log is not copied into the record of who read it.
        toKept: () => null,
        run: async () => {
          if (who.role === 'agent') return failed('forbidden')
          const { scope } = monitorerOf(who.id)
          const people = scope === null ? null : [...scope.agentIds]
          const entries = audit.read(beforeSerial, limit, people)
          const verdict = await judgeLog()
          return verdict.ok ? done({ entries, ...verdict.value }) : verdict
        },
      }),
  }
}
