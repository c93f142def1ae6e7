/** What an agent writes reaches the CRM: in order for each person, once, however long it takes, and in nobody else's name. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { PersonId } from '#contract/ids'
import type { WriteBackEntry } from '#contract/writeBack'
import { answered, hasProblem } from '#main/crm/connector/crmAnswer'
import type { KeptCall } from '#main/desk/history/historyBook'
import { openRoom, recordOf, type WriteBackRoom } from '#tests/main/crm/writeBack/writeBackRoom'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

let folder: TempFolder
let room: WriteBackRoom

beforeEach(() => {
  folder = createTempFolder()
  room = openRoom(folder)
})

afterEach(() => {
  room.close()
  folder.remove()
})

const notes = () => room.asked.map(({ note }) => note)
const settle = () => room.clock.advanceAsync(0)
const list = (): WriteBackEntry[] => {
  const answer = room.desk.list()
  if (!answer.ok) throw new Error(answer.failure.code)
  return answer.value
}

/** The same room after a restart of the desk, at the same moment. */
function reopen(answer: WriteBackRoom['answer']): void {
  room.close()
  const { clock } = room
  room = openRoom(folder, clock, answer)
}

const call: KeptCall = {
  id: 'sip-1',
  sipCallId: 'sip-1',
  callId: recordOf(1).callId,
  direction: 'in',
  number: '+989121234567',
  name: 'Mina Rahimi',
  personId: PersonId.parse('mina'),
  queueName: 'Sales',
  dialledNumber: null,
  beganAtMs: 10_000,
  queuedMs: 4000,
  answeredAtMs: 15_000,
  endedAtMs: 75_000,
  failure: null,
  outcome: 'answered',
  isSeen: true,
  heardAtMs: 75_000,
}

test('a finished record is written with what the desk knows of the call, its task and its recording', async () => {
  room.history.set(call.callId ?? '', call)
  room.finish(recordOf(1))
  await settle()
  expect(room.asked).toEqual([
    {
      activityId: expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      ),
      callId: 'call-1',
      personId: 'mina',
      number: '+989121234567',
      direction: 'in',
      startedAtMs: 10_000,
      talkMs: 60_000,
      agentName: 'Agent sara',
      queueName: 'Sales',
      dispositionId: 'callback',
      note: 'note 1',
      followUpOn: '2026-11-24',
      recordingUrl: 'https://rec.example/calls/call-1.wav',
      writtenAtMs: 1001,
    },
  ])
  expect(room.desk.state).toMatchObject({ waiting: 0, rejected: 0 })
})

test('a person’s records keep their order; the trouble of one holds nobody else back', async () => {
  room.answer = ({ personId, note }) =>
    personId === 'mina' && note === 'note 1' ? hasProblem('nonsense', 'no JSON') : answered(null)
  room.finish(recordOf(1))
  room.finish(recordOf(2))
  room.finish(recordOf(3, { personId: PersonId.parse('omid') }))
  await settle()
  expect(notes()).toEqual(['note 1', 'note 3'])
  expect(list()).toMatchObject([
    { note: 'note 1', reason: 'nonsense', detail: 'no JSON', nextTryAtMs: expect.any(Number) },
    { note: 'note 2', reason: 'behind', nextTryAtMs: null },
  ])
  room.answer = () => answered(null)
  await room.clock.advanceAsync(2000)
  expect(notes()).toEqual(['note 1', 'note 3', 'note 1', 'note 2'])
  expect(list()).toEqual([])
})

test('a CRM that is away is asked with one record only, ever more rarely, over days and restarts', async () => {
  room.answer = () => hasProblem('unreachable', 'connection refused')
  for (const serial of [1, 2, 3]) room.finish(recordOf(serial, { personId: PersonId.parse(`p${serial}`) }))
  await room.clock.advanceAsync(60_000)
  expect(new Set(notes())).toEqual(new Set(['note 1']))
  expect(room.asked.length).toBeLessThan(8)
  await room.clock.advanceAsync(3 * 24 * 3_600_000)
  const inThreeDays = room.asked.length
  expect(inThreeDays).toBeGreaterThan(200)
  expect(inThreeDays).toBeLessThan(400)
  reopen(() => hasProblem('unreachable', 'connection refused'))
  expect(room.desk.state.waiting).toBe(3)
  await room.clock.advanceAsync(24 * 3_600_000)
  expect(room.asked.length).toBeGreaterThan(50)
  room.answer = () => answered(null)
  await room.clock.advanceAsync(3_600_000)
  expect(room.desk.state.waiting).toBe(0)
  expect(notes().slice(-3)).toEqual(['note 1', 'note 2', 'note 3'])
})

test('the pause a CRM asks for is kept', async () => {
  room.answer = () => hasProblem('busy', '429', 120_000)
  room.finish(recordOf(1))
  await room.clock.advanceAsync(119_000)
  expect(room.asked).toHaveLength(1)
  await room.clock.advanceAsync(10_000)
  expect(room.asked).toHaveLength(2)
})

