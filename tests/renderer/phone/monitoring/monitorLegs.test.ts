/** Monitoring legs in a real browser: the token decides, nothing rings, silence goes out, the microphone only when told. */
import { expect, test } from 'vitest'
import type { MonitorId } from '#contract/ids'
import { monitorHeader } from '#contract/monitor'
import { addressesKnownMs } from '#renderer/phone/media/callMedia'
import { tokenDueMs } from '#renderer/phone/monitoring/monitorLegs'
import type { PhoneLeg } from '#renderer/phone/monitoring/phoneLegs'
import { agentHz, callerHz, poll } from '#tests/renderer/phone/phoneRoom'
import { openRegisteredRoomForEachTest, room } from '#tests/renderer/phone/registeredRoom'

const audibleDb = -50
const silentDb = -70
const token = 't'.repeat(40)

openRegisteredRoomForEachTest()

const id = (name: string) => name as MonitorId
const ring = (legId: string, value = token) => room.ring(legId, { [monitorHeader]: value })
const expectToken = (name: string, value = token) =>
  room.page.evaluate(([monitorId, given]) => window.najva.phone.legs.expect(monitorId, given), [
    id(name),
    value,
  ] as const)
const legs = () => room.page.evaluate(() => window.najva.phone.legs.all)
const untilLegs = (name: string, isTrue: (legs: readonly PhoneLeg[]) => boolean) =>
  poll(name, async () => {
    const all = await legs()
    return isTrue(all) ? all : null
  })
const speak = (name: string) => room.page.evaluate((each) => window.najva.phone.legs.speak(each), id(name))
const hush = (name: string) => room.page.evaluate((each) => window.najva.phone.legs.hush(each), id(name))
const microphones = () => room.page.evaluate(() => window.najva.openMicrophones())
const heardFrames = async (ear: { readonly frames: number }, count: number) => {
  const from = ear.frames
  await poll(`${count} frames`, () => (ear.frames - from >= count ? true : null))
}
const nothingRang = async () => {
  expect(await room.page.evaluate(() => window.najva.events)).toEqual([])
  expect((await room.page.evaluate(() => window.najva.snapshot())).call).toBeNull()
  expect(room.events.filter(({ kind }) => kind === 'ringing')).toEqual([])
}

test.each([
  ['the token first', true],
  ['the INVITE first', false],
])(
  '%s: the leg is answered by itself, rings nowhere, and its microphone is closed',
  async (_, isTokenFirst) => {
    if (isTokenFirst) await expectToken('m1')
    ring('leg')
    if (!isTokenFirst) {
      await new Promise((resolve) => setTimeout(resolve, 200))
      expect(room.events.map(({ kind }) => kind)).not.toContain('answered')
      await expectToken('m1')
    }
    await room.untilEvent('answered')
    expect(await untilLegs('up', (all) => all.length === 1)).toEqual([
      { monitorId: 'm1', kind: 'monitoring', microphone: 'out' },
    ])
    await nothingRang()
    expect(await microphones()).toBe(0)
  },
)

test('a wrong token, an empty one and one used before are refused with 403, without a sound', async () => {
  await expectToken('m1')
  ring('first')
  await room.untilEvent('answered')
  for (const value of ['x'.repeat(40), '', token]) {
    room.events.length = 0
    const startedMs = Date.now()
    ring(`forged-${value.length}-${value.slice(0, 1)}`, value)
    expect(await room.untilEvent('refused')).toMatchObject({ sipStatus: 403 })
    expect(Date.now() - startedMs).toBeGreaterThanOrEqual(tokenDueMs - 100)
  }
  expect((await legs()).map(({ monitorId }) => monitorId)).toEqual(['m1'])
  await nothingRang()
})

