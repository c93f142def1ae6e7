/** The Odoo connector against the documented JSON-RPC of Odoo, on a real socket. */
import { afterEach, expect, test } from 'vitest'
import { toStoredCard } from '#main/crm/cache/importedCard'
import type { CrmConnector, PageOrder, SourceCard } from '#main/crm/connector/connector'
import { openConnector } from '#main/crm/connector/openConnector'
import { toActivity } from '#tests/support/crm/activity'
import { createOdooServer, type OdooServer } from '#tests/support/crm/odooServer'
import { realClock } from '#tests/support/realClock'

const never = new AbortController().signal
const usual = ['name', 'parent_id', 'phone', 'mobile', 'email', 'function', 'active', 'write_date']
let server: OdooServer
let connector: CrmConnector

afterEach(async () => {
  await connector?.close()
  await server.close()
})

async function open(fields: readonly string[] = usual, apiKey = 'odoo-key'): Promise<void> {
  server = await createOdooServer(fields)
  const config = { kind: 'odoo', url: server.url, database: 'site' } as const
  const opened = openConnector(config, { user: 'desk@example.com', apiKey }, { clock: realClock })
  if (!opened.ok) throw new Error(opened.problem.detail)
  connector = opened.value
}

async function sync(kind: PageOrder['kind'], since: string | null) {
  const cards: SourceCard[] = []
  const gone: string[] = []
  let cursor: string | null = null
  for (;;) {
    const page = await connector.page({ kind, since, cursor }, never)
    if (!page.ok) throw new Error(page.problem.detail)
    cards.push(...page.value.cards)
    gone.push(...page.value.gone)
    cursor = page.value.next
    if (cursor === null)
      return {
        ids: cards.map(({ card }) => (card as { personId: string }).personId),
        gone,
        since: page.value.since,
      }
  }
}

const long = '2020-01-01 00:00:00'
const mina = {
  id: 7,
  name: 'Mina Rahimi',
  phone: '+98 21 8800 1122',
  mobile: '0912-345 6789',
  parent_id: [3, 'Example Ltd'],
  write_date: '2026-11-20 10:00:00',
} as const

test('takes every contact in pages, then who changed and who was archived', async () => {
  await open()
  for (let id = 1; id <= 450; id += 1)
    server.partners.set(id, { id, name: `Contact ${id}`, write_date: long })
  const full = await sync('full', null)
  expect(full.ids).toHaveLength(450)
  const now = new Date().toISOString().slice(0, 19).replace('T', ' ')
  server.partners.set(5, { id: 5, name: 'Renamed', write_date: now })
  server.partners.set(6, { id: 6, name: 'Gone', active: false, write_date: now })
  expect(await sync('delta', full.since)).toMatchObject({ ids: ['5'], gone: ['6'] })
})

test.each([
  ['17', usual],
  ['19, without mobile', usual.filter((name) => name !== 'mobile')],
])('finds a number however it is written, in Odoo %s', async (_, fields) => {
  await open(fields)
  server.partners.set(7, mina)
  server.partners.set(8, { id: 8, name: 'Other', phone: '+98 21 8800 1123', write_date: long })
  const answer = await connector.lookup('+982188001122', never)
  if (!answer.ok) throw new Error(answer.problem.detail)
  expect(answer.value).toHaveLength(1)
  expect(toStoredCard(answer.value[0]?.card, 'IR')).toMatchObject({
    personId: '7',
    name: 'Mina Rahimi',
    company: 'Example Ltd',
    extra: { value: [] },
  })
  expect(answer.value[0]?.changedAtMs).toBe(Date.UTC(2026, 10, 20, 10))
})

test('a call is filed once with its contact, with a follow-up, whichever answer is lost', async () => {
  await open()
  server.partners.set(7, mina)
  const activity = toActivity({ personId: '7', followUpOn: '2026-12-01', note: 'Call back' })
  server.lose('activity_schedule')
  expect((await connector.write(activity, never)).ok).toBe(false)
  server.lose('message_post')
  expect((await connector.write(activity, never)).ok).toBe(false)
  expect(await connector.write(activity, never)).toEqual({ ok: true, value: null })
  expect(server.notes).toHaveLength(1)
  expect(server.planned).toHaveLength(1)
  expect(server.notes[0]).toMatchObject({ res_id: 7, subtype_xmlid: 'mail.mt_note' })
  expect(server.notes[0]?.body).toContain('Call back')
  expect(server.planned[0]).toMatchObject({ date_deadline: '2026-12-01' })
})

test('says what is wrong without quoting Odoo: key, rights, a contact that is gone, a database that is busy', async () => {
  await open(usual, 'wrong')
  expect(await connector.lookup('+982188001122', never)).toMatchObject({ problem: { kind: 'refused' } })
  await connector.close()
  await server.close()
  await open()
  const cases = [
    ['odoo.exceptions.AccessError', 'refused'],
    ['odoo.exceptions.MissingError', 'rejected'],
    ['psycopg2.errors.SerializationFailure', 'busy'],
    ['builtins.KeyError', 'nonsense'],
  ] as const
  for (const [exception, kind] of cases) {
    server.fail('message_post', exception)
    const answer = await connector.write(toActivity({ personId: '7' }), never)
    expect(answer).toMatchObject({ ok: false, problem: { kind } })
    expect(JSON.stringify(answer)).not.toContain('secret words')
  }
  const nobody = toActivity({ personId: null })
  expect(await connector.write(nobody, never)).toMatchObject({ problem: { kind: 'rejected' } })
})
