/** A gateway with people of two teams, a switch that carries out monitoring, and a supervisor at a desk. */
import Database from 'better-sqlite3'
import type { AuditEntry } from '#contract/audit'
import type { Answer } from '#contract/failure'
import type { AgentId, CallId, MonitorId } from '#contract/ids'
import type { Monitor, MonitorMode, MonitorOpened, MonitorTarget } from '#contract/monitor'
import { createScriptedSwitch, type ScriptedSwitch } from '#tests/gateway/monitoring/support/scriptedSwitch'
import { sales, support } from '#tests/gateway/support/floorOf'
import { newCommandId, type TestDesk } from '#tests/gateway/support/testDesk'
import { createWorld, people, until, type World, type WorldOptions } from '#tests/gateway/support/world'

export const sara = 'user-sara' as AgentId
export const omid = 'user-omid' as AgentId
export const lale = 'user-lale' as AgentId
export const ava = 'user-ava' as AgentId
export const onSara: MonitorTarget = { kind: 'agent', agentId: sara }

const passwordHash =
  people.flatMap((each) =>
    'passwordHash' in each && each.userName === 'omid' ? [each.passwordHash] : [],
  )[0] ?? ''
const staff = [
  ...people,
  { userName: 'lale', passwordHash, name: 'Lale', role: 'supervisor', extension: '1003' },
  { userName: 'ava', passwordHash, name: 'Ava', role: 'admin', extension: '1004' },
] as const

/** Omid leads Sara, whose queue is support; Lale leads sales. */
export const teams = [
  { queueIds: [support], people: [{ personId: omid }, { personId: sara }] },
  { queueIds: [sales], people: [{ personId: lale }] },
]

export interface MonitorWorld extends World {
  readonly net: ScriptedSwitch
  readonly desk1: TestDesk
  readonly saraDesk: TestDesk
  /** Asks on Omid's desk. */
  start(target?: MonitorTarget, mode?: MonitorMode): Promise<Answer<MonitorOpened>>
  /** Starts and waits until the row says so. */
  started(target?: MonitorTarget, mode?: MonitorMode, kind?: Monitor['state']['kind']): Promise<MonitorId>
  steer(monitorId: MonitorId, mode: MonitorMode): Promise<Answer<null>>
  takeOver(monitorId: MonitorId): Promise<Answer<null>>
  confirm(monitorId: MonitorId, flows?: boolean): Promise<Answer<null>>
  handBack(monitorId: MonitorId): Promise<Answer<null>>
  stop(monitorId: MonitorId): Promise<Answer<null>>
  row(monitorId: MonitorId): Monitor | undefined
  /** Waits until the row is in that state, and gives it. */
  inState(monitorId: MonitorId, kind: Monitor['state']['kind']): Promise<Monitor>
  /** The whole log, oldest first. */
  audit(): AuditEntry[]
  signIn(user: string): Promise<TestDesk>
}

export async function createMonitorWorld(options: WorldOptions = {}): Promise<MonitorWorld> {
  const world = await createWorld({ people: staff, teams, ...options })
  const net = createScriptedSwitch(world.pbx)
  const signIn = async (user: string) => {
    const desk = await world.desk()
    const answer = await desk.signIn(user, user === 'sara' ? 'right horse' : 'battery staple')
    if (!answer.ok) throw new Error(answer.failure.code)
    desk.watch()
    await until(() => desk.centre !== null)
    return desk
  }
  const saraDesk = await signIn('sara')
  const desk1 = await signIn('omid')
  await until(() => world.pbx.asked.includes('signIn 1002') && world.pbx.asked.includes('signIn 1001'))
  const acts = desk1.client.monitor
  const commandId = newCommandId
  const row = (monitorId: MonitorId) => world.gateway.floor.monitors.get(monitorId)
  const start = (target: MonitorTarget = onSara, mode: MonitorMode = 'listen') =>
    acts.start({ commandId: commandId(), target, mode, why: null })
  const inState = async (monitorId: MonitorId, kind: Monitor['state']['kind']) => {
    await until(() => row(monitorId)?.state.kind === kind, `${kind}, not ${row(monitorId)?.state.kind}`)
    return row(monitorId) as Monitor
  }
  return {
    ...world,
    net,
    desk1,
    saraDesk,
    signIn,
    start,
    async started(target, mode, kind = 'hearing') {
      const answer = await start(target, mode)
      if (!answer.ok) throw new Error(answer.failure.code)
      await inState(answer.value.monitorId, kind)
      return answer.value.monitorId
    },
    steer: (monitorId, mode) => acts.steer({ commandId: commandId(), monitorId, mode }),
    takeOver: (monitorId) => acts.takeOver({ commandId: commandId(), monitorId, why: 'a complaint' }),
    confirm: (monitorId, flows = true) => acts.confirm({ commandId: commandId(), monitorId, flows }),
    handBack: (monitorId) => acts.handBack({ commandId: commandId(), monitorId }),
    stop: (monitorId) => acts.stop({ commandId: commandId(), monitorId }),
    row,
    inState,
    audit: () => readAudit(world.storePath),
  }
}

export function readAudit(storePath: string): AuditEntry[] {
  const database = new Database(storePath, { readonly: true })
  try {
    return database
      .prepare<[], AuditEntry>(
        `SELECT serial, at_ms AS atMs, kind, monitor_id AS monitorId, by_id AS byId, by_name AS byName,
           agent_id AS agentId, agent_name AS agentName, call_id AS callId, caller_number AS callerNumber,
           detail, seal FROM audit ORDER BY serial`,
      )
      .all()
  } finally {
    database.close()
  }
}

export const kinds = (entries: readonly AuditEntry[]) =>
  entries.map(({ kind, detail }) => `${kind} ${detail}`.trim())

export const a = 'a' as CallId
export const b = 'b' as CallId
export const done = { ok: true, value: null }
export const refused = (code: string) => ({ ok: false, failure: { code } })
