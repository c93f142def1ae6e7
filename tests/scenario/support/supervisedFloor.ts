/** A real gateway on the practice centre, with desks over the real wire, and what could be done to its floor. */
import { expect, onTestFinished } from 'vitest'
import type { ActGroup, ActInput, ActNames } from '#contract/acts'
import type { AuditEntry } from '#contract/audit'
import type { Answer } from '#contract/failure'
import { AgentId, type CallId, type CommandId, type MessageId, QueueId } from '#contract/ids'
import type { MonitorOpened } from '#contract/monitor'
import { auditCommand } from '#gateway/commandLine/auditCommand'
import { createGateway, type Gateway, type GatewayOptions } from '#gateway/createGateway'
import { readAudit } from '#tests/gateway/monitoring/support/monitorWorld'
import { connectDesk, newCommandId, type TestDesk } from '#tests/gateway/support/testDesk'
import { people as staff, until } from '#tests/gateway/support/world'
import {
  callerOf,
  createMonitorRoom,
  type MonitorRoom,
  otherSupervisor,
  supervisor,
} from '#tests/simulator/support/monitorRoom'
import { silentLog } from '#tests/support/silentLog'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

const [asSara, asOmid] = staff as readonly [(typeof staff)[number], (typeof staff)[number]]
const idOf = (user: string) => AgentId.parse(`user-${user}`)
export const [sara, omid, lale, reza] = [idOf('sara'), idOf('omid'), idOf('lale'), idOf('reza')]
export const [support, billing, sales] = ['support', 'billing', 'sales'].map((id) => QueueId.parse(id)) as [
  QueueId,
  QueueId,
  QueueId,
]

export type Named = { [G in ActGroup]: `${G}.${ActNames<G> & string}` }[ActGroup]
type InputOf<N extends Named> = N extends `${infer G extends ActGroup}.${infer K}`
  ? K extends ActNames<G>
    ? ActInput<G, K>
    : never
  : never

/** What the acts are aimed at: Sara talks with a caller whom Omid, who leads her, listens to; another caller waits. */
export interface Scene {
  readonly talk: CallId
  readonly waiting: CallId
  readonly monitor: MonitorOpened
  readonly message: MessageId
}

/** Each act, aimed at Sara, her caller, Omid's session or what stands on her screen. */
export const asks: { readonly [N in Named]: (scene: Scene) => InputOf<N> } = {
  'floor.dial': () => ({ agentId: sara, number: '1002' }),
  'floor.hangUp': ({ talk }) => ({ callId: talk }),
  'floor.park': ({ talk }) => ({ callId: talk }),
  'floor.giveTo': ({ waiting }) => ({ callId: waiting, agentId: sara }),
  'floor.moveToQueue': ({ waiting }) => ({ callId: waiting, queueId: billing }),
  'floor.prioritise': ({ waiting }) => ({ callId: waiting, priority: 5 }),
  'floor.pauseInQueue': () => ({ agentId: sara, queueId: support, reasonId: 'meeting' }),
  'floor.addToQueue': () => ({ agentId: sara, queueId: sales, penalty: 0 }),
  'floor.removeFromQueue': () => ({ agentId: sara, queueId: billing }),
  'floor.joinCalls': ({ talk, waiting }) => ({ callId: talk, otherCallId: waiting }),
  'floor.dropMember': ({ talk }) => ({ callId: talk, memberId: 'caller' }),
  'floor.pauseRecording': ({ talk }) => ({ callId: talk }),
  'floor.resumeRecording': ({ talk }) => ({ callId: talk }),
  'monitor.start': () => ({ target: { kind: 'agent', agentId: sara }, mode: 'listen', why: null }),
  'monitor.steer': ({ monitor }) => ({ monitorId: monitor.monitorId, mode: 'barge' }),
  'monitor.aim': ({ monitor, talk }) => ({
    monitorId: monitor.monitorId,
    target: { kind: 'call', callId: talk },
  }),
  'monitor.takeOver': ({ monitor }) => ({ monitorId: monitor.monitorId, why: null }),
  'monitor.confirm': ({ monitor }) => ({ monitorId: monitor.monitorId, flows: true }),
  'monitor.handBack': ({ monitor }) => ({ monitorId: monitor.monitorId }),
  'monitor.stop': ({ monitor }) => ({ monitorId: monitor.monitorId }),
  'monitor.shadow': ({ talk }) => ({ callId: talk }),
  'monitor.readAudit': () => ({ beforeSerial: null, limit: 10 }),
  'people.setStatus': () => ({ agentId: sara, status: { kind: 'notReady', reasonId: 'meeting' } }),
  'people.finishWrapUp': ({ talk }) => ({ agentId: sara, callId: talk }),
  'people.signOut': () => ({ agentId: sara }),
  'reach.prove': () => ({}),
  'help.ask': () => ({ reason: 'stuck' }),
  'help.clear': () => ({ agentId: sara }),
  'breaks.ask': () => ({ reasonId: 'lunch' }),
  'breaks.withdraw': () => ({}),
  'breaks.decide': () => ({ agentId: sara, decision: 'grant' }),
  'messages.send': ({ talk }) => ({ agentId: sara, callId: talk, text: 'Slower', field: null }),
  'messages.putAside': ({ message }) => ({ messageId: message }),
  'messages.handOver': ({ talk }) => ({ callId: talk, note: 'mine' }),
}
export const all = Object.keys(asks) as Named[]

let folder: TempFolder
export let room: MonitorRoom
export let gateway: Gateway
let desks: TestDesk[]

const site = () => ({ store: folder.file('gateway.db'), timeZone: 'Asia/Tehran' })

