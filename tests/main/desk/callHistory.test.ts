/** Every call of an agent is kept once, however it ended and whatever became of its page, and is found again. */
import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Agent } from '#contract/agent'
import { type Centre, emptyCentre, type LiveMessage } from '#contract/centre'
import { done } from '#contract/failure'
import type { CallReport, HistoryQuery } from '#contract/history'
import { mostHistory, toTalkMs, toWaitMs } from '#contract/history'
import { CallId, PersonId, QueueId } from '#contract/ids'
import { createHistoryDesk, type HistoryDesk, interruptedAfterMs } from '#main/desk/history/historyDesk'
import { createHistoryStore } from '#main/desk/history/historyStore'
import { queueOf } from '#tests/main/crm/prefetch/prefetchRoom'
import { createFakeClock, type FakeClock } from '#tests/support/fakeClock'
import { silentLog } from '#tests/support/silentLog'
import { canMount, createSmallDisk } from '#tests/support/smallDisk'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

const key = new Uint8Array(32).fill(5)
let folder: TempFolder
let path: string
let clock: FakeClock
let desk: HistoryDesk
let tellLive: (message: LiveMessage) => void
let session: { agentId: string } | null
let centre: Centre | null

beforeEach(() => {
  folder = createTempFolder()
  path = folder.file('profile/agents/one.calls.db')
  clock = createFakeClock()
  session = { agentId: 'agent-1' }
  centre = null
  desk = open()
})

afterEach(() => {
  desk.close()
  expect(clock.pending).toBe(0)
  folder.remove()
})

function open(): HistoryDesk {
  return createHistoryDesk({
    link: {
      get session() {
        return session as never
      },
      get centre() {
        return centre
      },
      onChange: () => () => undefined,
      onLive(listener) {
        tellLive = listener
        return () => undefined
      },
    },
    cache: { lookup: () => done({ kind: 'none' }) },
    clock,
    openStore: () => createHistoryStore({ path, key, clock, log: silentLog }),
  })
}

function restart(): void {
  desk.close()
  desk = open()
}

let serial = 0
function report(change: Partial<CallReport> = {}): CallReport {
  serial += 1
  return {
    sipCallId: `sip-${serial}`,
    callId: null,
    direction: 'in',
    number: '+989123456789',
    name: null,
    personId: null,
    queueName: null,
    dialledNumber: null,
    beganAtMs: clock.nowMs(),
    queuedMs: null,
    answeredAtMs: null,
    endedAtMs: null,
    failure: null,
    outcome: null,
    ...change,
  }
}

const all = { text: '', show: 'all', limit: 50 } as const
function list(text = '', show: HistoryQuery['show'] = 'all') {
  const answer = desk.find({ ...all, text, show })
  if (!answer.ok) throw new Error(answer.failure.code)
  return answer.value.entries
}

test('a call is shown once it is over, with its wait and its talk, also after a restart', () => {
  const first = report({ queueName: 'Support', queuedMs: 40_000, callId: CallId.parse('c1') })
  desk.note('page', first)
  expect(list()).toEqual([])
  const answered = { ...first, answeredAtMs: first.beganAtMs + 5000 }
  desk.note('page', answered)
  desk.note('page', { ...answered, endedAtMs: first.beganAtMs + 65_000, outcome: 'hung-up' })
  restart()
  const [entry, ...others] = list()
  expect(others).toEqual([])
  expect(entry).toMatchObject({ outcome: 'answered', direction: 'in', queueName: 'Support' })
  expect(entry && [toWaitMs(entry), toTalkMs(entry)]).toEqual([45_000, 60_000])
})

test('a caller who rings here again before anybody spoke with them is one call', () => {
  const callId = CallId.parse('c1')
  const first = report({ callId, outcome: 'missed', endedAtMs: clock.nowMs() + 15_000 })
  desk.note('page', first)
  expect(desk.state.unseenMissed).toBe(1)
  clock.advance(30_000)
  const again = report({ callId })
  desk.note('page', again)
  expect(desk.state.unseenMissed).toBe(0)
  const answered = { ...again, answeredAtMs: clock.nowMs(), endedAtMs: clock.nowMs() + 1000 }
  desk.note('page', { ...answered, outcome: 'hung-up' })
  expect(list()).toMatchObject([{ outcome: 'answered', beganAtMs: first.beganAtMs }])
})

