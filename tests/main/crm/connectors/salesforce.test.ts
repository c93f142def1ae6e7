/** The template for Salesforce, against the shapes its developer guides document, on a real socket. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { toStoredCard } from '#main/crm/cache/importedCard'
import type { CrmConnector } from '#main/crm/connector/connector'
import { openConnector } from '#main/crm/connector/openConnector'
import { toActivity } from '#tests/support/crm/activity'
import { realClock } from '#tests/support/realClock'

/*
 * REST API Developer Guide, "Query" and "Search": {totalSize, done, records}, {searchRecords}, each record with its
 * `attributes`; "sObject Basic Information": {id, success, errors} with 201; a session that ended is 401
 * INVALID_SESSION_ID. Object Reference, Task: CallObject can be created and filtered by.
 */

const never = new AbortController().signal
let server: Server
let connector: CrmConnector
let asked: { method: string; path: string; q: string; body: Record<string, unknown> | null }[]
let tasks: Record<string, unknown>[]
let tokens: number
let loseNext: boolean

const contact = (id: number, also: Record<string, unknown> = {}) => ({
  attributes: { type: 'Contact', url: `/services/data/v62.0/sobjects/Contact/${id}` },
  Id: `003${String(id).padStart(15, '0')}`,
  Name: `Contact ${id}`,
  Title: null,
  Email: null,
  Account: { attributes: { type: 'Account' }, Name: 'Example' },
  MobilePhone: '(0912) 345-6789',
  Phone: null,
  HomePhone: null,
  OtherPhone: null,
  LastModifiedDate: '2026-11-20T10:00:00.000+0000',
  ...also,
})

beforeEach(async () => {
  ;[asked, tasks, tokens, loseNext] = [[], [], 0, false]
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const url = new URL(request.url ?? '/', 'http://x')
    const say = (status: number, body: unknown) =>
      response
        .writeHead(status, { 'content-type': 'application/json;charset=UTF-8' })
        .end(JSON.stringify(body))
    if (url.pathname === '/services/oauth2/token') {
      tokens += 1
      // As Salesforce answers a refresh: no expires_in, and no new refresh token.
      say(200, { access_token: `session-${tokens}`, instance_url: 'x', token_type: 'Bearer' })
      return
    }
    const isWrite = request.method === 'POST'
    const body = isWrite ? JSON.parse(Buffer.concat(chunks).toString()) : null
    const q = url.searchParams.get('q') ?? ''
    asked.push({ method: request.method ?? '', path: url.pathname, q, body })
    if (
      request.headers.authorization !== `Bearer session-${tokens}` ||
      (tokens === 1 && asked.length === 2)
    ) {
      say(401, [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }])
      return
    }
    if (isWrite) {
      tasks.push(body)
      if (loseNext) {
        loseNext = false
        response.destroy()
      } else say(201, { id: '00T1', success: true, errors: [] })
    } else if (url.pathname.endsWith('/search/'))
      say(200, { searchRecords: [contact(1), contact(2, { MobilePhone: '+1 212 555 0100' })] })
    else if (q.includes('FROM Task')) {
      const wanted = /CallObject = '([^']*)'/.exec(q)?.[1]
      const records = tasks.filter((task) => task.CallObject === wanted).map(() => ({ Id: '00T1' }))
      say(200, { totalSize: records.length, done: true, records })
    } else {
      const after = /Id > '([^']*)'/.exec(q)?.[1] ?? ''
      const rows = [contact(1), contact(2, q.includes('IsDeleted') ? { IsDeleted: true } : {}), contact(3)]
      say(200, { totalSize: 1, done: true, records: rows.filter(({ Id }) => Id > after).slice(0, 1) })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const opened = openConnector(
    { kind: 'salesforce', url, clientId: 'app' },
    { refreshToken: 'r' },
    { clock: realClock },
  )
  if (!opened.ok) throw new Error(opened.problem.detail)
  connector = opened.value
})

afterEach(async () => {
  await connector.close()
  server.closeAllConnections()
  server.close()
})

async function sync(kind: 'full' | 'delta', since: string | null) {
  const ids: string[] = []
  const gone: string[] = []
  let cursor: string | null = null
  for (;;) {
    const page = await connector.page({ kind, since, cursor }, never)
    if (!page.ok) throw new Error(page.problem.detail)
    ids.push(...page.value.cards.map(({ card }) => (card as { personId: string }).personId))
    gone.push(...page.value.gone)
    cursor = page.value.next
    if (cursor === null) return { ids, gone, since: page.value.since }
  }
}

test('pages by the id, through a session that ends in the middle, and then asks for changes and deletions', async () => {
  const full = await sync('full', null)
  expect(full.ids.map((id) => Number(id.slice(3)))).toEqual([1, 2, 3])
  expect(tokens).toBe(2)
  expect(asked[0]?.q).toContain("WHERE Id > '000000000000000' ORDER BY Id LIMIT 200")
  expect(Date.parse(full.since ?? '')).toBeGreaterThan(Date.now() - 120_000)
  const delta = await sync('delta', full.since)
  expect(delta.gone).toHaveLength(1)
  expect(asked.at(-1)?.path).toBe('/services/data/v62.0/queryAll/')
  expect(asked.at(-1)?.q).toContain(`SystemModstamp >= ${full.since} AND Id > '`)
})

test('finds a caller by SOSL, and leaves out whom the search found besides', async () => {
  const answer = await connector.lookup('+989123456789', never)
  if (!answer.ok) throw new Error(answer.problem.detail)
  expect(asked[0]?.q).toMatch(/^FIND \{9123456789\} IN PHONE FIELDS RETURNING Contact\(Id, Name/)
  expect(answer.value).toHaveLength(1)
  expect(toStoredCard(answer.value[0]?.card, 'IR')).toMatchObject({
    name: 'Contact 1',
    company: 'Example',
    numbers: ['+989123456789'],
  })
  expect(answer.value[0]?.changedAtMs).toBe(Date.UTC(2026, 10, 20, 10))
})

test('files a call as a completed task and a follow-up as an open one, each once, though an answer was lost', async () => {
  await connector.lookup('+989123456789', never)
  await connector.lookup('+989123456789', never)
  const activity = toActivity({ direction: 'out', followUpOn: '2026-12-01', personId: '003x' })
  loseNext = true
  expect((await connector.write(activity, never)).ok).toBe(false)
  expect(await connector.write(activity, never)).toEqual({ ok: true, value: null })
  expect(await connector.write(activity, never)).toEqual({ ok: true, value: null })
  expect(tasks).toHaveLength(2)
  expect(tasks[0]).toMatchObject({
    Subject: 'Outgoing call, 1:01',
    CallType: 'Outbound',
    CallDurationInSeconds: 61,
    WhoId: '003x',
    ActivityDate: '2026-11-23',
    CallObject: activity.activityId,
  })
  expect(tasks[1]).toMatchObject({ Status: 'Not Started', ActivityDate: '2026-12-01' })
})
