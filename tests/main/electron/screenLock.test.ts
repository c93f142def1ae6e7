/** On a locked screen a ring is told without saying who rings. */
import type { BrowserWindow } from 'electron'
import { beforeEach, expect, test, vi } from 'vitest'
import { idlePhone } from '#contract/shell'
import type { DeskSigns } from '#main/desk/deskSigns'
import { createListeners } from '#main/desk/listeners'
import { openDesktop } from '#main/electron/desktop'
import { readShellWords } from '#main/electron/shellWords'
import { FakeWindow, forget, notices, powerMonitor } from '#tests/main/electron/fakeElectron'
import { root } from '#tools/root.mjs'

vi.mock('electron', () => import('#tests/main/electron/fakeElectron'))

beforeEach(forget)

function open() {
  const listeners = createListeners()
  let current: DeskSigns = {
    isSignedIn: true,
    presence: 'available',
    pauseReasons: [],
    unseenMissed: 0,
    phone: idlePhone,
    locale: 'en',
  }
  const stop = openDesktop({
    desk: {
      signs: {
        get current() {
          return current
        },
        onChange: (listener) => listeners.on(() => listener(current)),
        close: () => undefined,
      },
      shell: { wish: () => undefined } as never,
    },
    window: new FakeWindow({ webPreferences: {} }) as unknown as BrowserWindow,
    words: readShellWords(`${root}/resources`),
    show: () => undefined,
    hasCard: () => false,
  })
  return {
    stop,
    ring(who: string | null) {
      const state = who === null ? 'idle' : 'ringing'
      current = { ...current, phone: { state, who, isMuted: false } }
      listeners.tell()
    },
  }
}

test('a call that comes while it is locked bears no name, and one after it is unlocked does', () => {
  const room = open()
  powerMonitor.emit('lock-screen')
  room.ring('Mina Karimi')
  expect(notices[0]?.options).toMatchObject({ title: 'A call for you', body: '' })
  room.ring(null)
  powerMonitor.emit('unlock-screen')
  room.ring('Mina Karimi')
  expect(notices[1]?.options.body).toBe('Mina Karimi')
  room.stop()
})

test('what stands there when it is locked is taken away', () => {
  const room = open()
  room.ring('Mina Karimi')
  expect(notices[0]?.state).toBe('shown')
  powerMonitor.emit('lock-screen')
  expect(notices[0]?.state).toBe('closed')
  room.stop()
  expect(powerMonitor.eventNames()).toEqual([])
})
