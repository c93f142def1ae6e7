/** A link on a fake clock against scripted manager ports: what the tests of the Asterisk link share. */
import { afterEach, beforeEach, expect, vi } from 'vitest'
import type { QueueId } from '#contract/ids'
import type { PbxEvent, PlannedQueue } from '#contract/pbx'
import { type AsteriskLink, createAsteriskLink } from '#gateway/asterisk/createAsteriskLink'
import {
  channel,
  type Fields,
  prefixed,
  type ScriptedAmi,
  startScriptedAmi,
} from '#tests/gateway/asterisk/support/scriptedAmi'
import { createFakeClock, type FakeClock } from '#tests/support/fakeClock'
import { soon } from '#tests/support/patience'
import { silentLog } from '#tests/support/silentLog'

export const support = 'support' as QueueId
export const queue: PlannedQueue = {
  id: support,
  name: 'Support',
  strategy: 'ring-all',
  ringTimeoutMs: 15_000,
  wrapUpMs: 10_000,
  maxWaitMs: null,
  serviceLevelMs: 20_000,
  dispositions: [],
  members: [{ extension: '1101', penalty: 0 }],
}
export const member: Fields = [
  ['Event', 'QueueMember'],
  ['Queue', 'support'],
  ['Name', 'Ana'],
  ['Location', 'PJSIP/1101'],
  ['StateInterface', 'PJSIP/1101'],
  ['Penalty', 0],
  ['Paused', 0],
]
export const trunk = (state = 6) => channel('100.1', 'PJSIP/trunk-00000001', state)
export const leg = (state: number) =>
  channel('100.2', 'PJSIP/1101-00000002', state, { Linkedid: '100.1', Exten: '' })

export let clock: FakeClock
export let ami: ScriptedAmi
export let links: AsteriskLink[]
let serial = 0

export interface OpenOptions {
  readonly secret?: string
  readonly nodes?: readonly ScriptedAmi[]
  readonly queues?: readonly PlannedQueue[]
}

export function open(options: OpenOptions = {}) {
  const events: PbxEvent[] = []
  const link = createAsteriskLink({
    nodes: (options.nodes ?? [ami]).map(({ port }) => ({
      host: '127.0.0.1',
      port,
      user: 'najva',
      secret: options.secret ?? 'right',
    })),
    queues: options.queues ?? [queue],
    credentials: new Map([
      ['1101', 'a-long-password'],
      ['1102', 'another'],
    ]),
    sipServerUrl: 'wss://pbx.example/ws',
    clock,
    random: () => 0.5,
    newId: () => {
      serial += 1
      return `id${serial}`
    },
    log: silentLog,
  })
  link.listen((event) => events.push(event))
  links.push(link)
  return { link, events }
}

export const until = (what: () => void) => vi.waitFor(what, { ...soon, interval: 2 })
/** Time passes no faster than answers can come: sockets are read once in each turn, however late a busy machine wakes us. */
export async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 1000) {
    await clock.advanceAsync(1000)
    await new Promise((resolve) => setTimeout(resolve, 3))
    for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  }
}
export const kinds = (events: readonly PbxEvent[]) => events.map(({ kind }) => kind)
export const last = <Kind extends PbxEvent['kind']>(events: readonly PbxEvent[], kind: Kind) =>
  events.findLast((event): event is Extract<PbxEvent, { kind: Kind }> => event.kind === kind)

export async function openLive(options: OpenOptions = {}) {
  const opened = open(options)
  await until(() => expect(kinds(opened.events)).toEqual(['linkUp', 'snapshot']))
  return opened
}

/** A caller waits and Ana's phone rings. */
export function ringAna(): void {
  ami.event('Newchannel', trunk(4))
  ami.event('QueueCallerJoin', [...trunk(), ['Queue', 'support'], ['Position', 1]])
  ami.event('Newchannel', leg(0))
  ami.event('AgentCalled', [
    ...trunk(),
    ...prefixed('Dest', leg(0)),
    ['Queue', 'support'],
    ['Interface', 'PJSIP/1101'],
  ])
  ami.event('Newstate', leg(5))
}

export function connectAna(): void {
  ami.event('Newstate', leg(6))
  ami.event('DialEnd', [...trunk(), ...prefixed('Dest', leg(6)), ['DialStatus', 'ANSWER']])
  ami.event('QueueCallerLeave', [...trunk(), ['Queue', 'support']])
  ami.event('BridgeEnter', [...leg(6), ['BridgeUniqueid', 'b1']])
  ami.event('BridgeEnter', [...trunk(), ['BridgeUniqueid', 'b1']])
}

beforeEach(async () => {
  clock = createFakeClock()
  ami = await startScriptedAmi()
  ami.lists.set('QueueStatus', [member])
  ami.lists.set('DeviceStateList', [
    [
      ['Event', 'DeviceStateChange'],
      ['Device', 'PJSIP/1101'],
      ['State', 'NOT_INUSE'],
    ],
  ])
  links = []
})

afterEach(async () => {
  for (const link of links) await link.close()
  await ami.close()
  expect(clock.pending).toBe(0)
})