test('silence is sent all the time, the microphone is heard only when told, and let go of afterwards', async () => {
  await expectToken('m1')
  ring('leg')
  await room.untilEvent('answered')
  const ear = room.talk('leg')
  const sent = () =>
    room.page.evaluate(async () => (await window.najva.phone.legs.countPackets('m1' as MonitorId))?.sent ?? 0)
  await poll('packets', async () => ((await sent()) > 0 ? true : null))
  const before = await sent()
  await heardFrames(ear, 50)
  // One packet each 20 ms: a switch that waits for sound does not cut the leg.
  expect((await sent()) - before).toBeGreaterThan(30)
  expect(ear.levelDb(agentHz)).toBeLessThan(silentDb)
  expect(await speak('m1')).toEqual({ ok: true, value: null })
  await poll('heard', () => (ear.levelDb(agentHz) > audibleDb ? true : null))
  expect(await microphones()).toBe(1)
  await hush('m1')
  expect(await microphones()).toBe(0)
  await poll('silent', () => (ear.levelDb(agentHz) < silentDb ? true : null))
  const after = await sent()
  await heardFrames(ear, 50)
  expect((await sent()) - after).toBeGreaterThan(30)
  ear.close()
})

test('a microphone that opens late stays out when it was taken back meanwhile', async () => {
  await expectToken('m1')
  ring('leg')
  await untilLegs('up', (all) => all.length === 1)
  const ear = room.talk('leg')
  const spoken = await room.page.evaluate(async () => {
    const { legs } = window.najva.phone
    const speaking = legs.speak('m1' as MonitorId)
    legs.hush('m1' as MonitorId)
    return speaking
  })
  expect(spoken).toMatchObject({ ok: false, failure: { code: 'wrong-state' } })
  await poll('closed', async () => ((await microphones()) === 0 ? true : null))
  await heardFrames(ear, 25)
  expect(ear.levelDb(agentHz)).toBeLessThan(silentDb)
  ear.close()
})

test('what the switch mixes is heard and metered', async () => {
  await expectToken('m1')
  ring('leg')
  await room.untilEvent('answered')
  const ear = room.talk('leg')
  await poll('metered', async () => {
    const levels = await room.page.evaluate(() => window.najva.phone.legs.levels('m1' as MonitorId))
    return (levels?.heard ?? 0) > 0.5 && levels?.own === 0 ? true : null
  })
  const heard = await room.page.evaluate(() => window.najva.hear(300))
  expect(Math.abs(heard.hz - callerHz)).toBeLessThan(15)
  ear.close()
})

test('four legs stand beside a call that rings and talks as ever; a fifth is told busy', async () => {
  for (const name of ['m1', 'm2', 'm3', 'm4']) {
    await expectToken(name, `${name}-${token}`)
    ring(name, `${name}-${token}`)
  }
  await untilLegs('four', (all) => all.length === 4)
  await expectToken('m5', `m5-${token}`)
  ring('m5', `m5-${token}`)
  expect(await room.untilEvent('refused')).toMatchObject({ legId: 'm5', sipStatus: 486 })
  room.ring('ordinary')
  await room.until('ringing', ({ call }) => call?.state === 'ringing')
  expect(await room.page.evaluate(() => window.najva.phone.answer())).toEqual({ ok: true, value: null })
  const ear = room.talk('ordinary')
  await poll('heard', () => (ear.levelDb(agentHz) > audibleDb ? true : null))
  expect(await microphones()).toBe(1)
  expect((await legs()).every(({ microphone }) => microphone === 'out')).toBe(true)
  await room.page.evaluate(() => window.najva.phone.hangUp())
  expect((await legs()).length).toBe(4)
  ear.close()
})

test('a leg that the switch ends is told as gone, and so is one the page forgets', async () => {
  await expectToken('m1')
  ring('leg')
  await untilLegs('up', (all) => all.length === 1)
  await speak('m1')
  room.telephony.hangUp('leg', 'normal')
  await untilLegs('gone', (all) => all.length === 0)
  expect(await microphones()).toBe(0)
  await expectToken('m2')
  ring('other')
  await untilLegs('up', (all) => all.length === 1)
  await room.page.evaluate(() => window.najva.phone.legs.forget('m2' as MonitorId))
  expect(await room.untilEvent('hungUp')).toMatchObject({ legId: 'other' })
  expect(await legs()).toEqual([])
  await nothingRang()
})

