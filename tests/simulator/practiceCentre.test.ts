/** The practice centre with real phones: who rings, who hears whom, what is written, and what is refused. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { QueueId } from '#contract/ids'
import { toneLevelDb } from '#simulator/media/toneLevel'
import { parseWav } from '#simulator/media/wavFile'
import type { CallInRequest } from '#simulator/practiceCentre'
import type { Frame } from '#simulator/telephony'
import { createPhoneDouble, type PhoneDouble, phoneToneHz } from '#tests/simulator/support/phoneDouble'
import { createPracticeBench, type PracticeBench, voicesDir } from '#tests/simulator/support/practiceBench'

const caller: CallInRequest = {
  number: '+989121234567',
  name: null,
  dialledNumber: '+982188001001',
  queueId: QueueId.parse('support'),
  voice: 'tone:440',
  patienceMs: null,
}
const silentBelowDb = -60
const clearAboveDb = -20

let phones: PhoneDouble
let bench: PracticeBench | null = null

beforeEach(() => {
  phones = createPhoneDouble()
})
afterEach(async () => {
  await bench?.centre.close()
  expect(bench?.clock.pending ?? 0).toBe(0)
  expect(phones.openConferences).toBe(0)
  bench = null
})

function open(scenario: string, more: { recordDir?: string; voicesDir?: string } = {}): PracticeBench {
  bench = createPracticeBench({ scenario, telephony: phones, ...more })
  return bench
}

async function seat(b: PracticeBench, extension: string) {
  phones.register(extension)
  await b.centre.execute({ kind: 'signIn', extension, pausedReason: null })
}

/** A hang-up is judged after the moment it came in. */
async function hangUp(legId: string) {
  phones.tell({ kind: 'hungUp', legId })
  await Promise.resolve()
}

const levelOf = (frame: Frame | null, hertz: number) => toneLevelDb(frame ?? [], hertz)

describe('a call by hand on the quiet floor', () => {
  test('rings with the call id, and both sides hear each other and not themselves', async () => {
    const b = open('quiet')
    await seat(b, '1001')
    const callId = b.centre.callIn(caller)
    const invite = phones.ringingAt('1001')
    expect(invite?.headers).toEqual({ 'X-Najva-Call': callId })
    expect(invite?.from).toEqual({ number: '+989121234567', name: null })
    const ear: Frame[] = []
    b.centre.onHeard(callId, (frame) => ear.push(frame))
    const legId = phones.answer('1001')
    phones.mix(5)
    expect(levelOf(phones.lastHeard(legId), 440)).toBeGreaterThan(clearAboveDb)
    expect(levelOf(phones.lastHeard(legId), phoneToneHz)).toBeLessThan(silentBelowDb)
    expect(ear).toHaveLength(5)
    expect(levelOf(ear.at(-1) ?? null, phoneToneHz)).toBeGreaterThan(clearAboveDb)
    expect(levelOf(ear.at(-1) ?? null, 440)).toBeLessThan(silentBelowDb)
  })

  test('hold silences both ways, resume restores', async () => {
    const b = open('quiet')
    await seat(b, '1001')
    const callId = b.centre.callIn(caller)
    let ear: Frame | null = null
    b.centre.onHeard(callId, (frame) => {
      ear = frame
    })
    const legId = phones.answer('1001')
    phones.tell({ kind: 'held', legId })
    phones.mix(1)
    expect(levelOf(phones.lastHeard(legId), 440)).toBeLessThan(silentBelowDb)
    expect(levelOf(ear, phoneToneHz)).toBeLessThan(silentBelowDb)
    phones.tell({ kind: 'resumed', legId })
    phones.mix(1)
    expect(levelOf(phones.lastHeard(legId), 440)).toBeGreaterThan(clearAboveDb)
    expect(levelOf(ear, phoneToneHz)).toBeGreaterThan(clearAboveDb)
  })

  test('a phone that says goodbye ends the call; one whose line is lost gives the caller back', async () => {
    const b = open('quiet')
    await seat(b, '1001')
    b.centre.callIn(caller)
    await hangUp(phones.answer('1001'))
    expect(b.ofKind('callEnded').map((event) => event.end)).toEqual(['agent-hung-up'])
    await b.centre.execute({ kind: 'finishWrapUp', extension: '1001' })
    const callId = b.centre.callIn(caller)
    const legId = phones.answer('1001')
    // As the exchange does it: the legs of a lost connection end first, then its registration.
    phones.tell({ kind: 'hungUp', legId })
    phones.unregister('1001')
    await Promise.resolve()
    expect(b.ofKind('callEnded')).toHaveLength(1)
    expect(b.ofKind('callQueued').at(-1)).toMatchObject({ callId, position: 1 })
  })

  test('a caller who hangs up while the phone rings stops it', async () => {
    const b = open('quiet')
    await seat(b, '1001')
    const callId = b.centre.callIn(caller)
    b.centre.hangUpCaller(callId)
    expect(phones.ringingAt('1001')).toBeNull()
    expect(b.ofKind('callEnded').map((event) => event.end)).toEqual(['abandoned'])
  })

  test('patience and talk run out on the clock', async () => {
    const b = open('quiet')
    b.centre.callIn({ ...caller, patienceMs: 12_000 })
    b.clock.advance(11_999)
    expect(b.ofKind('callEnded')).toHaveLength(0)
    b.clock.advance(1)
    expect(b.ofKind('callEnded').map((event) => event.end)).toEqual(['abandoned'])
    await seat(b, '1001')
    b.centre.callIn({ ...caller, talkMs: 5_000 })
    phones.answer('1001')
    b.clock.advance(5_000)
    expect(b.ofKind('callEnded').at(-1)?.end).toBe('caller-hung-up')
  })

  test('a withheld caller has neither number nor name', async () => {
    const b = open('quiet')
    await seat(b, '1001')
    b.centre.callIn({ ...caller, number: null })
    expect(phones.ringingAt('1001')?.from).toEqual({ number: null, name: null })
    expect(b.ofKind('callEntered')[0]?.caller).toEqual({ number: null, name: null })
  })
})

