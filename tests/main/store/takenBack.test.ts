/** A version is taken back: what people wrote and whom they called under the newer one is there in the older one, too. */
import { readdirSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CallId, QueueId } from '#contract/ids'
import { emptyDraft } from '#contract/wrapUp'
import { CrmActivity } from '#main/crm/connector/crmActivity'
import { toOutgoing } from '#main/crm/writeBack/outgoing'
import { createOutgoingStore } from '#main/crm/writeBack/outgoingStore'
import { KeptCall } from '#main/desk/history/historyBook'
import { createHistoryFile } from '#main/desk/history/historyFile'
import { createHistoryStore } from '#main/desk/history/historyStore'
import { createWrapUpStore } from '#main/desk/wrapUp/wrapUpStore'
import { deskDatabase } from '#main/store/migrations/deskMigrations'
import { historyDatabase } from '#main/store/migrations/historyMigrations'
import { writeBackDatabase } from '#main/store/migrations/writeBackMigrations'
import { closeDatabase, type DatabaseKind, openDatabase } from '#main/store/openDatabase'
import { recordOf } from '#tests/main/crm/writeBack/writeBackRoom'
import { createFakeClock, type FakeClock } from '#tests/support/fakeClock'
import { silentLog } from '#tests/support/silentLog'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

const key = new Uint8Array(32).fill(6)
let folder: TempFolder
let clock: FakeClock
let file: { path: string; key: Uint8Array; clock: FakeClock; log: typeof silentLog }

beforeEach(() => {
  folder = createTempFolder()
  clock = createFakeClock()
  file = { path: folder.file('kept.db'), key, clock, log: silentLog }
})

afterEach(() => {
  expect(clock.pending).toBe(0)
  folder.remove()
})

/** Leaves the file as a version with one step more in its schema would. */
function renew(kind: DatabaseKind, sql: string): void {
  const migrations = [...kind.migrations, { name: 'later-step', sql }]
  const request = { ...file, kind: { ...kind, migrations }, synchronous: 'full', busyTimeoutMs: 0 } as const
  const answer = openDatabase(request)
  if (!answer.ok) throw new Error(answer.failure.code)
  expect(answer.value.setAside).toBeNull()
  closeDatabase(answer.value.database)
}

const setAsideFiles = () => readdirSync(folder.path).filter((name) => name.includes('set-aside'))

test('notes begun and finished, and what the CRM is owed of them', () => {
  const draft = { ...emptyDraft(CallId.parse('call-9')), revision: 4, note: 'half a sent' }
  const newer = createWrapUpStore({ ...file, hasCrm: true })
  newer.saveDraft(draft)
  newer.finish(recordOf(1))
  newer.close()
  renew(deskDatabase, 'ALTER TABLE draft ADD COLUMN colour TEXT')

  const older = createWrapUpStore({ ...file, hasCrm: true })
  expect(older.loadDraft(draft.callId)).toEqual({ ok: true, value: draft })
  expect(older.unsent()).toEqual([recordOf(1)])
  expect(older.dueToCrm()).toEqual([recordOf(1)])
  older.close()
  expect(setAsideFiles()).toHaveLength(1)

  // Kept by now in a file of its own, which is no newer one.
  const again = createWrapUpStore({ ...file, hasCrm: true })
  expect(again.unsent()).toEqual([recordOf(1)])
  again.close()
  expect(setAsideFiles()).toHaveLength(1)
})

test('records on their way to the CRM, and which it has already', () => {
  const activityOf = (serial: number) =>
    CrmActivity.parse({
      activityId: `00000000-0000-4000-8000-00000000000${serial}`,
      callId: `call-${serial}`,
      personId: null,
      number: '+989121112233',
      direction: 'in',
      startedAtMs: 1,
      talkMs: 2,
      agentName: 'Sara',
      queueName: null,
      dispositionId: null,
      note: `note ${serial}`,
      followUpOn: null,
      recordingUrl: null,
      writtenAtMs: 3,
    })
  const [had, owed] = [activityOf(1), activityOf(2)]
  const newer = createOutgoingStore(file)
  for (const activity of [had, owed]) newer.put(toOutgoing(activity, null))
  newer.close(had.activityId)
  newer.end()
  renew(writeBackDatabase, 'ALTER TABLE activity ADD COLUMN colour TEXT')

  const older = createOutgoingStore(file)
  expect(older.all.map(({ activity }) => activity)).toEqual([owed])
  older.put(toOutgoing(had, null))
  older.end()
  const again = createOutgoingStore(file)
  expect(again.all.map(({ activity }) => activity)).toEqual([owed])
  again.end()
})

const call: KeptCall = {
  id: 'sip-1',
  sipCallId: 'sip-1',
  callId: null,
  direction: 'in',
  number: '+989121112233',
  name: null,
  personId: null,
  queueName: 'Sales',
  dialledNumber: null,
  failure: null,
  queuedMs: null,
  beganAtMs: 5,
  answeredAtMs: null,
  endedAtMs: 9,
  outcome: 'missed',
  isSeen: false,
  heardAtMs: 9,
}

test('the history of calls', () => {
  const newer = createHistoryStore(file)
  newer.put(call)
  newer.close()
  renew(historyDatabase, 'ALTER TABLE call ADD COLUMN colour TEXT')

  const older = createHistoryStore(file)
  expect([...older.calls]).toEqual([call])
  older.close()
})

test('a version that keeps only the name of a queue reads calls with its id, and writes ones this version reads', () => {
  const newer = createHistoryStore(file)
  newer.put({ ...call, queueId: QueueId.parse('sales') })
  newer.close()

  const opened = openDatabase({ ...file, kind: historyDatabase, synchronous: 'normal', busyTimeoutMs: 0 })
  if (!opened.ok) throw new Error(opened.failure.code)
  const { database } = opened.value
  const rows = database.prepare<[], string>('SELECT entry FROM call').pluck().all()
  const ofOld = KeptCall.omit({ queueId: true })
  const read = rows.map((row) => ofOld.parse(JSON.parse(row)))
  expect(read).toEqual([call])
  createHistoryFile(database).write(read.map((each) => ({ ...each, isSeen: true })))
  closeDatabase(database)

  const again = createHistoryStore(file)
  expect([...again.calls]).toEqual([{ ...call, isSeen: true }])
  again.close()
  expect(setAsideFiles()).toEqual([])
})

test('of a newer file whose tables have other names, nothing is asked in vain, and work goes on', () => {
  const newer = createWrapUpStore({ ...file, hasCrm: true })
  newer.finish(recordOf(1))
  newer.close()
  renew(deskDatabase, 'ALTER TABLE outbox RENAME TO finished_record')

  const older = createWrapUpStore({ ...file, hasCrm: true })
  expect(older.unsent()).toEqual([])
  expect(older.finish(recordOf(2))).toEqual({ ok: true, value: null })
  older.close()
  expect(setAsideFiles()).toHaveLength(1)
})
