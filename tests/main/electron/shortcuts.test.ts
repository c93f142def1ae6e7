/** Keys that work in every program: heard only while they may be, told how they stand, and let go whole. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { defaultSettings, type Settings } from '#contract/settings'
import type { ShellWish } from '#contract/shell'
import type { Shortcuts } from '#contract/shortcuts'
import type { SignKeeper } from '#main/desk/deskSigns'
import { createListeners } from '#main/desk/listeners'
import { createShortcutDesk } from '#main/desk/shortcutDesk'
import type { TelephoneLink } from '#main/desk/telephoneLink'
import { keepShortcuts, toAccelerator } from '#main/electron/shortcuts'
import { forget, heard, taken, texts } from '#tests/main/electron/fakeElectron'
import { soon } from '#tests/support/patience'
import { silentLog } from '#tests/support/silentLog'

vi.mock('electron', () => import('#tests/main/electron/fakeElectron'))

let end: () => void = () => undefined
beforeEach(forget)
afterEach(() => end())

function open(platform: NodeJS.Platform = 'win32') {
  const changes = createListeners()
  let settings: Settings = defaultSettings
  let isSignedIn = true
  const wishes: ShellWish[] = []
  const calls: (TelephoneLink & { readonly always?: boolean })[] = []
  const shortcuts = createShortcutDesk(
    {
      wish: (wish) => wishes.push(wish),
      askCall: (link, options) => calls.push({ ...link, ...options }),
    },
    platform,
  )
  const show = vi.fn()
  end = keepShortcuts({
    signs: {
      get current() {
        return { isSignedIn }
      },
      onChange: changes.on,
    } as unknown as SignKeeper,
    settings: {
      get current() {
        return settings
      },
      onChange: (listener) => changes.on(() => listener(settings)),
    },
    shortcuts,
    log: silentLog,
    show,
  })
  return {
    wishes,
    calls,
    shortcuts,
    show,
    end,
    sign(on: boolean) {
      isSignedIn = on
      changes.tell()
    },
    set(keys: Partial<Shortcuts>) {
      settings = { ...settings, shortcuts: { ...settings.shortcuts, ...keys } }
      changes.tell()
    },
  }
}

const usual = ['F2', 'F4', 'F9', 'F7'].map((key) => `CommandOrControl+Shift+${key}`)
const press = (key: string) => heard.get(`CommandOrControl+Shift+${key}`)?.()

test('each action is a wish to the page, as from the notification and the tray', () => {
  const room = open()
  expect([...heard.keys()]).toEqual(usual)
  expect(room.shortcuts.state).toEqual({
    reach: 'system',
    isMac: false,
    stands: { answer: 'on', hangUp: 'on', mute: 'on', dialSelection: 'on' },
  })
  for (const key of ['F2', 'F4', 'F9']) press(key)
  expect(room.wishes).toEqual([{ kind: 'answer' }, { kind: 'hangUp' }, { kind: 'toggleMute' }])
  expect(room.show).not.toHaveBeenCalled()
})

test('only while somebody is signed in, and not while keys are being chosen', () => {
  const room = open()
  room.sign(false)
  expect(heard.size).toBe(0)
  expect(room.shortcuts.state.stands.answer).toBe('off')
  room.sign(true)
  const [stop, alsoStop] = [room.shortcuts.choose(), room.shortcuts.choose()]
  expect(heard.size).toBe(0)
  stop()
  stop()
  expect(heard.size).toBe(0)
  alsoStop()
  expect([...heard.keys()]).toEqual(usual)
  room.end()
  expect(heard.size).toBe(0)
  room.sign(false)
  room.sign(true)
  expect(heard.size).toBe(0)
})

test('keys of another program, of another action, and none at all are said as they are', () => {
  taken.add('CommandOrControl+Shift+F2')
  const room = open()
  room.set({ mute: 'Mod+Shift+F4', dialSelection: '' })
  expect(room.shortcuts.state.stands).toEqual({
    answer: 'refused',
    hangUp: 'on',
    mute: 'twin',
    dialSelection: 'off',
  })
  taken.clear()
  room.set({ mute: 'Mod+Alt+Shift+KeyM' })
  expect(room.shortcuts.state.stands).toMatchObject({ answer: 'on', mute: 'on' })
  expect(heard.has('CommandOrControl+Alt+Shift+M')).toBe(true)
})

test.each([
  ['win32', '+98 (912) 111-2233', 'Mina, 021 1234', '+989121112233'],
  ['linux', '021 1234', '+98 912 111 2233', '+989121112233'],
  ['linux', '021 1234', '', '0211234'],
  ['darwin', '\u202a۰۲۱\u00a0۱۲۳۴\u202c', '', '0211234'],
  ['win32', 'tel:+989121112233', '', '+989121112233'],
] as const)(
  'on %s the number that is marked or copied is asked about',
  async (platform, copied, marked, number) => {
    const real = process.platform
    Object.defineProperty(process, 'platform', { value: platform })
    const room = open(platform)
    Object.assign(texts, { copied, marked })
    press('F7')
    await vi.waitFor(() => expect(room.show).toHaveBeenCalledOnce(), soon)
    Object.defineProperty(process, 'platform', { value: real })
    // Always asked, also where the site trusts its programs.
    expect(room.calls).toEqual([{ number, extension: null, always: true }])
  },
)

test.each([
  '',
  'call Mina',
  '*21*101#',
  '0211234 0215678 and more',
  '1',
  '0211234\n0215678',
  'x'.repeat(100_000),
])('without a number nobody is called, and it is said: %j', async (copied) => {
  const room = open()
  texts.copied = copied
  press('F7')
  await vi.waitFor(() => expect(room.wishes).toEqual([{ kind: 'noNumber' }]), soon)
  expect(room.calls).toEqual([])
})

test('Electron is told keys as it writes them', () => {
  expect(toAccelerator('Mod+Alt+Shift+Digit1')).toBe('CommandOrControl+Alt+Shift+1')
  expect(toAccelerator('F13')).toBe('F13')
  expect(toAccelerator('')).toBeNull()
})
