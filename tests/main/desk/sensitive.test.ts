/** A sensitive field leaves main only when it is on record who asked for it, and the record cannot be changed. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CallerCard, CardAnswer } from '#contract/callerCard'
import { done, failed } from '#contract/failure'
import { PersonId } from '#contract/ids'
import { revealField } from '#main/desk/sensitive/revealField'
import { withholdFrom } from '#main/desk/sensitive/sensitiveFields'
import { createShownLog, type ShownLog } from '#main/desk/sensitive/shownLog'
import { shownDatabase } from '#main/store/migrations/shownMigrations'
import { openDatabase } from '#main/store/openDatabase'
import { cardOf } from '#tests/main/crm/cacheBench'
import { sessionOf } from '#tests/main/crm/writeBack/writeBackRoom'
import { createFakeClock } from '#tests/support/fakeClock'
import { silentLog } from '#tests/support/silentLog'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

const number = '+989121234567'
const card: CallerCard = {
  ...cardOf('mina', [number]),
  account: { asOfMs: 1, value: { amount: 5, currency: 'IRR' } },
  notes: { asOfMs: 2, value: [{ atMs: 1, authorName: 'Omid', text: 'planted secret' }] },
  extra: {
    asOfMs: 3,
    value: [
      { name: 'Diagnosis', value: 'planted diagnosis', sensitive: true },
      { name: 'Language', value: 'Persian' },
    ],
  },
  sensitive: ['account', 'notes'],
}
const answer: CardAnswer = { kind: 'one', card, matchedBy: 'number' }
const key = new Uint8Array(32).fill(9)
const field = (block: 'account' | 'notes' | 'extra' | 'orders', name: string | null = null) => ({
  dialString: number,
  field: { personId: PersonId.parse('mina'), block, name },
})

let folder: TempFolder
let path: string
let shownLog: ShownLog
beforeEach(() => {
  folder = createTempFolder()
  path = folder.file('shown.db')
  shownLog = createShownLog({ path, key, clock: createFakeClock(), log: silentLog })
})
afterEach(() => {
  shownLog.close()
  folder.remove()
})

const parts = (change: { signedOut?: boolean; refuses?: boolean } = {}) => ({
  link: { session: change.signedOut ? null : sessionOf('sara') } as Parameters<typeof revealField>[0]['link'],
  cache: { lookup: () => done(answer) } as unknown as Parameters<typeof revealField>[0]['cache'],
  shownLog: change.refuses ? { ...shownLog, note: () => failed('cache-unwritable') } : shownLog,
  nowMs: () => 1234,
})

test('the page is told that there is something, and nothing of what it is', () => {
  const told = withholdFrom(answer)
  expect(JSON.stringify(told)).not.toContain('planted')
  expect(told).toMatchObject({
    card: {
      account: { asOfMs: 1, value: null },
      notes: { asOfMs: 2, value: [] },
      sensitive: ['account', 'notes'],
    },
  })
  expect(told.kind === 'one' && told.card.extra.value[1]).toEqual({ name: 'Language', value: 'Persian' })
  const several: CardAnswer = { kind: 'several', cards: [card, card], matchedBy: 'number' }
  expect(JSON.stringify(withholdFrom(several))).not.toContain('planted')
  const plain: CardAnswer = { kind: 'one', card: cardOf('omid', []), matchedBy: 'number' }
  expect(withholdFrom(plain)).toBe(plain)
})

test('one field is given out at a time, each with who asked, when, for what and of whom; never the value', () => {
  const notes = revealField(parts(), field('notes'))
  expect(notes).toMatchObject({ ok: true, value: { notes: card.notes, account: { value: null } } })
  expect(JSON.stringify(notes)).not.toContain('planted diagnosis')
  const extra = revealField(parts(), field('extra', 'Diagnosis'))
  expect(extra.ok && extra.value.extra.value[0]?.value).toBe('planted diagnosis')
  expect(JSON.stringify(extra)).not.toContain('planted secret')
  const who = { atMs: 1234, agentId: 'sara', userName: 'sara', personId: 'mina' }
  expect(shownLog.all()).toEqual([
    { ...who, block: 'notes', name: null },
    { ...who, block: 'extra', name: 'Diagnosis' },
  ])
  expect(JSON.stringify(shownLog.all())).not.toContain('planted')
})

test('what cannot be recorded is not shown; nor is anything to nobody, or what is not sensitive', () => {
  expect(revealField(parts({ refuses: true }), field('notes'))).toMatchObject({
    failure: { code: 'cache-unwritable' },
  })
  expect(revealField(parts({ signedOut: true }), field('notes'))).toMatchObject({
    failure: { code: 'signed-out' },
  })
  expect(revealField(parts(), field('orders'))).toMatchObject({ failure: { code: 'not-found' } })
  expect(revealField(parts(), field('extra', 'Language'))).toMatchObject({ failure: { code: 'not-found' } })
  expect(shownLog.all()).toEqual([])
})

test('the file itself refuses to change or forget an entry', () => {
  revealField(parts(), field('notes'))
  shownLog.close()
  const opened = openDatabase({
    path,
    key,
    kind: shownDatabase,
    clock: createFakeClock(),
    synchronous: 'full',
    busyTimeoutMs: 0,
  })
  if (!opened.ok) throw new Error(opened.failure.code)
  const { database } = opened.value
  expect(() => database.exec("UPDATE shown SET agent_id = 'omid'")).toThrow('append-only')
  expect(() => database.exec('DELETE FROM shown')).toThrow('append-only')
  database.close()
  expect(shownLog.all()).toHaveLength(1)
})
