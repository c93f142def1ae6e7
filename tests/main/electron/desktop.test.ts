/** The program outside its page: each part does what the desk's signs say, by the words of the locale files, and ends whole. */
import type { BrowserWindow } from 'electron'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { idlePhone, type ShellWish } from '#contract/shell'
import type { DeskSigns } from '#main/desk/deskSigns'
import { createListeners } from '#main/desk/listeners'
import { openDesktop } from '#main/electron/desktop'
import { readShellWords } from '#main/electron/shellWords'
import {
  answers,
  app,
  asked,
  blockers,
  FakeWindow,
  forget,
  notices,
  powerMonitor,
  trays,
} from '#tests/main/electron/fakeElectron'
import { soon } from '#tests/support/patience'
import { root } from '#tools/root.mjs'

vi.mock('electron', () => import('#tests/main/electron/fakeElectron'))

beforeEach(forget)

const words = readShellWords(`${root}/resources`)
const calm: DeskSigns = {
  isSignedIn: true,
  presence: 'available',
  pauseReasons: [
    { id: 'lunch', kind: 'break', label: { en: 'Lunch', fa: 'ناهار' } },
    { id: 'training', kind: 'notReady', label: { en: 'Training' } },
  ],
  unseenMissed: 0,
  phone: idlePhone,
  locale: 'en',
}
const ringing = {
  phone: { state: 'ringing', who: 'Mina Karimi', isMuted: false },
  presence: 'ringing',
} as const
const inCall = { phone: { state: 'inCall', who: null, isMuted: false }, presence: 'talking' } as const

function open(first: Partial<DeskSigns> = {}, hasCard = false) {
  const listeners = createListeners()
  let current: DeskSigns = { ...calm, ...first }
  const wishes: ShellWish[] = []
  const window = new FakeWindow({ webPreferences: {} })
  const show = vi.fn()
  const signs = {
    get current() {
      return current
    },
    onChange: (listener: (signs: DeskSigns) => void) => listeners.on(() => listener(current)),
    close: () => undefined,
  }
  const shell = { wish: (wish: ShellWish) => wishes.push(wish) }
  const stop = openDesktop({
    desk: { signs, shell: shell as never },
    window: window as unknown as BrowserWindow,
    words,
    show,
    hasCard: () => hasCard,
  })
  return {
    window,
    show,
    wishes,
    stop,
    become(change: Partial<DeskSigns>) {
      current = { ...calm, ...change }
      listeners.tell()
    },
    get tray() {
      const [tray] = trays
      if (tray === undefined) throw new Error('No tray')
      return tray
    },
  }
}

const countOf = (what: string): number => asked.filter((each) => each.what === what).length

describe('tray', () => {
  test('says the state by words, shape and colour', () => {
    const room = open()
    expect(room.tray.tip).toBe('Najva – Available')
    const images = [JSON.stringify(room.tray.image)]
    for (const presence of ['talking', 'break', 'offline'] as const) {
      room.become({ presence })
      images.push(JSON.stringify(room.tray.image))
    }
    expect(new Set(images).size).toBe(4)
    room.become({ locale: 'fa', presence: 'break' })
    expect(room.tray.tip).toContain(words('fa', 'presence.break'))
  })

  test('offers each status, and sends what is chosen to the page', () => {
    const room = open()
    const labels = room.tray.menu.flatMap(({ label }) => label ?? [])
    expect(labels).toEqual(['Open Najva', 'Available', 'Lunch', 'Training', 'Sign out', 'Quit Najva'])
    for (const label of labels) room.tray.menu.find((item) => item.label === label)?.click?.()
    expect(room.wishes).toEqual([
      { kind: 'status', status: { kind: 'available' } },
      { kind: 'status', status: { kind: 'break', reasonId: 'lunch' } },
      { kind: 'status', status: { kind: 'notReady', reasonId: 'training' } },
      { kind: 'signOut' },
    ])
    expect(room.show).toHaveBeenCalledOnce()
    expect(countOf('quits')).toBe(1)
  })

  test('in Persian, and signed out, where only the program itself is left', () => {
    const room = open({ locale: 'fa' })
    expect(room.tray.menu.map(({ label }) => label)).toContain('ناهار')
    room.become({ isSignedIn: false, presence: 'offline' })
    expect(room.tray.menu.map(({ label }) => label)).toEqual(['Open Najva', 'Quit Najva'])
    expect(room.tray.tip).toBe('Najva – nobody is signed in')
  })

  test('nobody signs out in a call', () => {
    const room = open(inCall)
    expect(room.tray.menu.find(({ label }) => label === 'Sign out')?.enabled).toBe(false)
  })
})

