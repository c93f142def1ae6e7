/** A file of people from a page into the cache, over the bridge's calls: looked at, taken, broken off, undone, and refused. */
import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, expect, test, vi } from 'vitest'
import { guessedForm, mostFileBytes, pieceBytes } from '#contract/contactImport'
import type { Policy } from '#contract/policy'
import { type ImportPage, type ImportRoom, openImportRoom } from '#tests/main/desk/importRoom'
import { createFakeClock } from '#tests/support/fakeClock'
import { createTempFolder } from '#tests/support/tempFolder'

let room: ImportRoom | null = null
const patient = { timeout: 30_000 }

afterEach(async () => {
  await room?.close()
  room = null
})

async function openSignedIn(...options: Parameters<typeof openImportRoom>): Promise<ImportRoom> {
  const opened = await openImportRoom(...options)
  room = opened
  expect((await opened.desk.link.signIn('demo', 'right')).ok).toBe(true)
  await vi.waitFor(() => expect(opened.desk.cache.state.state).toBe('ready'), patient)
  return opened
}

const until = (page: ImportPage, kind: string) =>
  vi.waitFor(() => expect(page.stage?.kind).toBe(kind), patient)

/** Looked at, and counted to the end. */
async function untilCounted(page: ImportPage) {
  return vi.waitFor(() => {
    const { stage } = page
    if (stage?.kind !== 'looked' || stage.count === null) throw new Error(`still ${stage?.kind}`)
    return { ...stage, count: stage.count }
  }, patient)
}

const cardOf = (number: string) => {
  const answer = room?.desk.cache.lookup(number)
  return answer?.ok === true && answer.value.kind === 'one' ? answer.value.card : null
}
const whoIs = (number: string): string | null => cardOf(number)?.name ?? null

