/** The page and its headsets across the real bridge: calls told once, asks carried out, the button test shown. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { done, failed, toFailure } from '#contract/failure'
import { HeadsetKey } from '#contract/headset'
import { defaultSettings } from '#contract/settings'
import { toMicrophoneLabel } from '#renderer/state/headset/headsetFlow'
import {
  type DeskRoom,
  openDeskRoom,
  ringWithoutCard,
  session,
  settle,
  signIn,
  sip,
} from '#tests/renderer/state/deskRoom'
import { createFakeMain, noHeadsets, signedOutDesk } from '#tests/renderer/state/fakeMain'

let room: DeskRoom
const key = HeadsetKey.parse('0b0e:0307:')

beforeEach(async () => {
  room = await openDeskRoom()
  await signIn(room)
  await told(1)
})

afterEach(() => room.close())

/** Waits for so many call models, and gives them in short. */
async function told(count: number): Promise<string[]> {
  for (let turn = 0; turn < 400 && room.main.calls.length < count; turn += 1) await settle()
  await settle()
  return room.main.calls.map((each) => `${each.kind}${each.muted ? ' muted' : ''}`)
}

test('the calls are told as they change, each once, and mute with them', async () => {
  room.phone.invite({})
  await room.desk.actions.answer()
  room.desk.actions.setMuted(true)
  await room.desk.actions.setHeld(true)
  await room.desk.actions.setHeld(false)
  room.desk.actions.setMuted(false)
  await room.desk.actions.hangUp()
  expect(await told(8)).toEqual([
    'idle',
    'incoming',
    'active',
    'active muted',
    'held muted',
    'active muted',
    'active',
    'idle',
  ])
})

test('a button asks, the phone acts, and only the phone tells what came of it', async () => {
  room.phone.invite({})
  const ask = async (kind: 'answer' | 'toggleMute' | 'hold' | 'resume' | 'end', count: number) => {
    room.main.intents.tell({ kind })
    return (await told(count)).at(-1)
  }
  expect(await ask('answer', 3)).toBe('active')
  expect(await ask('toggleMute', 4)).toBe('active muted')
  expect(room.model.announcement).toMatchObject({ kind: 'muted' })
  expect(await ask('hold', 5)).toBe('held muted')
  expect(await ask('resume', 6)).toBe('active muted')
  expect(await ask('end', 7)).toBe('idle')
})

test('a press that comes too late does nothing, and nothing is said', async () => {
  room.main.intents.tell({ kind: 'end' })
  room.main.intents.tell({ kind: 'answer' })
  for (let turn = 0; turn < 10; turn += 1) await settle()
  expect(room.model.failure).toBeNull()
  expect(room.main.calls).toHaveLength(1)
})

test('an answer by button that finds no microphone is said in place, and it rings on', async () => {
  room.phone.answerWith = failed('microphone-absent')
  ringWithoutCard(room)
  room.main.intents.tell({ kind: 'answer' })
  await room.until('the refusal', (model) => model.failure?.code === 'microphone-absent')
  expect(room.model.phone.call?.state).toBe('ringing')
  room.phone.answerWith = done(null)
})

test('main is told anew when the connection comes back in a call', async () => {
  room.phone.invite({})
  await room.desk.actions.answer()
  await told(3)
  room.main.cut()
  await room.until('the loss', (model) => model.bridge.kind === 'disconnected')
  room.clock.advance(60_000)
  await room.until('the return', (model) => model.bridge.kind === 'connected')
  expect((await told(4)).at(-1)).toBe('active')
})

test('the chosen microphone is told by the name it has now', async () => {
  const microphone = [{ id: 'm1', label: 'Old name' }]
  room.main.desk.put({ ...signedOutDesk, session, settings: { ...defaultSettings, microphone } })
  await room.until('the choice', (model) => model.desk?.settings.microphone[0]?.id === 'm1')
  await settle()
  expect(room.main.microphones[0]).toBeNull()
  expect(room.main.microphones.at(-1)).toBe('Old name')
  expect(toMicrophoneLabel({ microphone }, [{ id: 'm1', label: 'Jabra (0b0e:0307)' }])).toBe(
    'Jabra (0b0e:0307)',
  )
  expect(toMicrophoneLabel({ microphone: [{ id: 'm1', label: '' }] }, [])).toBeNull()
})

test('the button test shows presses and lights until it is over', async () => {
  const { actions } = room.desk
  actions.startButtonTest(key)
  await room.until('the stream', () => room.main.buttonTest.readers === 1)
  room.main.buttonTest.tell({ kind: 'control', control: 'mute', value: 1 })
  room.main.buttonTest.tell({ kind: 'control', control: 'mute', value: 0 })
  room.main.buttonTest.tell({ kind: 'control', control: 'hook', value: 1 })
  room.main.buttonTest.tell({ kind: 'control', control: 'hook', value: 0 })
  room.main.buttonTest.tell({ kind: 'light', light: 'ring', on: true })
  await room.until('the light', (model) => model.headset.test?.lights.ring === true)
  expect(room.model.headset.test).toMatchObject({
    last: 'hook',
    presses: 3,
    controls: { mute: { value: 0, presses: 1 }, hook: { value: 0, presses: 2 } },
  })
  await actions.setTestLight('mute', true)
  expect(room.main.headsetAsks).toContain('mute true')
  room.main.buttonTest.tell({ kind: 'ended' })
  await room.until('the end', (model) => model.headset.test === null)
})

test('a test that is stopped, or refused, leaves no stream behind', async () => {
  const { actions } = room.desk
  actions.startButtonTest(key)
  await room.until('the stream', () => room.main.buttonTest.readers === 1)
  actions.stopButtonTest()
  await room.until('its end', () => room.main.buttonTest.readers === 0)
  expect(room.model.headset.test).toBeNull()
  actions.startButtonTest(key)
  await room.until('the stream', () => room.main.buttonTest.readers === 1)
  room.main.buttonTest.tell({ kind: 'refused', failure: toFailure('wrong-state') })
  await room.until('the refusal', (model) => model.failure?.code === 'wrong-state')
  expect(room.model.headset.test).toBeNull()
})

test('a test ends with the connection', async () => {
  room.desk.actions.startButtonTest(key)
  await room.until('the stream', () => room.main.buttonTest.readers === 1)
  room.main.cut()
  await room.until('its end', (model) => model.headset.test === null)
})

test('headsets are shown as main tells them; a layout the browser knows goes to main', async () => {
  room.main.headsets.put({ ...noHeadsets, failure: 'driver-missing' })
  await room.until('the failure', (model) => model.headset.desk?.failure === 'driver-missing')
  await room.desk.actions.learnHeadset(11, 775)
  await room.desk.actions.setHeadsetEnabled(key, false)
  expect(room.main.headsetAsks).toEqual(['learn 11:775 [{"usagePage":11}]', `${key} false`])
  await room.desk.actions.readHeadsetLog()
  expect(room.model.headset.log).toEqual([])
  room.desk.actions.closeHeadsetLog()
  expect(room.model.headset.log).toBeNull()
})

test('a page that gives the phone up tells its calls again when it gets it back', async () => {
  const main = createFakeMain()
  await room.close()
  room = await openDeskRoom(main)
  await signIn(room)
  await told(1)
  main.seat.put({ kind: 'elsewhere' })
  await room.until('elsewhere', (model) => model.phone.seat === 'elsewhere')
  const before = main.calls.length
  main.seat.put({ kind: 'granted', sip })
  expect((await told(before + 1)).length).toBeGreaterThan(before)
})
