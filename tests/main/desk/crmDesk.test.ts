/** A whole desk on a real CRM server: a caller in line is asked about before they ring, a finished call gets there, once. */
import { writeFileSync } from 'node:fs'
import { createRouterClient } from '@orpc/server'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DeskState } from '#contract/bridge'
import type { PreparedCard } from '#contract/callerCard'
import { emptyCentre } from '#contract/centre'
import { CallId, PersonId } from '#contract/ids'
import { loadCrm } from '#main/crm/profile/loadCrm'
import { keepAll } from '#main/crm/sync/keepRules'
import { createDesk, type Desk, type DeskOptions } from '#main/desk/createDesk'
import { agentOf, callOf, queueOf, sales } from '#tests/main/crm/prefetch/prefetchRoom'
import { createScriptedGateway, type ScriptedGateway, signedIn } from '#tests/main/desk/scriptedGateway'
import { type CrmServer, createCrmServer } from '#tests/support/crm/crmServer'
import { writeCrmTemplate } from '#tests/support/crm/crmTemplate'
import { createFakeHidTransport } from '#tests/support/fakeHidTransport'
import { realClock } from '#tests/support/realClock'
import { silentLog } from '#tests/support/silentLog'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

let folder: TempFolder
let gateway: ScriptedGateway
let server: CrmServer
let desk: Desk
let options: DeskOptions
const patient = { timeout: 30_000 }

beforeEach(async () => {
  folder = createTempFolder()
  gateway = await createScriptedGateway()
  server = await createCrmServer({ people: [{ id: 'mina', name: 'Mina', phones: ['+989121000001'] }] })
  let serial = 0
  options = {
    profileDir: folder.path,
    key: new Uint8Array(32).fill(7),
    gatewayUrl: gateway.url,
    cardSource: { kind: 'crm', ...writeCrmTemplate(server, folder.file('crm.yaml')), rules: keepAll },
    locale: null,
    headsetTransport: createFakeHidTransport(),
    clock: realClock,
    random: () => 0.5,
    newId: () => `id-${++serial}`,
    log: silentLog,
  }
  desk = createDesk(options)
  expect((await desk.link.signIn('demo', 'right')).ok).toBe(true)
})

afterEach(async () => {
  await desk.close()
  await gateway.close()
  await server.close()
  folder.remove()
})

const openPage = () => createRouterClient(desk.router, { context: desk.newContext() })

test('who enters the queue is asked about, and their card is fresh though the copy has another name', async () => {
  await vi.waitFor(() => expect(desk.cache.state.state).toBe('ready'), patient)
  server.people.put({ id: 'mina', name: 'Mina Rahimi', phones: ['+989121000001'] })
  const cards: PreparedCard[] = []
  const leave = new AbortController()
  const stream = await openPage().card.watchPrepared(null, { signal: leave.signal })
  const reading = (async () => {
    for await (const card of stream) cards.push(card)
  })()
  const me = { ...agentOf(0), id: signedIn.session.agentId }
  const link = { kind: 'connected', sinceMs: 0, failure: null, roundTripMs: null } as const
  const centre = {
    ...emptyCentre(link),
    agents: [me],
    queues: [queueOf([me])],
    calls: [callOf(1, Date.now())],
  }
  expect(me.queueIds).toEqual([sales])
  await vi.waitFor(() => {
    gateway.send({ kind: 'snapshot', position: { epoch: 'one', seq: 1 }, atMs: Date.now(), centre })
    expect(cards.some(({ freshAtMs }) => freshAtMs !== undefined)).toBe(true)
  }, patient)
  expect(cards.at(-1)?.answer).toMatchObject({ kind: 'one', card: { personId: 'mina', name: 'Mina Rahimi' } })
  expect(server.requests.some(({ kind }) => kind === 'lookup')).toBe(true)
  leave.abort()
  await reading.catch(() => undefined)
}, 60_000)

test('a finished wrap-up is in the CRM once, though the first answer is lost, and nothing waits any more', async () => {
  const page = openPage()
  server.order('lost', { kind: 'write' })
  const finished = {
    callId: CallId.parse('call-1'),
    queueId: null,
    personId: PersonId.parse('mina'),
    dispositionId: 'solved',
    note: 'Promised a call',
    followUpOn: '2026-11-24',
  }
  expect((await page.wrapUp.finish(finished)).ok).toBe(true)
  const isDone = async () => {
    const state = await page.writeBack.watch(null)
    const { value } = await state.next()
    await state.return()
    expect(value).toMatchObject({ waiting: 0, rejected: 0 })
    expect(server.activities).toHaveLength(1)
  }
  await vi.waitFor(isDone, patient)
  expect(server.activities[0]).toMatchObject({
    personId: 'mina',
    note: 'Promised a call',
    followUpOn: '2026-11-24',
  })
  expect(server.countWrites(server.activities[0]?.activityId ?? '')).toEqual({ asked: 2, taken: 1 })
}, 60_000)

test('settings of the CRM that cannot be used are told on the page, with their line; cards still come', async () => {
  await desk.close()
  writeFileSync(folder.file('wrong.yaml'), 'kind: rest\ntemplate: t.yaml\ncolour: blue\n')
  const loaded = loadCrm(folder.path, new Uint8Array(32).fill(7), folder.file('wrong.yaml'))
  if (loaded.ok) throw new Error('It was read')
  desk = createDesk({ ...options, cardSource: null, crmMistake: loaded.mistake })
  const states = await openPage().desk.watch(null)
  const { value } = await states.next()
  await states.return()
  expect(DeskState.parse(value).crm).toMatchObject({
    problem: 'misconfigured',
    mistake: { file: 'wrong.yaml', line: 3, reason: 'unknown', key: 'colour' },
  })
  await vi.waitFor(() => expect(desk.cache.state.state).toBe('ready'), patient)
  expect(desk.cache.lookup('+989121000001').ok).toBe(true)
})
