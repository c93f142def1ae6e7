/** The directory connector against a real OpenLDAP server: pages, one number, and the line it comes by. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { toStoredCard } from '#main/crm/cache/importedCard'
import type { CrmConnector, SourceCard } from '#main/crm/connector/connector'
import { CrmConfig } from '#main/crm/connector/crmConfig'
import { openConnector } from '#main/crm/connector/openConnector'
import { type Authority, createAuthority } from '#tests/asterisk/support/certificates'
import { needSlapd, type Slapd, startSlapd, toLdif } from '#tests/support/crm/slapd'
import { realClock } from '#tests/support/realClock'
import { createTempFolder } from '#tests/support/tempFolder'

const folder = createTempFolder()
const never = new AbortController().signal
let whyNot: string | null = null
let slapd: Slapd
let authority: Authority
let opened: CrmConnector[] = []

const mina = {
  uid: 'mina',
  lines: [
    'cn: Mina Rahimi',
    'sn: Rahimi',
    'displayName: Mina Rahimi (Sales)',
    'o: Example',
    'telephoneNumber: +98 (21) 8800-1122',
    'mobile: 0912 345 67 89',
    'title: Seller',
    'mail: mina@example.com',
  ],
}
const many = Array.from({ length: 650 }, (_, index) => ({
  uid: `u${index}`,
  lines: [`cn: Colleague ${index}`, 'sn: C', `telephoneNumber: +98 21 77${String(index).padStart(6, '0')}`],
}))

beforeAll(async () => {
  try {
    const root = needSlapd()
    authority = createAuthority(folder.path, 'directory')
    const certificate = authority.sign('IP:127.0.0.1,DNS:localhost')
    slapd = await startSlapd(root, folder.path, toLdif([mina, ...many]), certificate)
  } catch (error) {
    whyNot = error instanceof Error ? error.message : String(error)
  }
  // Downloads it the first time.
}, 600_000)

afterEach(async () => {
  for (const each of opened) await each.close()
  opened = []
})

afterAll(async () => {
  await slapd?.close()
  folder.remove()
})

/** A test that needs the directory; where none can be had it says so, and in CI it fails. */
function directoryTest(name: string, body: () => Promise<void>): void {
  test(name, async (context) => {
    if (whyNot !== null) {
      console.log(`ldap: not run: no slapd (${whyNot})`)
      expect(process.env.CI, 'where every test must run, slapd can be had').not.toBe('true')
      context.skip()
    }
    await body()
  })
}

function open(
  also: Record<string, unknown> = {},
  secrets: Record<string, string> | null = null,
): CrmConnector {
  const config = CrmConfig.parse({
    kind: 'ldap',
    url: slapd.tlsUrl,
    baseDn: slapd.baseDn,
    caFile: authority.file,
    ...also,
  })
  const { user, password } = slapd
  const answer = openConnector(config, secrets ?? { user, password }, { clock: realClock })
  if (!answer.ok) throw new Error(answer.problem.detail)
  opened.push(answer.value)
  return answer.value
}

async function takeAll(connector: CrmConnector): Promise<{ cards: SourceCard[]; pages: number }> {
  const cards: SourceCard[] = []
  let cursor: string | null = null
  for (let pages = 1; pages < 50; pages += 1) {
    const page = await connector.page({ kind: 'full', since: null, cursor }, never)
    if (!page.ok) throw new Error(page.problem.detail)
    cards.push(...page.value.cards)
    cursor = page.value.next
    if (cursor === null) return { cards, pages }
  }
  throw new Error('the directory has no end')
}

const toId = ({ card }: SourceCard) => (card as { personId: string }).personId

directoryTest('takes everybody in pages, by ldaps', async () => {
  const { cards, pages } = await takeAll(open())
  expect(pages).toBeGreaterThan(3)
  expect(new Set(cards.map(toId)).size).toBe(651)
  expect(cards.every(({ changedAtMs }) => changedAtMs !== null && changedAtMs > 1_600_000_000_000)).toBe(true)
})

directoryTest(
  'gives a page again that is asked for again, and begins anew for a cursor it never gave',
  async () => {
    const connector = open()
    const first = await connector.page({ kind: 'full', since: null, cursor: null }, never)
    if (!first.ok) throw new Error(first.problem.detail)
    const cursor = first.value.next
    const second = await connector.page({ kind: 'full', since: null, cursor }, never)
    const again = await connector.page({ kind: 'full', since: null, cursor }, never)
    expect(again).toMatchObject({ ok: true })
    if (!second.ok || !again.ok) throw new Error('no page')
    expect(again.value.cards.map(toId)).toEqual(second.value.cards.map(toId))
    const restarted = await open().page({ kind: 'full', since: null, cursor }, never)
    if (!restarted.ok) throw new Error(restarted.problem.detail)
    expect(restarted.value.cards.map(toId)).toEqual(first.value.cards.map(toId))
  },
)

directoryTest('finds a number however the directory writes it, by StartTLS', async () => {
  const connector = open({ url: slapd.plainUrl })
  for (const number of ['+982188001122', '+989123456789']) {
    const answer = await connector.lookup(number, never)
    if (!answer.ok) throw new Error(answer.problem.detail)
    expect(answer.value).toHaveLength(1)
    expect(toStoredCard(answer.value[0]?.card, 'IR')).toMatchObject({
      name: 'Mina Rahimi (Sales)',
      company: 'Example',
      numbers: ['+982188001122', '+989123456789'],
      extra: {
        value: [
          { name: 'Title', value: 'Seller' },
          { name: 'Email', value: 'mina@example.com' },
        ],
      },
    })
  }
  expect(await connector.lookup('+982188009999', never)).toEqual({ ok: true, value: [] })
})

directoryTest('maps the attributes a site names', async () => {
  const connector = open({ attributes: { personId: 'uid', name: ['cn'], extra: { Mail: 'mail' } } })
  expect(await connector.lookup('+989123456789', never)).toMatchObject({
    value: [{ card: { personId: 'mina', name: 'Mina Rahimi', extra: { value: [{ name: 'Mail' }] } } }],
  })
})

directoryTest(
  'says what is wrong: password, base, certificate, clear text, filter, nobody there',
  async () => {
    const order = { kind: 'full', since: null, cursor: null } as const
    const wrong = open({}, { user: slapd.user, password: 'guess' })
    expect(await wrong.page(order, never)).toMatchObject({ problem: { kind: 'refused' } })
    expect(await open({ baseDn: 'ou=nowhere,dc=example,dc=com' }).page(order, never)).toMatchObject({
      problem: { kind: expect.stringMatching(/misconfigured|refused/) },
    })
    const untrusted = await open({ caFile: undefined }).lookup('+989123456789', never)
    expect(untrusted).toMatchObject({
      problem: { kind: 'unreachable', detail: expect.stringContaining('certificate') },
    })
    const startUntrusted = await open({ url: slapd.plainUrl, caFile: undefined }).lookup(
      '+989123456789',
      never,
    )
    expect(startUntrusted).toMatchObject({
      problem: { kind: 'unreachable', detail: expect.stringContaining('certificate') },
    })
    const gone = open({ url: 'ldaps://127.0.0.1:9' })
    expect(await gone.lookup('+989123456789', never)).toMatchObject({ problem: { kind: 'unreachable' } })
    for (const also of [{ url: 'ldap://directory.example', startTls: false }, { filter: '(cn=' }])
      expect(() => open(also)).toThrow()
  },
)