describe('numbers dialled at a phone', () => {
  const dial = (target: string) => {
    phones.tell({ kind: 'dialled', legId: `to ${target}`, extension: '1001', target })
    return `to ${target}`
  }

  test.each([401, 403, 404, 408, 480, 486, 488, 500, 503, 603])(
    '…%i ends with that status',
    async (status) => {
      const b = open('quiet')
      await seat(b, '1001')
      const legId = dial(`+98211234${status}`)
      b.clock.advance(30_000)
      expect(phones.orders.at(-1)).toBe(`refuse ${legId} ${status}`)
      expect(b.ofKind('callEnded').map((event) => event.end)).toEqual(['switch'])
    },
  )

  test('another number rings, is answered by somebody with a voice, and they hang up in the end', async () => {
    const b = open('quiet')
    await seat(b, '1001')
    const legId = dial('+982112345678')
    b.clock.advance(8_000)
    expect(phones.orders).toEqual([`progress ${legId}`, `accept ${legId}`])
    expect(b.ofKind('callConnected').map((event) => event.extension)).toEqual(['1001'])
    b.clock.advance(120_000)
    expect(b.ofKind('callEnded').map((event) => event.end)).toEqual(['caller-hung-up'])
  })

  test('two desks talk to each other', async () => {
    const b = open('quiet')
    await seat(b, '1001')
    await seat(b, '1002')
    const one = dial('1002')
    const other = phones.answer('1002')
    phones.mix(1)
    expect(levelOf(phones.lastHeard(one), phoneToneHz)).toBeGreaterThan(clearAboveDb)
    await hangUp(other)
    expect(phones.orders.at(-1)).toBe(`hangUp ${one} normal`)
  })
})

describe('a learner on the demo floor', () => {
  test('is called within 6 s of becoming available, whatever the seed', async () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const double = createPhoneDouble()
      const b = createPracticeBench({ scenario: 'demo', seed, telephony: double })
      b.centre.start()
      b.clock.advance(25_000)
      double.register('1001')
      await b.centre.execute({ kind: 'signIn', extension: '1001', pausedReason: null })
      b.clock.advance(6_000)
      expect(double.ringingAt('1001')).not.toBeNull()
      await b.centre.close()
    }
  })

  test('is not called while paused or without a phone', async () => {
    const b = open('demo')
    b.centre.start()
    await b.centre.execute({ kind: 'signIn', extension: '1001', pausedReason: null })
    b.clock.advance(120_000)
    expect(b.ofKind('callOffered').filter((event) => event.extension === '1001')).toEqual([])
    await b.centre.execute({ kind: 'pause', extension: '1001', reason: 'lunch' })
    phones.register('1001')
    b.clock.advance(120_000)
    expect(phones.ringingAt('1001')).toBeNull()
  })

  test('gets the next call 40 to 60 s after becoming free again', async () => {
    const b = open('demo')
    b.centre.start()
    await seat(b, '1001')
    b.clock.advance(6_000)
    await hangUp(phones.answer('1001'))
    await b.centre.execute({ kind: 'finishWrapUp', extension: '1001' })
    b.clock.advance(39_999)
    expect(phones.ringingAt('1001')).toBeNull()
    b.clock.advance(20_001)
    expect(phones.ringingAt('1001')).not.toBeNull()
  })

  test('sees colleagues at work from the beginning', async () => {
    const b = open('demo')
    b.centre.start()
    b.clock.advance(60_000)
    expect(b.ofKind('callConnected').length).toBeGreaterThan(1)
  })
})