describe('attention', () => {
  test('a ring is told with Answer and Decline, once, and goes with the ring', () => {
    const room = open()
    room.become(ringing)
    room.become({ ...ringing, unseenMissed: 0 })
    expect(notices).toHaveLength(1)
    const [notice] = notices
    expect(notice?.options).toMatchObject({ title: 'A call for you', body: 'Mina Karimi', silent: true })
    expect(notice?.options.actions.map(({ text }) => text)).toEqual(['Answer', 'Decline'])
    notice?.emit('action', { actionIndex: 0 })
    notice?.emit('action', { actionIndex: 1 })
    notice?.emit('action', { actionIndex: 7 })
    expect(room.wishes).toEqual([{ kind: 'answer' }, { kind: 'decline' }])
    notice?.emit('click')
    expect(room.show).toHaveBeenCalledOnce()
    room.become(inCall)
    expect(notice?.state).toBe('closed')
  })

  test('who looks at the window is not told twice', () => {
    const room = open()
    room.window.isFocusedNow = true
    room.become(ringing)
    expect(notices).toHaveLength(0)
    expect(asked.filter(({ what }) => what === 'flash')).toEqual([])
  })

  test('where the card tells of the ring, no notification says it twice; the task bar still flashes, until the ring is over', () => {
    const room = open({}, true)
    room.become(ringing)
    expect(notices).toHaveLength(0)
    expect(asked).toContainEqual({ what: 'flash', with: true })
    room.become(inCall)
    expect(asked.at(-1)).toEqual({ what: 'flash', with: false })
  })

  test('the dock bounces while it rings, and stops with the ring', () => {
    const bounces: string[] = []
    const cancelled: number[] = []
    app.dock = { bounce: (kind) => bounces.push(kind), cancelBounce: (id) => cancelled.push(id) }
    const room = open()
    room.become(ringing)
    expect(bounces).toEqual(['informational'])
    expect(countOf('flash')).toBe(0)
    room.become(inCall)
    expect(cancelled).toEqual([1])
    room.window.isFocusedNow = true
    room.become({})
    room.become(ringing)
    expect(bounces).toHaveLength(1)
  })

  test('missed calls stand on the badge, and a new one flashes until the window is looked at', () => {
    const room = open({ unseenMissed: 2 })
    expect(asked).toContainEqual({ what: 'badge', with: 2 })
    expect(countOf('flash')).toBe(0)
    room.become({ unseenMissed: 3 })
    expect(asked).toContainEqual({ what: 'flash', with: true })
    room.window.emit('focus')
    expect(asked.at(-1)).toEqual({ what: 'flash', with: false })
  })
})

describe('power', () => {
  test('the machine stays awake in a call and no longer', () => {
    const room = open()
    expect(blockers.size).toBe(0)
    room.become(ringing)
    room.become(inCall)
    expect(blockers.size).toBe(1)
    expect(countOf('blocker')).toBe(1)
    room.become({})
    expect(blockers.size).toBe(0)
  })

  test('going to sleep, waking and unlocking are passed to the phone', () => {
    const room = open()
    powerMonitor.emit('suspend')
    powerMonitor.emit('resume')
    powerMonitor.emit('unlock-screen')
    expect(room.wishes).toEqual([{ kind: 'sleeps' }, { kind: 'woke' }, { kind: 'woke' }])
  })
})

describe('leaving', () => {
  const toEvent = () => ({ preventDefault: vi.fn() })

  test('without a call nothing is asked', () => {
    const room = open()
    const event = toEvent()
    room.window.emit('close', event)
    app.emit('before-quit', event)
    powerMonitor.emit('shutdown', event)
    room.window.emit('query-session-end', event)
    expect(event.preventDefault).not.toHaveBeenCalled()
    expect(countOf('question')).toBe(0)
  })

  test('in a call it is asked once, and staying is what Enter and Escape do', async () => {
    const room = open(inCall)
    const event = toEvent()
    room.window.emit('close', event)
    room.window.emit('close', event)
    expect(event.preventDefault).toHaveBeenCalledTimes(2)
    expect(countOf('question')).toBe(1)
    expect(asked.at(-1)?.with).toMatchObject({ message: 'You are in a call', defaultId: 0, cancelId: 0 })
    await Promise.resolve()
    expect(countOf('quits')).toBe(0)
  })

  test('who means it leaves', async () => {
    const room = open(inCall)
    answers.push(1)
    room.window.emit('close', toEvent())
    await vi.waitFor(() => expect(countOf('quits')).toBe(1), soon)
    const event = toEvent()
    room.window.emit('close', event)
    expect(event.preventDefault).not.toHaveBeenCalled()
  })

  test('a log-off waits for the call to end, on every system that lets it wait', () => {
    const room = open(inCall)
    const event = toEvent()
    room.window.emit('query-session-end', event)
    powerMonitor.emit('shutdown', event)
    expect(event.preventDefault).toHaveBeenCalledTimes(2)
    expect(countOf('question')).toBe(0)
  })
})

test('nothing is left when it ends in the middle of a ring', () => {
  const room = open(ringing)
  room.stop()
  expect(room.tray.isGone).toBe(true)
  expect(notices.every(({ state }) => state === 'closed')).toBe(true)
  expect(blockers.size).toBe(0)
  const left = [room.window, app, powerMonitor].flatMap((each) => each.eventNames())
  expect(left).toEqual([])
  room.become(inCall)
  expect(blockers.size).toBe(0)
})