test('an adopted leg is the ordinary call: heard, muted, held, dialled at, and a leg again when handed back', async () => {
  await expectToken('m1')
  ring('leg')
  await untilLegs('up', (all) => all.length === 1)
  await room.page.evaluate(() => window.najva.phone.legs.prepare('m1' as MonitorId))
  expect(await untilLegs('ready', ([leg]) => leg?.microphone === 'ready')).toHaveLength(1)
  const ear = room.talk('leg')
  await heardFrames(ear, 15)
  expect(ear.levelDb(agentHz)).toBeLessThan(silentDb)
  const adopted = await room.page.evaluate(async () => {
    await window.najva.phone.legs.speak('m1' as MonitorId)
    const caller = { callId: 'call-9' as never, number: '+982112345678', name: 'Sara' }
    return window.najva.phone.legs.adopt('m1' as MonitorId, caller)
  })
  expect(adopted).toEqual({ ok: true, value: null })
  const { call } = await room.page.evaluate(() => window.najva.snapshot())
  expect(call).toMatchObject({ callId: 'call-9', state: 'talking', name: 'Sara' })
  await poll('heard', () => (ear.levelDb(agentHz) > audibleDb ? true : null))
  await room.page.evaluate(() => window.najva.phone.setMuted(true))
  await poll('muted', () => (ear.levelDb(agentHz) < silentDb ? true : null))
  await room.page.evaluate(() => window.najva.phone.setMuted(false))
  expect(await room.page.evaluate(() => window.najva.phone.setHeld(true))).toMatchObject({ ok: true })
  await room.untilEvent('held')
  expect(await room.page.evaluate(() => window.najva.phone.setHeld(false))).toMatchObject({ ok: true })
  await poll('heard again', () => (ear.levelDb(agentHz) > audibleDb ? true : null))
  await room.page.evaluate(() => window.najva.phone.sendDigit('5'))
  expect(await room.untilEvent('digit')).toMatchObject({ digit: '5' })
  expect(await room.page.evaluate(() => window.najva.phone.legs.release('m1' as MonitorId))).toMatchObject({
    ok: true,
  })
  await room.until('over', ({ call }) => call?.state === 'ended')
  expect(await microphones()).toBe(0)
  await poll('silent', () => (ear.levelDb(agentHz) < silentDb ? true : null))
  expect(await legs()).toEqual([{ monitorId: 'm1', kind: 'monitoring', microphone: 'out' }])
  await poll('hears', async () => {
    const levels = await room.page.evaluate(() => window.najva.phone.legs.levels('m1' as MonitorId))
    return (levels?.heard ?? 0) > 0.5 ? true : null
  })
  ear.close()
})

test('an adopted call ends like any other when the switch hangs up, and when the person does', async () => {
  for (const who of ['switch', 'person'] as const) {
    room.events.length = 0
    await expectToken('m1')
    ring(`leg-${who}`)
    await untilLegs('up', (all) => all.length === 1)
    await room.page.evaluate(async () => {
      await window.najva.phone.legs.speak('m1' as MonitorId)
      const caller = { callId: 'call-9' as never, number: null, name: null }
      window.najva.phone.legs.adopt('m1' as MonitorId, caller)
    })
    if (who === 'switch') room.telephony.hangUp(`leg-${who}`, 'normal')
    else {
      await room.page.evaluate(() => window.najva.phone.hangUp())
      await room.untilEvent('hungUp')
    }
    await room.until('over', ({ call }) => call?.state === 'ended')
    await untilLegs('gone', (all) => all.length === 0)
    expect(await microphones()).toBe(0)
  }
})

