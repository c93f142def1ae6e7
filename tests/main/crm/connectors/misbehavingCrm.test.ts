/** A CRM that misbehaves, on a real socket: each time a clear problem, no secret told, nothing followed elsewhere. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CrmConnector } from '#main/crm/connector/connector'
import type { CrmProblemKind } from '#main/crm/connector/crmAnswer'
import { openConnector } from '#main/crm/connector/openConnector'
import { createAuthority } from '#tests/asterisk/support/certificates'
import { toActivity } from '#tests/support/crm/activity'
import type { CrmFault } from '#tests/support/crm/crmFaults'
import { type CrmServer, type CrmServerOptions, createCrmServer } from '#tests/support/crm/crmServer'
import { writeCrmTemplate } from '#tests/support/crm/crmTemplate'
import { makePeople, toNumber } from '#tests/support/crm/peopleBook'
import { realClock } from '#tests/support/realClock'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

let folder: TempFolder
let servers: CrmServer[]
let connectors: CrmConnector[]
const never = new AbortController().signal
const first = { kind: 'full', since: null, cursor: null } as const

beforeEach(() => {
  folder = createTempFolder()
  servers = []
  connectors = []
})

afterEach(async () => {
  for (const each of connectors) await each.close()
  for (const each of servers) await each.close()
  folder.remove()
})

async function openServer(options: CrmServerOptions = {}): Promise<CrmServer> {
  const server = await createCrmServer({ people: makePeople(20), ...options })
  servers.push(server)
  return server
}

/** `also` is laid over the template's first level. */
function openAt(server: CrmServer, also: Record<string, unknown> = {}): CrmConnector {
  const { config, secrets } = writeCrmTemplate(server, folder.file('crm.yaml'), {
    also: { timeLimitSeconds: 5, ...also },
  })
  const opened = openConnector(config, secrets, { clock: realClock })
  if (!opened.ok) throw new Error(opened.problem.detail)
  connectors.push(opened.value)
  return opened.value
}

const cases: readonly (readonly [string, CrmFault, CrmProblemKind, RegExp])[] = [
  ['a page of HTML', 'html', 'nonsense', /text\/html instead of JSON/],
  ['broken JSON', 'broken-json', 'nonsense', /broken JSON/],
  ['another charset', 'wrong-charset', 'nonsense', /windows-1256 instead of UTF-8/],
  ['bytes that are no UTF-8', 'bad-utf8', 'nonsense', /no UTF-8/],
  ['no content type', 'no-type', 'nonsense', /does not say what it answered/],
  ['JSON without the list of people', 'empty-object', 'nonsense', /no list of people/],
  ['a body that goes on to 1 GB', 'endless', 'nonsense', /more than 8388608 bytes/],
  ['a body of 1 GB announced', 'announced', 'nonsense', /announces 1000000000 bytes/],
  ['1 GB packed small', 'bomb', 'nonsense', /more than 8388608 bytes/],
  ['a broken connection', 'reset', 'unreachable', /broken off/],
  ['something that is not HTTP', 'no-http', 'nonsense', /does not speak HTTP/],
  ['401', { status: 401 }, 'refused', /answered 401/],
  ['403', { status: 403 }, 'refused', /answered 403/],
  ['400', { status: 400 }, 'misconfigured', /not what it expects/],
  ['500', { status: 500 }, 'busy', /answered 500/],
  ['a redirect to itself without end', { redirect: '/people' }, 'nonsense', /redirects without end/],
  ['a redirect to nowhere', { redirect: 'http://[' }, 'nonsense', /to nowhere/],
]

test.each(cases)('%s is told as what it is', async (_, fault, kind, detail) => {
  const server = await openServer()
  const connector = openAt(server)
  server.order(fault, { times: 10 })
  const answers = [await connector.page(first, never), await connector.lookup(toNumber(3), never)]
  for (const answer of answers) {
    expect(answer).toMatchObject({ ok: false, problem: { kind } })
    if (answer.ok) throw new Error('unreachable')
    expect(answer.problem.detail).toMatch(detail)
    expect(answer.problem.detail).not.toContain(server.apiKey)
    expect(answer.problem.detail).not.toContain('9120000003')
    expect(answer.problem.detail.length).toBeLessThanOrEqual(300)
  }
})

test('lists two hundred thousand deep are no people, and break nothing', async () => {
  const server = await openServer()
  const connector = openAt(server)
  server.order('deep', { times: 1 })
  const page = await connector.page(first, never)
  if (page.ok) expect(page.value.cards.every(({ card }) => card === null)).toBe(true)
  else expect(page.problem.kind).toBe('nonsense')
  expect((await connector.page(first, never)).ok).toBe(true)
})

test.each(['hang', 'half'] as const)('an answer that stops (%s) is given up in time', async (fault) => {
  const server = await openServer()
  const connector = openAt(server, { timeLimitSeconds: 1 })
  server.order(fault)
  expect(await connector.lookup(toNumber(1), never)).toMatchObject({
    ok: false,
    problem: { kind: 'timed-out' },
  })
  expect((await connector.lookup(toNumber(1), never)).ok).toBe(true)
})

