/** A whole desk forgets a person over the bridge: both agents' drafts and calls, the prepared card, and no name in the log. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { PhoneSeat } from '#contract/bridge'
import type { PreparedCard } from '#contract/callerCard'
import { emptyCentre } from '#contract/centre'
import { done } from '#contract/failure'
import { AgentId, CallId, PersonId } from '#contract/ids'
import { emptyDraft } from '#contract/wrapUp'
import { keepAll } from '#main/crm/sync/keepRules'
import { createDesk, type Desk } from '#main/desk/createDesk'
import { toAuditMark } from '#main/desk/forgetPerson'
import { createLog, type Log } from '#main/desk/log'
import { agentOf, callOf, queueOf } from '#tests/main/crm/prefetch/prefetchRoom'
import { createScriptedGateway, type ScriptedGateway, signedIn } from '#tests/main/desk/scriptedGateway'
import { type CrmServer, createCrmServer } from '#tests/support/crm/crmServer'
import { writeCrmTemplate } from '#tests/support/crm/crmTemplate'
import { createFakeHidTransport } from '#tests/support/fakeHidTransport'
import { realClock } from '#tests/support/realClock'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

const patient = { timeout: 30_000 }
const mina = PersonId.parse('mina')
const number = '+989121000001'
const link = { kind: 'connected', sinceMs: 0, failure: null, roundTripMs: null } as const
const omid = { ...signedIn, session: { ...signedIn.session, agentId: AgentId.parse('omid'), name: 'Omid' } }

let folder: TempFolder
let gateway: ScriptedGateway
let server: CrmServer
let log: Log
let desk: Desk
let leave: AbortController
let serial = 0

function open(): Desk {
  return createDesk({
    profileDir: folder.file('profile'),
    key: new Uint8Array(32).fill(7),
    gatewayUrl: gateway.url,
    cardSource: { kind: 'crm', ...writeCrmTemplate(server, folder.file('crm.yaml')), rules: keepAll },
    locale: null,
    headsetTransport: createFakeHidTransport(),
    clock: realClock,
    random: () => 0.5,
    newId: () => `id-${++serial}`,
    log,
  })
}

beforeEach(async () => {
  folder = createTempFolder()
  gateway = await createScriptedGateway()
  server = await createCrmServer({
    people: [
      { id: 'mina', name: 'Mina Zibakalam', phones: [number] },
      { id: 'nima', name: 'Nima', phones: ['+989121000002'] },
      { id: 'reza', name: 'Reza Karimi', company: 'Pars', phones: ['+989121000003'] },
      { id: 'reza-2', name: 'Reza KARIMI', company: 'pars', phones: ['+989121000004'] },
    ],
  })
  log = createLog({ folder: folder.file('log'), level: 'debug' })
  leave = new AbortController()
  desk = open()
  await vi.waitFor(() => expect(desk.cache.state.state).toBe('ready'), patient)
})

afterEach(async () => {
  leave.abort()
  await desk.close()
  await gateway.close()
  await server.close()
  folder.remove()
})

const openPage = () => createRouterClient(desk.router, { context: desk.newContext() })
type BridgePage = ReturnType<typeof openPage>

function follow<T>(stream: AsyncIterable<T>): T[] {
  const heard: T[] = []
  void (async () => {
    for await (const each of stream) heard.push(each)
  })().catch(() => undefined)
  return heard
}

/** A draft about Mina, one about Nima, and a call with each, by whoever signs in. */
async function work(agent: typeof signedIn): Promise<BridgePage> {
  gateway.answerSignIn = () => done(agent)
  expect((await desk.link.signIn('demo', 'right')).ok).toBe(true)
  const page = openPage()
  const seats: PhoneSeat[] = follow(await page.phone.watch(null, { signal: leave.signal }))
  await vi.waitFor(() => expect(seats.at(-1)?.kind).toBe('granted'), patient)
  const { agentId } = agent.session
  for (const [at, personId] of [mina, PersonId.parse('nima')].entries()) {
    const callId = CallId.parse(`${agentId}-${personId}`)
    const draft = { ...emptyDraft(callId), personId, note: `Draft about ${personId}`, revision: 1 }
    expect((await page.wrapUp.saveDraft(draft)).ok).toBe(true)
    const call = {
      sipCallId: `sip-${agentId}-${personId}`,
      callId,
      direction: 'in',
      number: `+98912100000${at + 1}`,
      name: null,
      personId: null,
      queueName: null,
      dialledNumber: null,
      beganAtMs: 1000,
      queuedMs: null,
      answeredAtMs: 2000,
      endedAtMs: 9000,
      failure: null,
      outcome: 'hung-up',
    } as const
    expect((await page.history.note(call)).ok).toBe(true)
  }
  return page
}

const readDesk = async (page: BridgePage) => {
  const drafts = await page.wrapUp.listDrafts(null)
  const calls = await page.history.list({ text: '', show: 'all', limit: 50 })
  return {
    drafts: drafts.ok ? drafts.value.map(({ personId }) => personId) : drafts.failure,
    calls: calls.ok ? calls.value.entries.map((call) => [call.personId, call.number]) : calls.failure,
  }
}

const nimaOnly = { drafts: ['nima'], calls: [['nima', '+989121000002']] }

