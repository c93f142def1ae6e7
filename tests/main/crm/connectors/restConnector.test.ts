/** The REST connector against a CRM on a real socket: everybody, changes, one caller, one activity, and signing in. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { toStoredCard } from '#main/crm/cache/importedCard'
import type { CrmConnector, PageOrder, SourceCard } from '#main/crm/connector/connector'
import type { CrmSecrets } from '#main/crm/connector/crmConfig'
import { openConnector } from '#main/crm/connector/openConnector'
import { toActivity } from '#tests/support/crm/activity'
import { type CrmServer, type CrmServerOptions, createCrmServer } from '#tests/support/crm/crmServer'
import { type TemplateOptions, writeCrmTemplate } from '#tests/support/crm/crmTemplate'
import { makePeople, toNumber } from '#tests/support/crm/peopleBook'
import { realClock } from '#tests/support/realClock'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

let folder: TempFolder
let server: CrmServer
let connector: CrmConnector
let kept: CrmSecrets[]
const never = new AbortController().signal

beforeEach(() => {
  folder = createTempFolder()
  kept = []
})

afterEach(async () => {
  await connector?.close()
  await server?.close()
  folder.remove()
})

async function open(serverOptions: CrmServerOptions, options: TemplateOptions = {}): Promise<void> {
  server = await createCrmServer({ ...serverOptions, ...(options.paging && { paging: options.paging }) })
  const { config, secrets } = writeCrmTemplate(server, folder.file('crm.yaml'), options)
  const opened = openConnector(config, secrets, {
    clock: realClock,
    keepSecrets: (changed) => kept.push(changed),
  })
  if (!opened.ok) throw new Error(opened.problem.detail)
  connector = opened.value
}

/** Every page of a sync, as the desk asks for them. */
async function sync(kind: PageOrder['kind'], since: string | null) {
  const cards: SourceCard[] = []
  const gone: string[] = []
  let cursor: string | null = null
  for (let count = 0; count < 200; count += 1) {
    const page = await connector.page({ kind, since, cursor }, never)
    if (!page.ok) throw new Error(page.problem.detail)
    cards.push(...page.value.cards)
    gone.push(...page.value.gone)
    cursor = page.value.next
    if (cursor === null)
      return { ids: cards.map(toId), gone, since: page.value.since, total: page.value.total }
  }
  throw new Error('the sync has no end')
}

const toId = ({ card }: SourceCard) => (card as { personId: string }).personId

for (const paging of ['cursor', 'page', 'offset', 'url', 'link'] as const) {
  test(`takes everybody once, and then what changed and who went, paged by ${paging}`, async () => {
    await open({ people: makePeople(257) }, { paging, size: 50 })
    const full = await sync('full', null)
    expect(full.ids).toEqual(Array.from({ length: 257 }, (_, index) => `p${index}`))
    expect(full).toMatchObject({ gone: [], since: '257', total: 257 })
    expect((await sync('delta', full.since)).ids).toEqual([])
    server.people.put({ id: 'p3', name: 'Another name', phones: ['+982188001122'] })
    server.people.put({ id: 'new', name: 'New', phones: [] })
    server.people.remove('p200')
    const delta = await sync('delta', full.since)
    expect(delta).toMatchObject({ ids: ['p3', 'new'], gone: ['p200'], since: '260' })
  })
}

test('a CRM that gives fewer than it is asked for is read to its end', async () => {
  await open({ people: makePeople(90), mostPerPage: 20 }, { paging: 'offset', size: 100 })
  expect((await sync('full', null)).ids).toHaveLength(90)
})

test('looks a caller up by the number, and makes a card the cache takes', async () => {
  await open({ people: makePeople(100) })
  const answer = await connector.lookup(toNumber(50), never)
  if (!answer.ok) throw new Error(answer.problem.detail)
  expect(answer.value).toHaveLength(1)
  const card = toStoredCard(answer.value[0]?.card, 'IR')
  expect(card).toMatchObject({ personId: 'p50', name: 'Person 50', priority: 'vip', numbers: [toNumber(50)] })
  expect(card?.openIssue.asOfMs).toBeGreaterThan(0)
  expect(card?.orders).toEqual({ asOfMs: null, value: [] })
  expect(await connector.lookup('+989999999999', never)).toEqual({ ok: true, value: [] })
})

test('writes an activity with the words of the CRM; sent again after a lost answer it is there once', async () => {
  await open({})
  const activity = toActivity({ note: 'Wants "the offer"\nagain', direction: 'in' })
  server.order('lost', { kind: 'write' })
  expect(await connector.write(activity, never)).toMatchObject({
    ok: false,
    problem: { kind: 'unreachable' },
  })
  expect(await connector.write(activity, never)).toEqual({ ok: true, value: null })
  expect(server.countWrites(activity.activityId)).toEqual({ asked: 2, taken: 1 })
  expect(server.activities[0]).toMatchObject({
    direction: 'inbound',
    note: 'Wants "the offer"\nagain',
    talkSeconds: 61,
    followUpOn: null,
  })
})

test('asks before it writes where the CRM knows no key', async () => {
  await open({ idempotency: 'none' }, { idempotency: 'search' })
  const activity = toActivity({ activityId: randomUUID() })
  server.order('lost', { kind: 'write' })
  await connector.write(activity, never)
  expect(await connector.write(activity, never)).toEqual({ ok: true, value: null })
  expect(server.countWrites(activity.activityId)).toEqual({ asked: 1, taken: 1 })
})

for (const signIn of ['apiKey', 'basic', 'clientCredentials', 'authorizationCode'] as const) {
  test(`signs in by ${signIn}`, async () => {
    await open({ people: makePeople(3) }, { signIn })
    const both = await Promise.all([sync('full', null), connector.lookup(toNumber(1), never)])
    expect(both[0].ids).toHaveLength(3)
    expect(server.tokens).toBe(signIn === 'apiKey' || signIn === 'basic' ? 0 : 1)
    expect(kept).toEqual(signIn === 'authorizationCode' ? [{ refreshToken: 'refresh-1' }] : [])
  })
}

test('a token refused in the middle of a sync is replaced once, and the sync goes on', async () => {
  await open({ people: makePeople(250) }, { signIn: 'clientCredentials', size: 50 })
  server.order('forget-tokens', { kind: 'page', after: 2 })
  expect((await sync('full', null)).ids).toHaveLength(250)
  expect(server.tokens).toBe(2)
})

test('a CRM that refuses the new token too is not asked for ever', async () => {
  await open({ people: makePeople(3) }, { signIn: 'clientCredentials' })
  server.order({ status: 401 }, { kind: 'lookup', times: 10 })
  const answer = await connector.lookup(toNumber(1), never)
  expect(answer).toMatchObject({ ok: false, problem: { kind: 'refused' } })
  expect(server.requests.filter((each) => each.kind === 'lookup')).toHaveLength(2)
})

test('a secret that was never set is told before anything is asked', async () => {
  server = await createCrmServer()
  const { config } = writeCrmTemplate(server, folder.file('crm.yaml'))
  expect(openConnector(config, {}, { clock: realClock })).toMatchObject({
    ok: false,
    problem: { kind: 'misconfigured', detail: expect.stringContaining('apiKey') },
  })
})