test('one who was talked to and comes back is another call', () => {
  const callId = CallId.parse('c1')
  const over = { answeredAtMs: clock.nowMs(), endedAtMs: clock.nowMs(), outcome: 'hung-up' } as const
  desk.note('page', report({ callId, ...over }))
  desk.note('page', report({ callId, ...over }))
  expect(list()).toHaveLength(2)
})

test.each([
  [{ outcome: 'missed' }, 'missed'],
  [{ outcome: 'failed', failure: 'timed-out' }, 'missed'],
  [{ outcome: 'declined' }, 'declined'],
  [{ outcome: 'answered-elsewhere' }, 'elsewhere'],
  [{ direction: 'out', outcome: 'failed', failure: 'call-busy' }, 'unreached'],
  [{ direction: 'out', outcome: 'hung-up' }, 'unreached'],
] as const)('%j is told as %s', (change, outcome) => {
  desk.note('page', report({ ...change, endedAtMs: clock.nowMs() }))
  expect(list()).toMatchObject([{ outcome, isSeen: outcome !== 'missed' }])
})

test('a page lost in a call: another takes it up, and it stays one call', () => {
  const leave = desk.open('old')
  const call = report({ answeredAtMs: clock.nowMs() })
  desk.note('old', call)
  leave()
  clock.advance(interruptedAfterMs - 1)
  const end = desk.open('new')
  desk.note('new', { ...call, sipCallId: call.sipCallId })
  clock.advance(interruptedAfterMs * 2)
  expect(list()).toEqual([])
  desk.note('new', { ...call, endedAtMs: clock.nowMs(), outcome: 'hung-up' })
  expect(list()).toMatchObject([{ outcome: 'answered' }])
  end()
})

test('a page lost in a call that nobody takes up again: the call is there, and says that its end is not known', () => {
  const leave = desk.open('page')
  desk.note('page', report({ answeredAtMs: clock.nowMs() }))
  desk.note('page', report({}))
  leave()
  clock.advance(interruptedAfterMs)
  expect(list().map((each) => each.outcome)).toEqual(['interrupted', 'missed'])
  expect(list().map(toTalkMs)).toEqual([null, null])
})

test('the live model says how long was talked where the page could not', () => {
  const callId = CallId.parse('c1')
  const leave = desk.open('page')
  desk.note('page', report({ callId, answeredAtMs: clock.nowMs() }))
  leave()
  const endedAtMs = clock.nowMs() + 20_000
  tellLive({
    kind: 'snapshot',
    position: { epoch: 'e', seq: 0 },
    atMs: endedAtMs,
    centre: { ...emptyCentre(connected), agents: [inWrapUp(callId, endedAtMs, 17_000)] },
  })
  expect(list()).toMatchObject([{ outcome: 'answered', endedAtMs, answeredAtMs: endedAtMs - 17_000 }])
})

test('the whole desk is killed in a call: the next start tells of it once', () => {
  desk.note('page', report({ answeredAtMs: clock.nowMs() }))
  restart()
  expect(list()).toMatchObject([{ outcome: 'interrupted' }])
  restart()
  expect(list()).toHaveLength(1)
})

test('calls are found by name, queue and number, in any spelling', () => {
  const over = { outcome: 'hung-up', answeredAtMs: 1, endedAtMs: 2 } as const
  desk.note('page', report({ ...over, name: 'مینا رحيمی', personId: PersonId.parse('p1') }))
  desk.note('page', report({ ...over, number: '+442079460958', name: 'Zoë', queueName: 'Sales' }))
  expect(list('رحیمی')).toHaveLength(1)
  expect(list('zoe')).toHaveLength(1)
  expect(list('sales')).toHaveLength(1)
  expect(list('0912 345')).toHaveLength(1)
  expect(list('۰۹۱۲۳۴۵')).toHaveLength(1)
  expect(list('nobody')).toEqual([])
})

test('a queue is found by its names of now in either language, and by the one it had when the call was taken', () => {
  const call = report({ queueId: QueueId.parse('sales'), queueName: 'Sales North' })
  desk.note('page', call)
  const { queueId: _, ...rest } = call
  desk.note('page', { ...rest, queueName: null, outcome: 'missed', endedAtMs: clock.nowMs() })
  restart()
  expect(list()).toMatchObject([{ queueId: 'sales', queueName: 'Sales North' }])
  const renamed = { ...queueOf([]), label: { en: 'Orders', fa: 'سفارش‌ها' } }
  centre = { ...emptyCentre(connected), queues: [renamed] }
  expect([list('orders'), list('سفارش'), list('north')].map((found) => found.length)).toEqual([1, 1, 1])
  // The queue is gone: what it was called is all that is left.
  centre = emptyCentre(connected)
  expect([list('orders'), list('north')].map((found) => found.length)).toEqual([0, 1])
})