test('new credentials wait for the legs, and signing out hangs them up', async () => {
  await expectToken('m1')
  ring('leg')
  await untilLegs('up', (all) => all.length === 1)
  await room.page.evaluate((credentials) => {
    window.najva.phone.setCredentials({ ...credentials, expiresSeconds: 200 })
  }, room.credentials)
  expect((await legs()).length).toBe(1)
  await room.page.evaluate(() => window.najva.phone.setCredentials(null))
  expect(await room.untilEvent('hungUp')).toMatchObject({ legId: 'leg' })
  await room.until('signed out', ({ link }) => link.failure?.code === 'signed-out')
})

declare global {
  interface Window {
    /** Every connection opened since `noteConnections`, oldest first. */
    connections?: RTCPeerConnection[]
  }
}

const noteConnections = () =>
  room.page.evaluate(() => {
    const all: RTCPeerConnection[] = []
    window.connections = all
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration)
        all.push(this)
      }
    }
  })
/** `connectionState` of each. */
const connections = () =>
  room.page.evaluate(() => window.connections?.map((each) => each.connectionState) ?? [])
const untilConnections = (name: string, isTrue: (states: readonly string[]) => boolean) =>
  poll(name, async () => (isTrue(await connections()) ? true : null))

test('a leg that was kept ready is answered by its own connection, and the next one is made for later', async () => {
  await noteConnections()
  await room.page.evaluate(() => window.najva.phone.legs.makeReady())
  await untilConnections('one is opened', (states) => states.length === 1)
  // Its addresses are known then.
  await new Promise((resolve) => setTimeout(resolve, addressesKnownMs + 100))
  await expectToken('m1')
  ring('leg')
  await untilLegs('up', (all) => all.length === 1)
  const ear = room.talk('leg')
  await untilConnections('that one is used', ([first]) => first === 'connected')
  await poll('metered', async () => {
    const levels = await room.page.evaluate(() => window.najva.phone.legs.levels('m1' as MonitorId))
    return (levels?.heard ?? 0) > 0.5 ? true : null
  })
  expect(ear.levelDb(agentHz)).toBeLessThan(silentDb)
  await untilConnections('another is ready', (states) => states.length === 2)
  ear.close()
  await room.page.evaluate(() => window.najva.phone.setCredentials(null))
  await untilConnections('none is left open', (states) => states.every((state) => state === 'closed'))
})

test('a leg nobody made ready for is answered all the same, and none is kept behind it', async () => {
  await noteConnections()
  await expectToken('m1')
  ring('leg')
  await untilLegs('up', (all) => all.length === 1)
  await untilConnections('connected', ([first]) => first === 'connected')
  await new Promise((resolve) => setTimeout(resolve, 1500))
  expect(await connections()).toHaveLength(1)
})

test('the sound opens when a leg is asked for, serves it, and closes again where none comes', async () => {
  await room.page.evaluate(() => {
    const all: AudioContext[] = []
    Object.assign(window, { contexts: all })
    window.AudioContext = class extends AudioContext {
      constructor(options?: AudioContextOptions) {
        super(options)
        all.push(this)
      }
    }
  })
  const contexts = () =>
    room.page.evaluate(() =>
      (window as unknown as { contexts: AudioContext[] }).contexts.map(({ state }) => state),
    )
  const awaitOne = () => room.page.evaluate(() => window.najva.phone.legs.awaitOne())
  await awaitOne()
  await expectToken('m1')
  ring('leg')
  await untilLegs('up', (all) => all.length === 1)
  expect(await contexts()).toHaveLength(1)
  await room.page.evaluate(() => window.najva.phone.legs.forget('m1' as MonitorId))
  await poll('closed with the leg', async () => ((await contexts())[0] === 'closed' ? true : null))
  await awaitOne()
  expect(await contexts()).toHaveLength(2)
  await poll('closed for nothing', async () => ((await contexts())[1] === 'closed' ? true : null))
})