/** By now a page has been told of whatever a clock that was moved has set off. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

const people = [
  'Name;Company;Mobile;City',
  'Ada Lovelace;Mill;۰۹۱۲۱۲۳۴۵۶۷;=1+1',
  'Bob;;9.89E+11;Qom',
  ';;;Qom',
  'Cid;;09351234567;Shiraz',
  'Dan;;no number;x',
].join('\r\n')

const many = (count: number) =>
  `Name,Phone\n${Array.from({ length: count }, (_, at) => `P${at},+98912${String(at).padStart(7, '0')}\n`).join('')}`

test('a file is recognised, its rows are counted with why each is refused, and nothing of it is on the disk', async () => {
  const { folder, openPage } = await openSignedIn()
  const page = openPage()
  await vi.waitFor(
    () => expect(page.state).toEqual({ isAllowed: true, last: null, stage: { kind: 'none' } }),
    patient,
  )
  expect(await page.show('people.csv', people)).toMatchObject({ ok: true })
  const { look, count } = await untilCounted(page)
  expect(look).toMatchObject({
    kind: 'csv',
    encoding: 'utf-8',
    delimiter: ';',
    headings: ['Name', 'Company', 'Mobile', 'City'],
    samples: ['Ada Lovelace', 'Mill', '۰۹۱۲۱۲۳۴۵۶۷', '=1+1'],
    mapping: { name: ['Name'], company: 'Company', numbers: ['Mobile'], extra: ['City'] },
  })
  expect(look.rows[0]).toMatchObject({ line: 2, card: { name: 'Ada Lovelace', numbers: ['+989121234567'] } })
  expect(count).toMatchObject({ rows: 5, refused: 3, stop: null })
  expect(count.reasons.map(({ reason }) => reason).sort()).toEqual([
    'nobody',
    'rounded-number',
    'unreadable-number',
  ])
  expect(await page.calls.refused(null)).toMatchObject({
    value: [{ line: 3, column: 'Mobile' }, { line: 4 }, { line: 6 }],
  })
  for (const name of readdirSync(folder.path).filter((each) => each.startsWith('crm')))
    expect(readFileSync(folder.file(name)).includes('Lovelace'), name).toBe(false)
  expect(readdirSync(folder.path).some((name) => /people|upload|tmp/.test(name))).toBe(false)
  expect(whoIs('09121234567')).toBe(null)
}, 60_000)

test('taken, people are known at the next call; the mapping is remembered, and undoing takes them out again', async () => {
  const { openPage } = await openSignedIn()
  const page = openPage()
  await page.show('people.csv', people)
  const { form, look } = await untilCounted(page)
  // The city is where the person works: said once, kept for the next file.
  const mapping = { ...look.mapping, company: 'City', extra: [] }
  expect(await page.calls.look({ form, mapping })).toMatchObject({ ok: true })
  await vi.waitFor(() => expect(page.stage).toMatchObject({ look: { mapping } }), patient)
  await untilCounted(page)
  expect(await page.calls.take(null)).toMatchObject({ ok: true })
  await until(page, 'finished')
  expect(page.stage).toMatchObject({
    canGoOn: false,
    result: { outcome: 'done', rows: 5, added: 3, replaced: 0, same: 0, refused: 2 },
  })
  expect(whoIs('09121234567')).toBe('Ada Lovelace')
  await vi.waitFor(() => expect(page.state?.last).toMatchObject({ isFinished: true, people: 3 }), patient)
  const importId = page.state?.last?.importId ?? 0

  await page.calls.leave(null)
  await page.show('next.csv', people.replace('Ada Lovelace', 'Ada L'))
  expect((await untilCounted(page)).look.mapping).toEqual(mapping)

  expect(await page.calls.undo({ importId: importId + 1 })).toMatchObject({ failure: { code: 'not-found' } })
  expect(await page.calls.undo({ importId })).toMatchObject({ ok: true })
  await until(page, 'undone')
  expect(page.stage).toMatchObject({ name: 'people.csv', removed: 3 })
  expect(whoIs('09121234567')).toBe(null)
  await vi.waitFor(() => expect(page.state?.last).toBe(null), patient)
}, 60_000)

test('broken off, what was taken stays, the same file in hand goes on, and one undo takes out all of it', async () => {
  const { openPage } = await openSignedIn()
  const page = openPage()
  await page.show('many.csv', many(40_000))
  await untilCounted(page)
  await page.calls.take(null)
  await vi.waitFor(() => expect(page.stage).toMatchObject({ kind: 'importing' }), patient)
  expect(await page.calls.stop(null)).toMatchObject({ ok: true })
  await until(page, 'finished')
  expect(page.stage).toMatchObject({ canGoOn: true, result: { outcome: 'stopped' } })
  await vi.waitFor(() => expect(page.state?.last).toMatchObject({ isFinished: false }), patient)
  expect(await page.calls.take(null)).toMatchObject({ ok: true })
  await vi.waitFor(
    () => expect(page.stage).toMatchObject({ result: { outcome: 'done', rows: 40_000 } }),
    patient,
  )
  await vi.waitFor(
    () => expect(page.state?.last).toMatchObject({ isFinished: true, people: 40_000 }),
    patient,
  )
  await page.calls.undo({ importId: page.state?.last?.importId ?? 0 })
  await until(page, 'undone')
  expect(page.stage).toMatchObject({ removed: 40_000 })
}, 120_000)

test('signed out in the middle, the import ends and is told as unfinished; after a restart it goes on with the same file', async () => {
  const folder = createTempFolder()
  const { openPage, desk } = await openSignedIn({ folder })
  const page = openPage()
  await page.show('many.csv', many(40_000))
  await untilCounted(page)
  await page.calls.take(null)
  await desk.link.signOut()
  await vi.waitFor(
    () => expect(page.state).toMatchObject({ isAllowed: false, stage: { kind: 'none' } }),
    patient,
  )
  expect(await page.calls.take(null)).toMatchObject({ failure: { code: 'signed-out' } })
  await room?.close(true)

  const again = await openSignedIn({ folder })
  const next = again.openPage()
  await vi.waitFor(
    () => expect(next.state?.last).toMatchObject({ name: 'many.csv', isFinished: false }),
    patient,
  )
  expect(next.stage).toEqual({ kind: 'none' })
  await next.show('many.csv', many(40_000))
  await untilCounted(next)
  await next.calls.take(null)
  await until(next, 'finished')
  // Under the same import, so that one undo removes all of them.
  await vi.waitFor(
    () => expect(next.state?.last).toMatchObject({ isFinished: true, people: 40_000 }),
    patient,
  )
}, 120_000)

test('a page that goes takes its file with it, but an import goes on for the next page', async () => {
  const { openPage } = await openSignedIn()
  const first = openPage()
  await first.show('people.csv', people)
  await untilCounted(first)
  const second = openPage()
  await until(second, 'elsewhere')
  for (const call of [
    second.calls.take(null),
    second.calls.leave(null),
    second.calls.begin({ name: 'x', size: 1, modifiedAtMs: 1 }),
  ])
    expect(await call).toMatchObject({ failure: { code: 'wrong-state' } })
  await first.leave()
  await until(second, 'none')

  const third = openPage()
  await third.show('many.csv', many(20_000))
  await untilCounted(third)
  await third.calls.take(null)
  await third.leave()
  await until(second, 'finished')
  expect(second.stage).toMatchObject({ result: { outcome: 'done', added: 20_000 } })
  expect(await second.calls.leave(null)).toMatchObject({ ok: true })
  await until(second, 'none')
}, 120_000)

test('pieces out of order, of another file or beyond the end are refused, and the file is dropped', async () => {
  const { openPage } = await openSignedIn()
  const page = openPage()
  const bytes = Buffer.alloc(9, 'x').toString('base64')
  const begin = async (size: number) => {
    const begun = await page.calls.begin({ name: 'x.csv', size, modifiedAtMs: 1 })
    return begun.ok ? begun.value.fileId : ''
  }
  const wrong = [{ at: 9 }, { at: 1 }, { at: 0, size: 8 }]
  for (const { at, size = 30 } of wrong) {
    const fileId = await begin(size)
    expect(await page.calls.send({ fileId, at, bytes })).toMatchObject({ failure: { code: 'invalid' } })
    expect(await page.calls.send({ fileId, at: 0, bytes })).toMatchObject({
      failure: { code: 'wrong-state' },
    })
  }
  const old = await begin(30)
  const fresh = await begin(30)
  expect(await page.calls.send({ fileId: old, at: 0, bytes })).toMatchObject({
    failure: { code: 'wrong-state' },
  })
  expect(await page.calls.send({ fileId: fresh, at: 0, bytes })).toMatchObject({ ok: true })
  // Not whole yet: it is neither looked at nor taken.
  const guess = { form: guessedForm, mapping: null }
  expect(await page.calls.look(guess)).toMatchObject({ failure: { code: 'wrong-state' } })
  expect(await page.calls.take(null)).toMatchObject({ failure: { code: 'wrong-state' } })
  await expect(page.calls.begin({ name: 'x', size: mostFileBytes + 1, modifiedAtMs: 1 })).rejects.toThrow()
  const tooMuch = Buffer.alloc(pieceBytes + 4).toString('base64')
  await expect(page.calls.send({ fileId: fresh, at: 9, bytes: tooMuch })).rejects.toThrow()
  await expect(page.calls.send({ fileId: fresh, at: 9, bytes: '____' })).rejects.toThrow()
}, 60_000)

test('a mapping of columns the file does not have is refused; columns with names of prototypes are columns', async () => {
  const { openPage } = await openSignedIn()
  const page = openPage()
  await page.show('odd.csv', 'Name,__proto__,constructor\nAda,09121234567,x\n')
  const { form, look } = await untilCounted(page)
  const odd = { ...look.mapping, numbers: ['__proto__'], extra: ['constructor'] }
  expect(await page.calls.look({ form, mapping: { ...odd, extra: ['toString'] } })).toMatchObject({
    failure: { code: 'invalid' },
  })
  await page.calls.look({ form, mapping: odd })
  await untilCounted(page)
  await page.calls.take(null)
  await until(page, 'finished')
  expect(cardOf('09121234567')).toMatchObject({
    name: 'Ada',
    numbers: ['+989121234567'],
    extra: { value: [{ name: 'constructor', value: 'x' }] },
  })
}, 60_000)

test('a half sent file is dropped after a minute without a piece, and one nobody decides on after half an hour', async () => {
  const clock = createFakeClock()
  const { openPage } = await openSignedIn({ clock })
  const page = openPage()
  await page.calls.begin({ name: 'x.csv', size: 30, modifiedAtMs: 1 })
  await until(page, 'receiving')
  clock.advance(59_000)
  await settle()
  expect(page.stage?.kind).toBe('receiving')
  clock.advance(1000)
  await until(page, 'none')
  await page.show('people.csv', people)
  await untilCounted(page)
  clock.advance(1_799_000)
  await settle()
  expect(page.stage?.kind).toBe('looked')
  clock.advance(1000)
  await until(page, 'none')
}, 60_000)

const ruled = (value: string): Policy => ({ defaults: {}, enforced: { 'privacy.contactImport': value } })

test.each(['supervisors', 'nobody'])(
  'where the organisation lets %s import, an agent is refused at the desk',
  async (rule) => {
    const { openPage } = await openSignedIn({ policy: ruled(rule) })
    const page = openPage()
    await vi.waitFor(() => expect(page.state?.isAllowed).toBe(false), patient)
    const forbidden = { failure: { code: 'forbidden' } }
    expect(await page.send('people.csv', people)).toMatchObject(forbidden)
    expect(await page.calls.take(null)).toMatchObject(forbidden)
    expect(await page.calls.undo({ importId: 1 })).toMatchObject(forbidden)
    expect(await page.calls.refused(null)).toMatchObject(forbidden)
  },
  60_000,
)

test('what is no file of people says why, and other letters can be tried', async () => {
  const { openPage } = await openSignedIn()
  const page = openPage()
  await page.show('empty.csv', '')
  await until(page, 'unreadable')
  expect(page.stage).toMatchObject({ stop: { fault: 'empty' } })
  await page.show(
    'picture.csv',
    Uint8Array.from({ length: 400 }, (_, at) => (at % 3 === 0 ? 0 : at % 251)),
  )
  await until(page, 'unreadable')
  expect(page.stage).toMatchObject({ stop: { fault: 'not-text' } })
  const form = { ...guessedForm, encoding: 'windows-1256' } as const
  expect(await page.calls.look({ form, mapping: null })).toMatchObject({ ok: true })
  await vi.waitFor(
    () => expect(page.stage).toMatchObject({ kind: 'looked', look: { encoding: 'windows-1256' } }),
    patient,
  )
}, 60_000)