/** `records`: whether the centre writes its calls into `callsDir`. */
export async function open(options: Partial<GatewayOptions> = {}, records = false): Promise<void> {
  folder = createTempFolder()
  desks = []
  room = createMonitorRoom(undefined, undefined, records ? folder.path : null)
  gateway = await startGateway(options)
  onTestFinished(async () => {
    for (const desk of desks) await desk.close()
    await gateway.close()
    await room.close()
    folder.remove()
  })
  room.phones.register('1001')
  room.phones.register(supervisor)
  room.phones.register(otherSupervisor)
}

/** Where recorded calls lie. */
export const callFile = (callId: CallId) => folder.file(`${callId}.wav`)

/** The gateway ends and comes back, on the same floor and the same store; desks sign in anew. */
export async function restartGateway(options: Partial<GatewayOptions> = {}): Promise<void> {
  for (const desk of desks.splice(0)) await desk.close()
  await gateway.close()
  gateway = await startGateway(options)
}

function startGateway(options: Partial<GatewayOptions>): Promise<Gateway> {
  return createGateway({
    pbx: room.centre,
    storePath: site().store,
    clock: room.clock,
    listen: { host: '127.0.0.1', port: 0 },
    people: [
      asSara,
      { ...asOmid, extension: supervisor },
      { ...asSara, userName: 'reza', name: 'Reza', extension: '1002' },
      { ...asOmid, userName: 'lale', name: 'Lale', extension: otherSupervisor },
    ],
    teams: [
      { queueIds: [support, billing], people: [{ personId: omid }, { personId: sara }, { personId: reza }] },
      { queueIds: [sales], people: [{ personId: lale }] },
    ],
    breakRules: [
      { queueIds: [support], personIds: [], maxOnBreak: null, minServiceLevel: null, needsApproval: true },
    ],
    timeZone: 'Asia/Tehran',
    log: silentLog,
    voiceLeadMs: 0,
    heartbeatMs: 20 * 24 * 60 * 60 * 1000,
    ...options,
  })
}

/** A desk with nobody signed in. */
export async function connect(): Promise<TestDesk> {
  const desk = await connectDesk(gateway.url)
  desks.push(desk)
  return desk
}

export async function signIn(user: 'sara' | 'omid' | 'lale' | 'reza'): Promise<TestDesk> {
  const desk = await connect()
  const isAgent = user === 'sara' || user === 'reza'
  expect(await desk.signIn(user, isAgent ? 'right horse' : 'battery staple')).toMatchObject({ ok: true })
  return desk
}

type Ask = (input: object) => Promise<Answer<unknown>>

export function ask(desk: TestDesk, name: Named, scene: Scene, commandId: CommandId = newCommandId()) {
  const [group, act] = name.split('.') as [ActGroup, string]
  const call = (desk.client[group] as unknown as Record<string, Ask>)[act]
  if (call === undefined) throw new Error(name)
  return call({ commandId, ...asks[name](scene) })
}

export function toValue<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new Error(answer.failure.code)
  return answer.value
}

export const failureOf = (answer: Answer<unknown>) => (answer.ok ? 'done' : answer.failure.code)
export const stateOf = (opened: MonitorOpened) => gateway.floor.monitors.get(opened.monitorId)?.state

/** Sara's desk and Omid's, and everything on the floor that somebody could want to do something to. */
export async function set(options: Partial<GatewayOptions> = {}) {
  await open(options)
  const [saras, omids] = [await signIn('sara'), await signIn('omid')]
  const talk = room.centre.callIn(callerOf('support'))
  await until(() => {
    room.clock.advance(100)
    return room.phones.ringingAt('1001') !== null
  })
  room.phones.answer('1001')
  await until(() => gateway.floor.agents.get(sara)?.activity.kind === 'talking')
  const waiting = room.centre.callIn({ ...callerOf('support'), number: '+989129999999' })
  await until(() => gateway.floor.calls.get(waiting)?.state.kind === 'waiting')
  const command = () => ({ commandId: newCommandId() })
  toValue(await saras.client.help.ask({ ...command(), reason: 'stuck' }))
  toValue(await saras.client.breaks.ask({ ...command(), reasonId: 'lunch' }))
  const text = { agentId: sara, callId: talk, text: 'Ask for the number', field: null }
  const message = toValue(await omids.client.messages.send({ ...command(), ...text }))
  const monitor = await listen(omids)
  return { saras, omids, scene: { talk, waiting, monitor, message } }
}

async function listen(desk: TestDesk): Promise<MonitorOpened> {
  const target = { kind: 'agent', agentId: sara } as const
  const opened = toValue(
    await desk.client.monitor.start({ commandId: newCommandId(), target, mode: 'listen', why: null }),
  )
  await until(() => room.phones.monitorRinging(opened.token) !== null)
  room.phones.answerMonitor(opened.token)
  await until(() => stateOf(opened)?.kind === 'hearing')
  return opened
}

/** All that would show that something was done: people, calls, sessions, cards, and what phones were told. */
export function look(who: readonly AgentId[] = [sara, omid]) {
  const { agents, calls, monitors, messages, queues } = gateway.floor
  return {
    agents: who.map((id) => agents.get(id)),
    calls: [...calls.values()],
    monitors: [...monitors.values()],
    messages: [...messages.values()],
    members: [...queues.values()].map(({ members }) => members),
    orders: [...room.phones.orders],
  }
}

/** The entries since the log had so many. */
export const entriesAfter = (count: number): AuditEntry[] => readAudit(site().store).slice(count)
export const countEntries = () => readAudit(site().store).length

export async function expectWhole(): Promise<void> {
  const said: string[] = []
  const period = { from: null, to: null, format: 'csv', exportTo: null } as const
  expect(await auditCommand({ site: site(), ...period, print: (line) => said.push(line) })).toBe(0)
  expect(said[0]).toContain(`entries 1 to ${countEntries()}`)
}