test('a record refused for good is kept and shown, lets the next one pass, and is tried again or dropped by hand', async () => {
  room.answer = ({ note }) => (note === 'note 1' ? hasProblem('rejected', 'no such person') : answered(null))
  room.finish(recordOf(1))
  room.finish(recordOf(2))
  await settle()
  expect(notes()).toEqual(['note 1', 'note 2'])
  expect(room.desk.state).toMatchObject({ waiting: 0, rejected: 1 })
  expect(list()).toMatchObject([
    { note: 'note 1', reason: 'rejected', detail: 'no such person', nextTryAtMs: null },
  ])
  await room.clock.advanceAsync(24 * 3_600_000)
  expect(room.asked).toHaveLength(2)
  const [first] = list()
  room.desk.retry(first?.activityId ?? null)
  await settle()
  expect(notes()).toEqual(['note 1', 'note 2', 'note 1'])
  reopen(() => hasProblem('rejected', 'no such person'))
  expect(room.desk.state).toMatchObject({ waiting: 0, rejected: 1 })
  expect(room.desk.drop(first?.activityId ?? '')).toEqual({ ok: true, value: null })
  expect(room.desk.state).toMatchObject({ waiting: 0, rejected: 0 })
  expect(room.desk.drop(first?.activityId ?? '')).toMatchObject({ ok: false, failure: { code: 'not-found' } })
})

test('one that may still be taken cannot be dropped', async () => {
  room.answer = () => hasProblem('unreachable', '')
  room.finish(recordOf(1))
  await settle()
  expect(room.desk.drop(list()[0]?.activityId ?? '')).toMatchObject({ failure: { code: 'wrong-state' } })
})

test('the same writing finished twice is one activity, another writing about the same call a second', async () => {
  room.finish(recordOf(1))
  await settle()
  room.finish(recordOf(1, { commandId: recordOf(7).commandId, writtenAtMs: 5000 }))
  room.finish(recordOf(1, { commandId: recordOf(8).commandId, note: 'and one thing more' }))
  await settle()
  expect(notes()).toEqual(['note 1', 'and one thing more'])
  expect(new Set(room.asked.map(({ activityId }) => activityId)).size).toBe(2)
})

test('what one agent wrote waits until that agent is back', async () => {
  room.answer = () => hasProblem('unreachable', '')
  room.finish(recordOf(1))
  await settle()
  room.signIn('omid')
  room.answer = () => answered(null)
  await room.clock.advanceAsync(3_600_000)
  expect(room.desk.state).toMatchObject({ waiting: 0, rejected: 0 })
  room.finish(recordOf(2))
  await settle()
  expect(room.asked.map(({ agentName, note }) => [agentName, note])).toEqual([
    ['Agent sara', 'note 1'],
    ['Agent omid', 'note 2'],
  ])
  room.signIn(null)
  await room.clock.advanceAsync(3_600_000)
  room.signIn('sara')
  await room.clock.advanceAsync(3_600_000)
  expect(room.asked.at(-1)).toMatchObject({ agentName: 'Agent sara', note: 'note 1' })
})

test('nothing is sent to a CRM that takes no records; it is sent when it does', async () => {
  room.canWrite = false
  room.finish(recordOf(1))
  await room.clock.advanceAsync(60_000)
  expect(room.asked).toEqual([])
  expect(list()).toMatchObject([{ reason: 'cannot-write' }])
  room.canWrite = true
  await settle()
  expect(notes()).toEqual(['note 1'])
})

test('what was written about a person who is forgotten is gone too', async () => {
  room.answer = () => hasProblem('unreachable', '')
  room.finish(recordOf(1))
  room.finish(recordOf(2, { personId: PersonId.parse('omid') }))
  await settle()
  room.forget('mina')
  expect(list()).toMatchObject([{ note: 'note 2' }])
  reopen(() => answered(null))
  await room.clock.advanceAsync(3_600_000)
  expect(notes()).toEqual(['note 2'])
})

test('everything that waits can be saved as a table or as JSON, harmless to a spreadsheet', async () => {
  room.answer = () => hasProblem('rejected', 'no')
  room.finish(recordOf(1, { note: '=HYPERLINK("http://bad")\nsecond line' }))
  await settle()
  const csv = room.desk.save('csv')
  const json = room.desk.save('json')
  if (!csv.ok || !json.ok) throw new Error('Nothing was saved')
  expect(csv.value.name).toBe('najva-crm-records-2026-11-23.csv')
  expect(csv.value.text).toContain(`"'=HYPERLINK(""http://bad"")\nsecond line"`)
  expect(csv.value.text.split('\r\n')[0]).toContain('activityId,state,problem')
  expect(JSON.parse(json.value.text)).toMatchObject([
    { state: 'rejected', problem: 'rejected: no', callId: 'call-1' },
  ])
})

test('a connector that throws costs a try, not the record', async () => {
  room.answer = () => Promise.reject(new Error('the thread died'))
  room.finish(recordOf(1))
  await settle()
  expect(list()).toMatchObject([{ note: 'note 1', reason: 'nonsense' }])
  room.answer = () => answered(null)
  await room.clock.advanceAsync(2000)
  expect(list()).toEqual([])
})

test('the file is closed with nothing left to do', async () => {
  room.answer = () => hasProblem('unreachable', '')
  room.finish(recordOf(1))
  await settle()
  room.close()
  expect(room.clock.pending).toBe(0)
})
