/** A desk with a phone, a pop-out card and its port, on the stand-in for Electron. */
import type { BrowserWindow } from 'electron'
import { vi } from 'vitest'
import type { PopOutCall } from '#contract/popOut'
import { defaultSettings, type Settings } from '#contract/settings'
import type { ShellWish } from '#contract/shell'
import { createListeners } from '#main/desk/listeners'
import { createLog } from '#main/desk/log'
import { createSeatKeeper } from '#main/desk/phoneSeat'
import { createShellDesk } from '#main/desk/shellDesk'
import { openPopOut } from '#main/electron/windows/popOut'
import { createWindowRoles } from '#main/electron/windows/windowRoles'
import { FakePort, FakeWindow, ipcMain, opened } from '#tests/main/electron/fakeElectron'
import { createFakeClock } from '#tests/support/fakeClock'
import { soon } from '#tests/support/patience'
import { createTempFolder } from '#tests/support/tempFolder'

export const ringingCall: PopOutCall = {
  sipCallId: 'call-1',
  state: 'ringing',
  name: 'Mina Rahimi',
  number: '+989123456789',
  company: 'Pars Trading',
  isVip: true,
  queueName: 'Support',
  sinceMs: 1_700_000_000_000,
  isMuted: false,
  holdPending: false,
}

export type PopOutRoom = ReturnType<typeof openPopOutRoom>

export function openPopOutRoom(first: Partial<Settings> = {}, folder = createTempFolder()) {
  const seats = createSeatKeeper()
  const shell = createShellDesk({ seats, confirmLinks: true, clock: createFakeClock() })
  const wishes: ShellWish[] = []
  seats.open('page')
  shell.onWish('page', (wish) => wishes.push(wish))
  const changes = createListeners()
  let current: Settings = { ...defaultSettings, ...first }
  const settings = {
    get current() {
      return current
    },
    managed: [],
    change: () => {
      throw new Error('The card changes no setting')
    },
    onChange: changes.on,
  }
  const window = new FakeWindow({ webPreferences: {} })
  window.show()
  const roles = createWindowRoles()
  const log = createLog({ folder: folder.file('log'), level: 'info' })
  let shown = 0
  let breaksWith: Error | null = null
  const stop = openPopOut({
    desk: { shell, settings } as never,
    window: window as unknown as BrowserWindow,
    roles,
    preloadFolder: '/preload',
    path: folder.file('card.json'),
    showDesk: () => {
      if (breaksWith !== null) throw breaksWith
      shown += 1
    },
    log,
  })
  return {
    folder,
    window,
    shell,
    seats,
    wishes,
    stop,
    get timesShown() {
      return shown
    },
    /** The person turns to another program, or back. */
    turn(isInFront: boolean) {
      window.isFocusedNow = isInFront
      window.emit(isInFront ? 'focus' : 'blur')
    },
    /** From now on bringing the desk to the front breaks. */
    breakDesk(cause: Error) {
      breaksWith = cause
    },
    call: (call: PopOutCall | null) => shell.reportCard('page', call),
    set(patch: Partial<Settings>) {
      current = { ...current, ...patch }
      changes.tell()
    },
    /** The card's window; null before the first call it was wanted for. */
    get card() {
      return opened.find(({ address, isGone }) => address.endsWith('/card.html') && !isGone) ?? null
    },
  }
}

export interface RawCard {
  readonly port: FakePort
  /** Answers to what was asked by hand; the status is 200 where none is named. */
  ask(path: string, body: string): Promise<{ readonly status: number; readonly body: unknown }>
  /** What its streams have told. */
  readonly told: string[]
}

/** Brings a port as the card's preload script does, and speaks the protocol by hand. */
export function bringPort(contentsId: number, frame: unknown = ownFrame): RawCard {
  const port = new FakePort()
  ipcMain.emit('najva:popOut', { ports: [port], senderFrame: frame, sender: { id: contentsId } })
  let serial = 0
  return {
    port,
    get told() {
      return port.sent.map(String).filter((text) => text.includes('"t":3'))
    },
    async ask(path, body) {
      const id = String(++serial)
      port.emit('message', { data: `{"i":"${id}","p":{"u":${JSON.stringify(path)},"b":${body}}}` })
      return vi.waitFor(
        () => {
          const answer = port.sent
            .map((text) => JSON.parse(String(text)))
            .find(({ i, t }) => i === id && t === undefined)
          if (answer === undefined) throw new Error(`No answer to ${path}`)
          return { status: answer.p.s ?? 200, body: answer.p.b }
        },
        // Hundreds are asked one after the other.
        { ...soon, interval: 2 },
      )
    },
  }
}

export const ownFrame = { url: 'app://najva/popOut/card.html', parent: null }