test('what was dialled is found alone, reached or not, however many calls came in since', () => {
  for (const outcome of ['hung-up', 'failed'] as const) {
    desk.note('page', report({ direction: 'out', number: `+98912000000${outcome.length}`, outcome }))
    clock.advance(60_000)
  }
  for (let at = 0; at < 60; at += 1) desk.note('page', report({ outcome: 'missed' }))
  expect(list('', 'dialled').map(({ number }) => number)).toEqual(['+989120000006', '+989120000007'])
})

test('looking at missed calls takes their mark away, for good', () => {
  desk.note('page', report({ outcome: 'missed', endedAtMs: 1 }))
  expect(desk.state.unseenMissed).toBe(1)
  desk.markSeen()
  restart()
  expect(desk.state.unseenMissed).toBe(0)
  expect(list('', 'missed')).toHaveLength(1)
})

test('the newest are kept, and no more than the bound', () => {
  const store = createHistoryStore({ path: folder.file('b.db'), key, clock, log: silentLog })
  for (let at = 0; at < mostHistory + 20; at += 1) {
    const { outcome: _, ...facts } = report({ beganAtMs: at })
    store.put({ ...facts, id: `${at}`, outcome: 'declined', isSeen: true, heardAtMs: at })
  }
  store.close()
  const again = createHistoryStore({ path: folder.file('b.db'), key, clock, log: silentLog })
  const kept = [...again.calls]
  again.close()
  expect([kept.length, kept[0]?.beganAtMs]).toEqual([mostHistory, 20])
}, 60_000)

test('nothing of a call can be read on the disk without the key', () => {
  desk.note('page', report({ name: 'Mina Rahimi', outcome: 'missed', endedAtMs: 1 }))
  desk.close()
  const parent = folder.file('profile/agents')
  const bytes = readdirSync(parent)
    .map((name) => readFileSync(`${parent}/${name}`, 'latin1'))
    .join('')
  expect(bytes).not.toContain('Rahimi')
  expect(bytes).not.toContain('9123456789')
  desk = open()
  expect(list()).toHaveLength(1)
})

test.skipIf(!canMount())('a full disk costs no call: it is held, and written when there is room', () => {
  const disk = createSmallDisk(2)
  if (disk === null) throw new Error('The disk that could be mounted a moment ago cannot be')
  const onSmall = () => createHistoryStore({ path: `${disk.folder}/calls.db`, key, clock, log: silentLog })
  const store = onSmall()
  disk.fillUp()
  const { outcome: _, ...facts } = report({ name: 'x'.repeat(100) })
  for (let at = 0; at < 200; at += 1)
    store.put({ ...facts, id: `${at}`, outcome: 'declined', isSeen: true, heardAtMs: 1 })
  expect([...store.calls]).toHaveLength(200)
  expect(clock.pending).toBe(1)
  disk.free()
  clock.advance(2000)
  expect(clock.pending).toBe(0)
  store.close()
  const again = onSmall()
  expect([...again.calls]).toHaveLength(200)
  again.close()
  disk.remove()
})

const connected = { kind: 'connected', sinceMs: 0, failure: null, roundTripMs: 1 } as const

function inWrapUp(callId: CallId, startedAtMs: number, talkedMs: number): Agent {
  return Agent.parse({
    id: 'agent-1',
    name: 'Sara',
    extension: '1001',
    role: 'agent',
    queueIds: [],
    status: { kind: 'available', sinceMs: 0 },
    nextStatus: null,
    activity: {
      kind: 'wrapUp',
      sinceMs: startedAtMs,
      wrapUp: {
        callId,
        queueId: null,
        caller: { number: null, name: null },
        dialledNumber: null,
        startedAtMs,
        endsAtMs: null,
        extendedTimes: 0,
        waitedMs: 0,
        talkedMs,
      },
    },
    phone: 'registered',
    today: { handled: 0, missed: 0, talkMs: 0, wrapUpMs: 0, finished: 0, wrappedUp: 0 },
  })
}
