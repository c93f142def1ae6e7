/** The phone against the practice exchange in a real browser: ring, answer, sound both ways, hold, digits, endings. */
import { expect, test } from 'vitest'
import { defaultSettings } from '#contract/settings'
import { agentHz, callerHz, extension, poll } from '#tests/renderer/phone/phoneRoom'
import { openRegisteredRoomForEachTest, room } from '#tests/renderer/phone/registeredRoom'

/** A tone that is there is far above this, and silence far below. */
const audibleDb = -50

openRegisteredRoomForEachTest()

async function ring(headers: Record<string, string> = {}): Promise<void> {
  room.ring('leg', headers)
  await room.until('ringing', ({ call }) => call?.state === 'ringing')
}

async function answer(): Promise<void> {
  expect(await room.page.evaluate(() => window.najva.phone.answer())).toEqual({ ok: true, value: null })
  await room.untilEvent('answered')
}

test('a call rings with its caller, is answered, and both hear each other', async () => {
  await ring({ 'X-Najva-Call': 'call-7' })
  const { call } = await room.page.evaluate(() => window.najva.snapshot())
  expect(call).toMatchObject({ callId: 'call-7', number: '+982112345678', name: 'Sara Karimi' })
  expect(await room.page.evaluate(() => window.najva.openMicrophones())).toBe(0)
  await answer()
  const ear = room.talk('leg')
  await poll('the caller hears the agent', () => (ear.levelDb(agentHz) > audibleDb ? true : null))
  const heard = await room.page.evaluate(() => window.najva.hear(500))
  expect(heard.level).toBeGreaterThan(0.02)
  expect(Math.abs(heard.hz - callerHz)).toBeLessThan(15)
  expect(await room.page.evaluate(() => performance.getEntriesByName('najva:audio').length)).toBe(1)
  ear.close()
})

test('mute and hold silence the agent; hold silences the caller too; both come back', async () => {
  await ring()
  await answer()
  const ear = room.talk('leg')
  const hears = (isHeard: boolean) =>
    poll(`agent ${isHeard ? 'heard' : 'silent'}`, () =>
      ear.levelDb(agentHz) > audibleDb === isHeard ? true : null,
    )
  await hears(true)
  await room.page.evaluate(() => window.najva.phone.setMuted(true))
  await hears(false)
  await room.page.evaluate(() => window.najva.phone.setMuted(false))
  await hears(true)
  expect(await room.page.evaluate(() => window.najva.phone.setHeld(true))).toEqual({ ok: true, value: null })
  expect((await room.page.evaluate(() => window.najva.snapshot())).call?.state).toBe('held')
  await room.untilEvent('held')
  await hears(false)
  await poll('the caller is silent', async () => {
    const { level } = await room.page.evaluate(() => window.najva.hear(250))
    return level < 0.002 ? true : null
  })
  expect(await room.page.evaluate(() => window.najva.phone.setHeld(false))).toEqual({ ok: true, value: null })
  await room.untilEvent('resumed')
  await hears(true)
  await poll('the caller is heard again', async () => {
    const { level } = await room.page.evaluate(() => window.najva.hear(250))
    return level > 0.02 ? true : null
  })
  ear.close()
})

test('digits arrive as RFC 4733 events, in order', async () => {
  await ring()
  await answer()
  const ear = room.talk('leg')
  await poll('sound', () => (ear.levelDb(agentHz) > audibleDb ? true : null))
  for (const digit of '42#') await room.page.evaluate((each) => window.najva.phone.sendDigit(each), digit)
  const digits = () => room.events.flatMap((event) => (event.kind === 'digit' ? [event.digit] : []))
  await poll('three digits', () => (digits().length === 3 ? true : null))
  expect(digits()).toEqual(['4', '2', '#'])
  expect(await room.page.evaluate(() => window.najva.phone.sendDigit('x'))).toMatchObject({ ok: false })
  ear.close()
})

test('either side may hang up, and the microphone is closed each time', async () => {
  await ring()
  await answer()
  expect(await room.page.evaluate(() => window.najva.openMicrophones())).toBe(1)
  await room.page.evaluate(() => window.najva.phone.hangUp())
  await room.untilEvent('hungUp')
  expect(await room.page.evaluate(() => window.najva.openMicrophones())).toBe(0)
  room.events.length = 0
  await ring()
  await answer()
  room.telephony.hangUp('leg', 'normal')
  await room.until('ended', ({ call }) => call?.state === 'ended')
  expect(await room.page.evaluate(() => window.najva.openMicrophones())).toBe(0)
  expect((await room.page.evaluate(() => window.najva.events)).at(-1)).toMatchObject({ outcome: 'hung-up' })
})

