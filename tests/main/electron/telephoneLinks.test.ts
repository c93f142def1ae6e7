/** A link reaches the desk by each of its three ways, once, and nothing else of what stood beside it does. */
import { beforeEach, expect, test, vi } from 'vitest'
import type { TelephoneLink } from '#main/desk/telephoneLink'
import { watchTelephoneLinks } from '#main/electron/telephoneLinks'
import { app, forget } from '#tests/main/electron/fakeElectron'

vi.mock('electron', () => import('#tests/main/electron/fakeElectron'))

beforeEach(forget)

function hand(links: ReturnType<typeof watchTelephoneLinks>) {
  const asked: TelephoneLink[] = []
  const show = vi.fn()
  const stop = links.handTo({ askCall: (link) => asked.push(link) }, show)
  return { asked, show, stop }
}

test('the link that started the program waits for the desk', () => {
  const { asked, show } = hand(watchTelephoneLinks(['najva', 'tel:02112345678']))
  expect(asked).toEqual([{ number: '02112345678', extension: null }])
  expect(show).toHaveBeenCalledOnce()
})

test('macOS tells of it before the desk is open, and later', () => {
  const links = watchTelephoneLinks(['najva'])
  const event = { preventDefault: vi.fn() }
  app.emit('open-url', event, 'tel:101')
  const { asked } = hand(links)
  app.emit('open-url', event, 'sip:102@pbx.example')
  expect(asked.map(({ number }) => number)).toEqual(['101', '102'])
  expect(event.preventDefault).toHaveBeenCalledTimes(2)
})

test('a second start hands its link over and ends', () => {
  const { asked, show } = hand(watchTelephoneLinks(['najva']))
  app.emit('second-instance', {}, ['najva', 'callto:101'])
  app.emit('second-instance', {}, ['najva', '--profile', '/tmp/x'])
  app.emit('second-instance', {}, ['najva', 'tel:**21*101#'])
  expect(asked.map(({ number }) => number)).toEqual(['101'])
  expect(show).toHaveBeenCalledOnce()
})

test('nothing listens once it is over', () => {
  hand(watchTelephoneLinks([])).stop()
  expect(app.listenerCount('second-instance') + app.listenerCount('open-url')).toBe(0)
})