describe('the ear of a simulated caller', () => {
  let dir: string
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'najva-ear-'))
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  test('is written as the call goes on, whole at every moment', async () => {
    const b = open('quiet', { recordDir: dir })
    await seat(b, '1001')
    const callId = b.centre.callIn(caller)
    phones.answer('1001')
    phones.mix(120)
    // Nobody has closed the file: this is what a kill would leave.
    const reading = parseWav(readFileSync(join(dir, `${callId}.wav`)))
    if (!reading.ok) throw new Error(reading.reason)
    expect(reading.samples.length).toBeGreaterThanOrEqual((120 - 50) * 160)
    expect(toneLevelDb(reading.samples.subarray(0, 1_600), phoneToneHz)).toBeGreaterThan(clearAboveDb)
    b.centre.hangUpCaller(callId)
    const whole = parseWav(readFileSync(join(dir, `${callId}.wav`)))
    expect(whole.ok && whole.samples.length).toBe(120 * 160)
    expect(readdirSync(dir)).toEqual([`${callId}.wav`])
  })

  test('a folder that is not there costs the recording, not the call', async () => {
    const b = open('quiet', { recordDir: join(dir, 'missing') })
    await seat(b, '1001')
    b.centre.callIn(caller)
    const legId = phones.answer('1001')
    phones.mix(100)
    expect(levelOf(phones.lastHeard(legId), 440)).toBeGreaterThan(clearAboveDb)
  })
})

test('a caller with a recorded voice speaks at once, and says goodbye before hanging up', async () => {
  const b = open('quiet', { voicesDir })
  await seat(b, '1001')
  b.centre.callIn({ ...caller, voice: 'fa:invoice', talkMs: 1_000 })
  const legId = phones.answer('1001')
  phones.mix(25)
  const loudest = Math.max(...Array.from(phones.lastHeard(legId) ?? [], Math.abs))
  expect(loudest).toBeGreaterThan(300)
  b.clock.advance(1_000)
  expect(b.ofKind('callEnded')).toHaveLength(0)
  phones.mix(500)
  expect(b.ofKind('callEnded').map((event) => event.end)).toEqual(['caller-hung-up'])
})

describe('the link', () => {
  test('begins with linkUp and a snapshot that holds what has happened before', async () => {
    const b = open('quiet')
    await seat(b, '1001')
    const callId = b.centre.callIn(caller)
    const seen: string[] = []
    const stop = b.centre.listen((event) => {
      seen.push(event.kind)
      if (event.kind === 'snapshot') expect(event.calls.map((call) => call.callId)).toEqual([callId])
    })
    stop()
    b.centre.hangUpCaller(callId)
    expect(seen).toEqual(['linkUp', 'snapshot'])
  })

  test('an unknown extension is not found, a colleague has no phone to give', async () => {
    const b = open('demo')
    const command = { kind: 'pause', extension: '7777', reason: 'x' } as const
    expect(await b.centre.execute(command)).toMatchObject({ ok: false, failure: { code: 'not-found' } })
    expect(await b.centre.issueCredentials('1101')).toMatchObject({ ok: false })
    expect(await b.centre.issueCredentials('1001')).toMatchObject({ ok: true })
  })

  test('a command given while an event is delivered waits for its turn', async () => {
    const b = open('quiet')
    phones.register('1001')
    const order: string[] = []
    b.centre.listen((event) => {
      order.push(event.kind)
      if (event.kind === 'extensionChanged' && event.pausedReason === null) {
        void b.centre.execute({ kind: 'pause', extension: '1001', reason: 'short' })
        order.push('asked')
      }
    })
    await b.centre.execute({ kind: 'signIn', extension: '1001', pausedReason: null })
    const moved = order.filter((kind) => kind !== 'memberPauseChanged')
    expect(moved.slice(-3)).toEqual(['extensionChanged', 'asked', 'extensionChanged'])
  })

  test('a clock that is set back neither turns time back nor stops it', async () => {
    const b = open('quiet')
    b.centre.callIn(caller)
    b.clock.step(-3_600_000)
    b.centre.callIn({ ...caller, patienceMs: 5_000 })
    b.clock.advance(5_000)
    const stamps = b.events.map((event) => event.atMs)
    expect(stamps).toEqual([...stamps].sort((a, c) => a - c))
    expect(b.ofKind('callEnded')).toHaveLength(1)
  })
})