test('a decline is told to the exchange as busy', async () => {
  await ring()
  await room.page.evaluate(() => window.najva.phone.decline())
  expect(await room.untilEvent('refused')).toMatchObject({ sipStatus: 486 })
  expect((await room.page.evaluate(() => window.najva.events)).at(-1)).toMatchObject({ outcome: 'declined' })
})

test.each([
  ['normal', 'missed'],
  ['answered-elsewhere', 'answered-elsewhere'],
] as const)('a call cancelled (%s) is %s', async (reason, outcome) => {
  await ring()
  room.telephony.hangUp('leg', reason)
  await room.until('ended', ({ call }) => call?.state === 'ended')
  expect((await room.page.evaluate(() => window.najva.events)).at(-1)).toMatchObject({
    kind: 'ended',
    outcome,
  })
})

test('a microphone pulled out in a call is replaced by another, and the caller goes on hearing the agent', async () => {
  await ring()
  await answer()
  const ear = room.talk('leg')
  const heard = () => poll('heard', () => (ear.levelDb(agentHz) > audibleDb ? true : null))
  await heard()
  const failures = room.page.evaluate(
    () =>
      new Promise((resolve) => {
        const seen: (string | null)[] = []
        let last: string | null = null
        // Other things change meanwhile, the round trip for one: only what becomes of the failure is recorded.
        window.najva.phone.onChange(({ deviceFailure }) => {
          const code = deviceFailure?.code ?? null
          if (code === last) return
          last = code
          seen.push(code)
          if (seen.length === 2) resolve(seen)
        })
        window.najva.pullMicrophone()
      }),
  )
  expect(await failures).toEqual(['microphone-absent', null])
  await heard()
  expect(await room.page.evaluate(() => window.najva.openMicrophones())).toBe(1)
  ear.close()
})

test('the microphone can be changed during a call', async () => {
  await room.page.evaluate(() => window.najva.phone.refreshDevices())
  const { devices } = await room.until('names', ({ devices }) => devices.microphones.length > 1)
  const other = devices.microphones.at(-1) ?? { id: '', label: '' }
  await ring()
  await answer()
  const before = await room.page.evaluate(() => window.najva.microphoneNames())
  expect(before).not.toContain(other.label)
  await room.page.evaluate((settings) => window.najva.phone.setAudio(settings), {
    ...defaultSettings,
    microphone: [other],
  })
  await poll('changed', async () => {
    const names = await room.page.evaluate(() => window.najva.microphoneNames())
    return names.length === 1 && names[0] === other.label ? true : null
  })
})

test('a line that breaks ends the ring, and the phone registers again by itself', async () => {
  await ring()
  room.line.cut()
  const { call } = await room.until('lost', ({ link }) => link.kind === 'disconnected')
  expect(call).toMatchObject({ state: 'ended', failure: { code: 'switch-away' } })
  room.line.mend()
  await room.until('connected again', ({ link }) => link.kind === 'connected')
  expect(room.telephony.isRegistered(extension)).toBe(true)
})

test('a line that goes silent without a word is noticed while the phone rings', async () => {
  await ring()
  await room.until('measured', ({ link }) => link.roundTripMs !== null)
  room.line.freeze()
  await room.page.evaluate(() => window.najva.phone.checkLink())
  const { call } = await room.until('noticed', ({ link }) => link.kind !== 'connected')
  expect(call).toMatchObject({ state: 'ended', failure: { code: 'switch-away' } })
  room.line.cut()
  room.line.mend()
  await room.until('connected again', ({ link }) => link.kind === 'connected')
})

test('a call goes on when only the signalling line breaks', async () => {
  await ring()
  await answer()
  const ear = room.talk('leg')
  await poll('sound', () => (ear.levelDb(agentHz) > audibleDb ? true : null))
  room.line.cut()
  await room.until('lost', ({ link }) => link.kind !== 'connected')
  expect((await room.page.evaluate(() => window.najva.snapshot())).call?.state).toBe('talking')
  ear.close()
})

test('a wrong password fails once and is not tried again', async () => {
  await room.page.evaluate(
    (credentials) => window.najva.start({ ...credentials, password: 'wrong' }),
    room.credentials,
  )
  const { link } = await room.until('failed', ({ link }) => link.kind === 'failed')
  expect(link.failure?.code).toMatch(/^call-(unauthorised|forbidden)$/)
  const links = await room.page.evaluate(() => window.najva.links)
  expect(links.filter((kind) => kind === 'connecting').length).toBe(2)
})
