/** A whole start of the program on a stand-in for Electron: every guard stands before the first page is loaded, and all ends. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import {
  app,
  asked,
  deskWindow,
  FakeContents,
  FakePort,
  FakeWindow,
  forget,
  heard,
  ipcMain,
  opened,
  prepareStart,
  registered,
  session,
  steps,
  trays,
} from '#tests/main/electron/fakeProgram'
import { createTempFolder } from '#tests/support/tempFolder'

vi.mock('electron', () => import('#tests/main/electron/fakeProgram'))
/** The real one, and a note of what the start asks of it. */
vi.mock(import('#main/updates/updateDesk'), async (original) => {
  const { createUpdateDesk } = await original()
  return {
    createUpdateDesk(options) {
      const desk = createUpdateDesk(options)
      const { installEarlier, start } = desk
      return Object.assign(desk, {
        installEarlier(limitMs: number) {
          steps.push('updates installEarlier')
          return installEarlier(limitMs)
        },
        start() {
          steps.push('updates start')
          start()
        },
      })
    },
  }
})
/** The real one, and a note of the calls other programs ask for. */
vi.mock(import('#main/desk/shellDesk'), async (original) => {
  const { createShellDesk } = await original()
  return {
    createShellDesk(options) {
      const shell = createShellDesk(options)
      const { askCall } = shell
      return Object.assign(shell, {
        askCall(...words: Parameters<typeof askCall>) {
          steps.push(`call ${words[0].number}`)
          askCall(...words)
        },
      })
    },
  }
})

const soon = { timeout: 60_000 }
vi.setConfig({ testTimeout: 90_000 })
const folder = createTempFolder()
/** How the guards stood at the moment the first page was loaded. */
let atFirstPage: Record<string, boolean> = {}

beforeAll(async () => {
  forget()
  prepareStart({ profile: folder.path })
  const { loadURL } = FakeWindow.prototype
  vi.spyOn(FakeWindow.prototype, 'loadURL').mockImplementation(function (this: FakeWindow, address) {
    if (opened.length === 1) {
      steps.push('page')
      atFirstPage = {
        permissions: session.defaultSession.permissionCheck !== null,
        protocol: session.defaultSession.handlers.has('app'),
        requests: session.defaultSession.requests.judge !== null,
        navigation: app.listenerCount('web-contents-created') > 0,
        bridge: ipcMain.listenerCount('najva:bridge') > 0,
        proxies: app.listenerCount('login') > 0,
      }
    }
    return loadURL.call(this, address)
  })
  await import('#main/electron/start')
  await vi.waitFor(() => expect(trays).toHaveLength(1), soon)
})

afterAll(() => folder.remove())

test('before the system is ready there is one program, a sandbox for every page, and the scheme', () => {
  expect(steps.slice(0, 3)).toEqual(['lock', 'sandbox', 'ready'])
  expect(registered).toHaveLength(1)
})

test('every guard stood before the first page was loaded', () => {
  expect(atFirstPage).toEqual({
    permissions: true,
    protocol: true,
    requests: true,
    navigation: true,
    bridge: true,
    proxies: true,
  })
  expect(session.defaultSession.permissionRequest).not.toBeNull()
  expect(session.defaultSession.displayMedia).toBeNull()
  expect(session.defaultSession.listenerCount('select-hid-device')).toBe(1)
})

test('the page, whole, comes from the scheme with its policy', async () => {
  const answer = session.defaultSession.handlers.get('app')?.({ url: 'app://najva/', method: 'GET' })
  expect(answer?.status).toBe(200)
  expect(answer?.headers.get('content-security-policy')).toMatch(
    /connect-src 'self' ws:\/\/127\.0\.0\.1:\d+;/,
  )
})

test('the desk’s page has the bridge, and a page of nobody’s has not', () => {
  const frame = { url: 'app://najva/', parent: null }
  const bring = (id: number | undefined): string => {
    const port = new FakePort()
    ipcMain.emit('najva:bridge', { ports: [port], senderFrame: frame, sender: { id } })
    return port.state
  }
  expect(bring(deskWindow()?.webContents.id)).toBe('started')
  expect(bring(new FakeContents().id)).toBe('closed')
})

test('the wallboard asked for by the desk’s page is opened, by another page’s wish it is not', () => {
  const ask = (contents: FakeContents): void => {
    app.emit('web-contents-created', {}, contents)
    contents.windowOpen?.({ url: 'app://najva/?view=wallboard' })
  }
  const before = opened.length
  ask(new FakeContents())
  expect(opened).toHaveLength(before)
  const desk = deskWindow()
  if (desk !== null) ask(desk.webContents)
  expect(opened.at(-1)?.address).toBe('app://najva/?view=wallboard')
  opened.at(-1)?.close()
})

test('keys are heard in every program once somebody is signed in', async () => {
  await vi.waitFor(() => expect(heard.size).toBe(4), soon)
})

test('a second start shows the window, and its link reaches the desk', () => {
  const desk = deskWindow()
  desk?.hide()
  app.emit('second-instance', {}, ['najva', 'tel:+989121112233'])
  expect(desk?.isShown).toBe(true)
  expect(steps).toContain('call +989121112233')
})

test('a press on the sign in the dock brings the window back', () => {
  const desk = deskWindow()
  desk?.hide()
  app.emit('activate', {}, false)
  expect(desk?.isShown).toBe(true)
})

test('what was fetched earlier is put in before the first page, and newer versions are looked for', () => {
  const updates = steps.filter((step) => step.startsWith('updates'))
  expect(updates).toEqual(['updates installEarlier', 'updates start'])
  expect(steps.indexOf('updates start')).toBeLessThan(steps.indexOf('page'))
})

test('a page that is lost is opened again', () => {
  expect(app.listenerCount('child-process-gone')).toBe(1)
  deskWindow()?.webContents.emit('render-process-gone', {}, { reason: 'oom', exitCode: 5 })
  expect(asked).toContainEqual({ what: 'reload', with: null })
})

test('when its last window is closed it ends, and lets go of all it held', async () => {
  app.emit('window-all-closed')
  await vi.waitFor(() => expect(asked).toContainEqual({ what: 'exit', with: 0 }), soon)
  expect(heard.size).toBe(0)
  expect(trays[0]?.isGone).toBe(true)
  expect([ipcMain.listenerCount('najva:bridge'), app.listenerCount('login')]).toEqual([0, 0])
})