test('whoever asked can give up', async () => {
  const server = await openServer()
  const connector = openAt(server)
  server.order('hang')
  const giveUp = new AbortController()
  const asked = connector.lookup(toNumber(1), giveUp.signal)
  await expect.poll(() => server.requests.length).toBe(1)
  giveUp.abort()
  expect(await asked).toMatchObject({ ok: false, problem: { kind: 'timed-out' } })
})

test('another host is not followed, and gets no credential', async () => {
  const [server, other] = [await openServer(), await openServer()]
  const connector = openAt(server)
  server.order({ redirect: `${other.url}people/search` }, { times: 10 })
  const answer = await connector.lookup(toNumber(1), never)
  expect(answer).toMatchObject({ ok: false, problem: { kind: 'nonsense' } })
  if (!answer.ok) expect(answer.problem.detail).toContain('redirects to another host')
  expect(other.requests).toEqual([])
})

test('the next page on another host is not asked', async () => {
  const [server, other] = [await openServer(), await openServer()]
  const connector = openAt(server)
  const cursor = {
    phase: 'people',
    at: `${other.url}people`,
    seen: 1,
    clockMs: null,
    newestMs: null,
    since: null,
  }
  const byUrl = writeCrmTemplate(server, folder.file('url.yaml'), { paging: 'url' })
  const opened = openConnector(byUrl.config, byUrl.secrets, { clock: realClock })
  if (!opened.ok) throw new Error(opened.problem.detail)
  connectors.push(opened.value)
  const page = await opened.value.page({ ...first, cursor: JSON.stringify(cursor) }, never)
  expect(page).toMatchObject({ ok: false, problem: { kind: 'nonsense' } })
  expect(other.requests).toEqual([])
  expect((await connector.page(first, never)).ok).toBe(true)
})

test('a redirect inside the CRM is followed, with its credential; what is written is not turned into a question', async () => {
  const server = await openServer()
  const connector = openAt(server)
  server.order({ redirect: `/people/search?phone=${toNumber(2).slice(1)}` }, { kind: 'lookup' })
  expect(await connector.lookup(toNumber(2), never)).toMatchObject({ ok: true, value: [{}] })
  server.order({ redirect: '/activities', status: 302 }, { kind: 'write' })
  expect(await connector.write(toActivity(), never)).toMatchObject({
    ok: false,
    problem: { kind: 'nonsense' },
  })
  expect(server.activities).toEqual([])
})

test('a CRM that is asked too often says how long it wants to be left alone, in seconds or by a date', async () => {
  const server = await openServer()
  const connector = openAt(server)
  server.order({ status: 429, retryAfter: '17' })
  expect(await connector.lookup(toNumber(1), never)).toMatchObject({
    problem: { kind: 'busy', retryAfterMs: 17_000 },
  })
  server.order({ status: 503, retryAfter: new Date(Date.now() + 3_600_000).toUTCString() })
  const answer = await connector.lookup(toNumber(1), never)
  if (answer.ok) throw new Error('it was busy')
  expect(answer.problem.retryAfterMs).toBeGreaterThan(3_000_000)
  expect(answer.problem.retryAfterMs).toBeLessThanOrEqual(3_600_000)
  server.order({ status: 503, retryAfter: 'soon' })
  expect(await connector.lookup(toNumber(1), never)).toMatchObject({ problem: { retryAfterMs: null } })
})

test('a certificate nobody vouches for is refused in words, and accepted once its authority is named', async () => {
  const authority = createAuthority(folder.path, 'site')
  const server = await openServer({ tls: authority.sign('IP:127.0.0.1') })
  const refused = await openAt(server).lookup(toNumber(1), never)
  if (refused.ok) throw new Error('an unknown authority was believed')
  expect(refused.problem).toMatchObject({ kind: 'unreachable' })
  expect(refused.problem.detail).toMatch(/certificate/)
  expect(server.requests).toEqual([])
  const trusting = openAt(server, { tls: { caFile: authority.file } })
  expect(await trusting.lookup(toNumber(1), never)).toMatchObject({ ok: true, value: [{}] })
  const named = await openServer({ tls: authority.sign('DNS:crm.example') })
  const elsewhere = await openAt(named, { tls: { caFile: authority.file } }).lookup(toNumber(1), never)
  if (elsewhere.ok) throw new Error('a certificate for another name was believed')
  expect(elsewhere.problem.detail).toMatch(/another name/)
})

test('nothing is sent in clear text over a network', async () => {
  const server = await openServer()
  const connector = openAt(server, { url: 'http://crm.example.com/' })
  const answer = await connector.lookup(toNumber(1), never)
  expect(answer).toMatchObject({ ok: false, problem: { kind: 'misconfigured' } })
  if (!answer.ok) expect(answer.problem.detail).toMatch(/needs https/)
})

test('a page that names itself as the next does not make a sync without end', async () => {
  const server = await openServer({ people: [{ id: 'p', name: 'P', phones: [], next: '0' }] })
  const connector = openAt(server, {
    sync: {
      full: {
        request: { path: 'people', query: { cursor: '{cursor}' } },
        people: 'data[]',
        paging: { by: 'cursor', at: 'data[0].next' },
      },
    },
  })
  const page = await connector.page(first, never)
  if (!page.ok || page.value.next === null) throw new Error('there is a next page')
  const again = await connector.page({ ...first, cursor: page.value.next }, never)
  expect(again).toMatchObject({ ok: false, problem: { kind: 'nonsense' } })
})
