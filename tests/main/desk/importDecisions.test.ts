/** What is decided of an import without a thread: the rule, the pieces, and a thread that is gone in the middle. */
import { expect, test } from 'vitest'
import { guessedForm, type ImportState, pieceBytes } from '#contract/contactImport'
import { failed } from '#contract/failure'
import type { Session } from '#contract/session'
import type { FileWork } from '#main/crm/sync/fileWork'
import type { ImportProgress } from '#main/crm/sync/importFile'
import { createFileInHand } from '#main/desk/contactImport/fileInHand'
import { createImportDesk } from '#main/desk/contactImport/importDesk'
import { mayImport } from '#main/desk/contactImport/importRights'
import { signedIn } from '#tests/main/desk/scriptedGateway'
import { createFakeClock } from '#tests/support/fakeClock'

const sessionOf = (role: Session['role']): Session => ({ ...signedIn.session, role })

test('who may import is the organisation’s rule, and nobody without a session may', () => {
  const allowed = (rule: Parameters<typeof mayImport>[0]) =>
    (['agent', 'supervisor', 'admin'] as const).filter((role) => mayImport(rule, sessionOf(role)))
  expect(allowed('everybody')).toEqual(['agent', 'supervisor', 'admin'])
  expect(allowed('supervisors')).toEqual(['supervisor', 'admin'])
  expect(allowed('nobody')).toEqual([])
  expect(mayImport('everybody', null)).toBe(false)
})

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

test('a file is put together from its pieces in order; a piece twice, early, empty or too long is refused', () => {
  const content = Uint8Array.from({ length: pieceBytes + 7 }, (_, at) => at % 253)
  const file = createFileInHand('f', { name: 'x', size: content.length, modifiedAtMs: 5 }, 10)
  expect(file.put(1, base64(content.subarray(1, 9)))).toBe(false)
  expect(file.put(0, '')).toBe(false)
  expect(file.put(0, base64(content))).toBe(false)
  expect(file.put(0, base64(content.subarray(0, pieceBytes)))).toBe(true)
  expect(file.put(0, base64(content.subarray(0, pieceBytes)))).toBe(false)
  expect(file.isWhole).toBe(false)
  expect(file.put(pieceBytes, base64(new Uint8Array(8)))).toBe(false)
  expect(file.put(pieceBytes, base64(content.subarray(pieceBytes)))).toBe(true)
  expect(file.isWhole).toBe(true)
  expect(Buffer.from(file.held.bytes).equals(Buffer.from(content))).toBe(true)
})

test('a file from the future is as old as now: it is not newer than the CRM for ever', () => {
  expect(createFileInHand('f', { name: 'x', size: 1, modifiedAtMs: 99 }, 10).held.modifiedAtMs).toBe(10)
  expect(createFileInHand('f', { name: 'x', size: 1, modifiedAtMs: 5 }, 10).held.modifiedAtMs).toBe(5)
})

/** A thread that can preview and count, tells how far it is, and is gone when it is asked to take. */
function openRoom() {
  const clock = createFakeClock()
  let tell: (progress: ImportProgress) => void = () => undefined
  let fail: () => void = () => undefined
  const look = { kind: 'csv', encoding: 'utf-8', delimiter: ',', sheets: [], samples: [], rows: [] } as const
  const mapping = { personId: null, name: ['Name'], company: null, numbers: [], note: null, extra: [] }
  const answers: Record<string, unknown> = {
    preview: { ok: true, value: { ...look, headings: ['Name'], mapping } },
    count: { rows: 1, refused: 0, reasons: [], errors: [], stop: null },
    lastImport: null,
  }
  const files = {
    ask: (kind: string) =>
      kind === 'import'
        ? new Promise((resolve) => {
            fail = () => resolve(failed('cache-unavailable', null, 5000))
          })
        : Promise.resolve({ ok: true, value: answers[kind] }),
    breakOff: () => undefined,
    onProgress(listener: typeof tell) {
      tell = listener
      return () => undefined
    },
  } as unknown as FileWork
  const desk = createImportDesk({
    link: { session: sessionOf('agent'), onChange: () => () => undefined },
    cache: { onState: () => () => undefined },
    files,
    rule: 'everybody',
    keepMap: () => undefined,
    newId: () => 'f1',
    clock,
  })
  const told: ImportState['stage'][] = []
  desk.onChange(() => told.push(desk.stateFor('page').stage))
  return { clock, desk, told, tell: (progress: ImportProgress) => tell(progress), fail: () => fail() }
}

const settle = () => new Promise((resolve) => setImmediate(resolve))

test('progress is told five times a second at most; a thread that is gone is told as a failure, and the file is let go', async () => {
  const { clock, desk, told, tell, fail } = openRoom()
  expect(desk.begin('page', { name: 'x.csv', size: 9, modifiedAtMs: 1 }).ok).toBe(true)
  expect(desk.send('page', 'f1', 0, base64(Buffer.from('Name\nAda\n'))).ok).toBe(true)
  expect(desk.look('page', { form: guessedForm, mapping: null }).ok).toBe(true)
  await settle()
  expect(desk.stateFor('page').stage).toMatchObject({ kind: 'looked', count: { rows: 1 } })
  expect(desk.take('page').ok).toBe(true)
  const before = told.length
  for (let rows = 1; rows <= 10; rows += 1) tell({ rows, part: rows / 10 })
  expect(told.length).toBe(before)
  clock.advance(200)
  tell({ rows: 11, part: 0.5 })
  tell({ rows: 12, part: 0.6 })
  expect(told.slice(before)).toEqual([{ kind: 'importing', name: 'x.csv', rows: 11, part: 0.5 }])
  fail()
  await settle()
  expect(desk.stateFor('page').stage).toMatchObject({
    kind: 'failed',
    failure: { code: 'cache-unavailable' },
  })
  expect(desk.take('page')).toMatchObject({ failure: { code: 'wrong-state' } })
  expect(desk.leave('page').ok).toBe(true)
  expect(desk.stateFor('page').stage).toEqual({ kind: 'none' })
  desk.close()
})
