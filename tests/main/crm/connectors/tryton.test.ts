/** A template against a real CRM server from the operating system's packages: Tryton with its parties. */
import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { toStoredCard } from '#main/crm/cache/importedCard'
import type { CrmConnector, SourceCard } from '#main/crm/connector/connector'
import { openConnector } from '#main/crm/connector/openConnector'
import { toActivity } from '#tests/support/crm/activity'
import { needTryton, startTryton, type Tryton } from '#tests/support/crm/tryton'
import { realClock } from '#tests/support/realClock'
import { createTempFolder } from '#tests/support/tempFolder'

const folder = createTempFolder()
const never = new AbortController().signal
let whyNot: string | null = null
let tryton: Tryton
let connector: CrmConnector

/** Everything is a POST to one address; the list is `result`, and an error comes with 200. */
const call = (method: string, params: unknown[]) => ({
  path: '',
  body: { id: 1, method, params: [...params, {}] },
})
const fields = ['id', 'name', 'code', 'phone', 'mobile', 'email']
const byId = [['id', 'ASC']]
const template = (url: string) => ({
  name: 'Tryton',
  url,
  timeLimitSeconds: 60,
  signIn: { kind: 'apiKey', header: 'Authorization', prefix: 'Session ' },
  lookup: {
    request: call('model.party.party.search_read', [
      [['contact_mechanisms.value_compact', '=', '{number}']],
      0,
      20,
      byId,
      fields,
    ]),
    people: 'result[]',
  },
  sync: {
    size: 40,
    full: {
      request: call('model.party.party.search_read', [[], '{offset}', '{size}', byId, fields]),
      people: 'result[]',
      paging: { by: 'offset' },
    },
  },
  card: {
    personId: 'id',
    name: 'name',
    numbers: ['mobile', 'phone'],
    extra: [
      { name: 'Code', value: 'code' },
      { name: 'Email', value: 'email' },
    ],
  },
  write: {
    existing: {
      request: call('model.ir.note.search', [[['message', 'like', '%{activity.activityId}%']], 0, 1, byId]),
      found: 'result[0]',
    },
    request: call('model.ir.note.create', [
      [{ resource: 'party.party,{activity.personId}', message: '{activity.note} [{activity.activityId}]' }],
    ]),
    taken: 'result[0]',
    needsPerson: true,
  },
})

beforeAll(async () => {
  try {
    tryton = await startTryton(needTryton(), folder.path)
  } catch (error) {
    whyNot = error instanceof Error ? error.message : String(error)
    return
  }
  const parties = Array.from({ length: 90 }, (_, index) => ({
    name: `Party ${index}`,
    contact_mechanisms: [
      [
        'create',
        [
          { type: 'mobile', value: `+98912${String(index).padStart(7, '0')}` },
          { type: 'email', value: `p${index}@example.com` },
        ],
      ],
    ],
  }))
  await tryton.call('model.party.party.create', [parties, {}])
  writeFileSync(folder.file('tryton.yaml'), stringify(template(tryton.url), { aliasDuplicateObjects: false }))
  const config = { kind: 'rest', templatePath: folder.file('tryton.yaml') } as const
  const opened = openConnector(config, { apiKey: tryton.session }, { clock: realClock })
  if (!opened.ok) throw new Error(opened.problem.detail)
  connector = opened.value
}, 600_000)

afterAll(async () => {
  await connector?.close()
  await tryton?.close()
  folder.remove()
})

function trytonTest(name: string, body: () => Promise<void>): void {
  test(name, { timeout: 120_000 }, async (context) => {
    if (whyNot !== null) {
      console.log(`crm: not run: no Tryton (${whyNot})`)
      expect(process.env.CI, 'where every test must run, Tryton can be had').not.toBe('true')
      context.skip()
    }
    await body()
  })
}

trytonTest('takes everybody, page by page', async () => {
  const cards: SourceCard[] = []
  let cursor: string | null = null
  do {
    const page = await connector.page({ kind: 'full', since: null, cursor }, never)
    if (!page.ok) throw new Error(page.problem.detail)
    cards.push(...page.value.cards)
    cursor = page.value.next
  } while (cursor !== null)
  const names = cards.map(({ card }) => (card as { name: string }).name)
  expect(names.filter((name) => name.startsWith('Party '))).toHaveLength(90)
  expect(new Set(cards.map(({ card }) => (card as { personId: string }).personId)).size).toBe(cards.length)
})

trytonTest('finds a caller by the number', async () => {
  const answer = await connector.lookup('+989120000042', never)
  if (!answer.ok) throw new Error(answer.problem.detail)
  expect(answer.value).toHaveLength(1)
  expect(toStoredCard(answer.value[0]?.card, 'IR')).toMatchObject({
    name: 'Party 42',
    numbers: ['+989120000042'],
    extra: { value: [{ name: 'Code' }, { name: 'Email', value: 'p42@example.com' }] },
  })
  expect(await connector.lookup('+989129999999', never)).toEqual({ ok: true, value: [] })
})

trytonTest('files an activity with the party, once; an error that comes with 200 is no success', async () => {
  const found = await connector.lookup('+989120000007', never)
  if (!found.ok) throw new Error(found.problem.detail)
  const [first] = found.value
  if (first === undefined) throw new Error('nobody has that number')
  const { personId } = first.card as { personId: string }
  const activity = toActivity({ personId, note: 'Wants an offer' })
  expect(await connector.write(activity, never)).toEqual({ ok: true, value: null })
  expect(await connector.write(activity, never)).toEqual({ ok: true, value: null })
  const notes = await tryton.call('model.ir.note.search_read', [[], 0, 10, byId, ['message', 'resource'], {}])
  expect(notes).toMatchObject([
    { resource: `party.party,${personId}`, message: `Wants an offer [${activity.activityId}]` },
  ])
  const nobody = toActivity({ personId: '999999' })
  expect((await connector.write(nobody, never)).ok).toBe(false)
})
