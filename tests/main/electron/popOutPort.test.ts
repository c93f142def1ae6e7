/** The narrow port of the pop-out card, and what a hostile page makes of it: refused, told once, and nothing has changed. */
import { existsSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { popOutContract } from '#contract/popOut'
import { brokenBodies, listCalls, refusedInputs, strayPaths, vastText } from '#tests/main/desk/bridgeFire'
import { forget } from '#tests/main/electron/fakeElectron'
import {
  bringPort,
  openPopOutRoom,
  ownFrame,
  type PopOutRoom,
  ringingCall,
} from '#tests/main/electron/popOutRoom'

vi.mock('electron', () => import('#tests/main/electron/fakeElectron'))

let room: PopOutRoom
let cardId: number

beforeEach(() => {
  forget()
  room = openPopOutRoom({ locale: 'fa', theme: 'dark' })
  room.turn(false)
  room.call(ringingCall)
  cardId = room.card?.webContents.id ?? -1
})
afterEach(() => {
  room.stop()
  room.folder.remove()
})

const look = () => ({ wishes: [...room.wishes], shown: room.timesShown, card: room.shell.card })
const logLines = (word: string): string[] => {
  const path = room.folder.file('log/desk.log')
  return existsSync(path)
    ? readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => line.includes(word))
    : []
}
const refusals = () => logLines('refused')

test('it is told language, look and call, and again at each change', async () => {
  const card = bringPort(cardId)
  await card.ask('/watch', '{"json":null}')
  await expect.poll(() => card.told.at(-1)).toContain('Mina Rahimi')
  expect(card.told.at(-1)).toMatch(/fa.*dark.*Pars Trading.*Support/)
  room.call(null)
  await expect.poll(() => card.told.at(-1)).toMatch(/\\?"call\\?":null/)
})

test('presses become wishes of the phone’s page, each for the call shown; and the desk is brought to the front', async () => {
  const card = bringPort(cardId)
  for (const press of ['answer', 'mute', 'hold', 'resume', 'unmute', 'hangUp'])
    await card.ask('/press', `{"json":{"sipCallId":"call-1","press":"${press}"}}`)
  expect(room.wishes.map((wish) => (wish.kind === 'press' ? wish.press : wish.kind))).toEqual([
    'answer',
    'mute',
    'hold',
    'resume',
    'unmute',
    'hangUp',
  ])
  await card.ask('/showDesk', '{"json":null}')
  expect(room.timesShown).toBe(1)
})

test('a press for another call than the one shown is nobody’s wish', async () => {
  const card = bringPort(cardId)
  room.call({ ...ringingCall, sipCallId: 'call-2' })
  expect(await card.ask('/press', '{"json":{"sipCallId":"call-1","press":"answer"}}')).toMatchObject({
    status: 200,
  })
  room.call(null)
  await card.ask('/press', '{"json":{"sipCallId":"call-2","press":"hangUp"}}')
  expect(room.wishes).toEqual([])
})

test('what does not fit is refused, told once, and changes nothing', async () => {
  const card = bringPort(cardId)
  const before = look()
  const calls = listCalls(popOutContract, '')
  expect(calls.map(({ path }) => path)).toEqual(['/watch', '/press', '/showDesk'])
  for (const call of calls)
    for (const input of refusedInputs(call)) {
      const { status } = await card.ask(call.path, `{"json":${input}}`)
      expect(status, `${call.path} ${input.slice(0, 60)}`).toBe(400)
    }
  const extra = '{"json":{"sipCallId":"call-1","press":"answer","more":1}}'
  expect((await card.ask('/press', extra)).status).toBe(400)
  for (const call of calls)
    for (const body of brokenBodies)
      expect((await card.ask(call.path, body)).status, body.slice(0, 60)).toBe(400)
  for (const path of [...strayPaths, '/desk/watch', '/session/signOut', '/settings/change', '/live/watch'])
    expect((await card.ask(path, '{"json":null}')).status, path.slice(0, 60)).toBe(404)
  expect(look()).toEqual(before)
  expect('isHostile' in {}).toBe(false)
  expect(refusals()).toHaveLength(1)
})

test.each([
  ['an object in place of text', { i: '1', p: { u: '/watch' } }],
  ['text that is no request', '{"i":1}'],
  ['more than the card ever says', `{"i":"1","p":{"u":"/press","b":"${vastText}"}}`],
])('%s ends the port', (_, data) => {
  const card = bringPort(cardId)
  const before = look()
  card.port.emit('message', { data })
  expect(card.port.state).toBe('closed')
  expect(look()).toEqual(before)
  expect(refusals()).toHaveLength(1)
})

test('nobody else brings such a port: not the desk, no stranger, no frame within, no page that has gone or moved away', () => {
  const strangers: [number, unknown][] = [
    [room.window.webContents.id, ownFrame],
    [9999, ownFrame],
    [cardId, null],
    [cardId, { ...ownFrame, parent: ownFrame }],
    [cardId, { url: 'https://evil.example/popOut/card.html', parent: null }],
    [cardId, { url: 'app://najva.evil.example/popOut/card.html', parent: null }],
    [cardId, { url: 'about:blank', parent: null }],
  ]
  for (const [id, frame] of strangers)
    expect(bringPort(id, frame).port.state, JSON.stringify(frame)).toBe('closed')
  expect(refusals()).toHaveLength(1)
})

test('main itself breaks while it answers: the log says where and why, and the card is told only where to look', async () => {
  room.breakDesk(new TypeError('no window of Mina'))
  const card = bringPort(cardId)
  const { status, body } = await card.ask('/showDesk', '{"json":null}')
  expect(status).toBe(500)
  expect(JSON.stringify(body)).not.toContain('Mina')
  const [line, ...others] = logLines('TypeError')
  expect(others).toEqual([])
  const { call, reference, err } = JSON.parse(line ?? '{}')
  expect([call, err.message]).toEqual(['popOut.showDesk', 'no window of Mina'])
  expect(body).toMatchObject({ json: { data: { reference } } })
  expect(refusals()).toEqual([])
})

test('a reload ends the port before, and a window that has gone has no right left', () => {
  const before = bringPort(cardId)
  const after = bringPort(cardId)
  expect([before.port.state, after.port.state]).toEqual(['closed', 'started'])
  room.card?.destroy()
  expect(bringPort(cardId).port.state).toBe('closed')
})