test('a forgotten person is in no draft and no call of either agent, nor on the next start, and the log has no name', async () => {
  const first = await work(omid)
  expect((await readDesk(first)).calls).toHaveLength(2)
  leave.abort()
  leave = new AbortController()
  expect((await first.session.signOut(null)).ok).toBe(true)
  const page = await work(signedIn)
  // Broken once, and set aside: who knows who is in it.
  const remains = [folder.file('profile/crm.db'), folder.file('profile/agents/omid.calls.db')].map(
    (path) => `${path}.set-aside-20261101T080000Z`,
  )
  for (const path of remains) writeFileSync(path, 'who knows')
  const told = follow(await page.card.watchForgotten(null, { signal: leave.signal }))
  expect(await page.card.forget({ personId: mina })).toEqual({ ok: true, value: null })
  await vi.waitFor(() => expect(told).toEqual([{ personId: 'mina', numbers: [number] }]), patient)
  expect(await readDesk(page)).toEqual(nimaOnly)
  expect(remains.filter((path) => existsSync(path))).toEqual([])
  expect(await page.card.lookup({ dialString: number })).toMatchObject({ ok: true, value: { kind: 'none' } })
  expect(await page.card.search({ text: 'zibakalam' })).toEqual({ ok: true, value: [] })
  await desk.close()
  desk = open()
  gateway.answerSignIn = () => done(omid)
  expect((await desk.link.signIn('demo', 'right')).ok).toBe(true)
  expect(await readDesk(openPage())).toEqual(nimaOnly)
  log.flush()
  const lines = readdirSync(folder.file('log'))
    .map((name) => readFileSync(join(folder.file('log'), name), 'utf8'))
    .join('')
  expect(lines).toContain(toAuditMark('mina'))
  for (const trace of ['Zibakalam', 'mina', '9121000001', 'Draft about']) expect(lines).not.toContain(trace)
}, 90_000)

test('who may be one person is told and judged over the bridge, kept for the next start, and forgotten with them', async () => {
  const reza = { personId: PersonId.parse('reza') }
  const pair = { ...reza, otherId: PersonId.parse('reza-2') }
  const first = openPage()
  const suggested = { card: { personId: 'reza-2' }, reason: 'name', isJoined: false }
  expect(await first.duplicates.list(reza)).toMatchObject({ ok: true, value: [suggested] })
  expect((await first.duplicates.judge({ ...pair, verdict: 'same' })).ok).toBe(true)
  const bad = { ...pair, verdict: 'perhaps' } as unknown as Parameters<typeof first.duplicates.judge>[0]
  await expect(first.duplicates.judge(bad)).rejects.toThrow()
  await desk.close()
  desk = open()
  await vi.waitFor(() => expect(desk.cache.state.state).toBe('ready'), patient)
  const page = openPage()
  expect(await page.duplicates.list(reza)).toMatchObject({
    ok: true,
    value: [{ ...suggested, isJoined: true }],
  })
  await vi.waitFor(
    async () => expect((await page.card.forget({ personId: pair.otherId })).ok).toBe(true),
    patient,
  )
  expect(await page.duplicates.list(reza)).toEqual({ ok: true, value: [] })
}, 90_000)

test('the card of a caller who waits is gone from every page when they are forgotten', async () => {
  const page = await work(signedIn)
  const cards: PreparedCard[] = follow(await page.card.watchPrepared(null, { signal: leave.signal }))
  const me = { ...agentOf(0), id: signedIn.session.agentId }
  const waiting = callOf(1, Date.now())
  const call = { ...waiting, caller: { ...waiting.caller, number } }
  const centre = { ...emptyCentre(link), agents: [me], queues: [queueOf([me])], calls: [call] }
  await vi.waitFor(() => {
    gateway.send({ kind: 'snapshot', position: { epoch: 'one', seq: 1 }, atMs: Date.now(), centre })
    expect(cards.at(-1)?.answer).toMatchObject({ kind: 'one', card: { personId: 'mina' } })
  }, patient)
  expect((await page.card.forget({ personId: mina })).ok).toBe(true)
  await vi.waitFor(() => expect(cards.at(-1)?.answer.kind).toBe('none'), patient)
  const late: PreparedCard[] = follow(await openPage().card.watchPrepared(null, { signal: leave.signal }))
  await vi.waitFor(
    () => expect(late).toMatchObject([{ dialString: number, answer: { kind: 'none' } }]),
    patient,
  )
}, 90_000)

test('whom a record is still owed about is not forgotten, and nothing of theirs is touched', async () => {
  const page = await work(signedIn)
  gateway.mute = true
  const record = { callId: CallId.parse('sara-mina'), queueId: null, personId: mina, dispositionId: null }
  void page.wrapUp.finish({ ...record, note: 'Owed', followUpOn: null }).catch(() => undefined)
  await vi.waitFor(async () => {
    const refused = { ok: false, failure: { code: 'wrong-state' } }
    expect(await page.card.forget({ personId: mina })).toMatchObject(refused)
  }, patient)
  expect((await readDesk(page)).calls).toHaveLength(2)
  expect(await page.card.lookup({ dialString: number })).toMatchObject({ ok: true, value: { kind: 'one' } })
}, 90_000)
