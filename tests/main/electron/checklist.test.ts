/** Electron's own security checklist, item by item, against our shell: each test fails when its item is broken. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { BrowserWindow, Session } from 'electron'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { toPageHeaders } from '#main/desk/pageHeaders'
import { offerHeadsetLayouts } from '#main/electron/headsetLayouts'
import { servePageBridge } from '#main/electron/pageBridge'
import { registerPageScheme, servePage } from '#main/electron/pageProtocol'
import { guardPermissions } from '#main/electron/permissions'
import { lockNavigation, openDeskWindow } from '#main/electron/windows/deskWindow'
import { openCardWindow } from '#main/electron/windows/popOutWindow'
import { keepWallboard } from '#main/electron/windows/wallboardWindow'
import { createWindowRoles } from '#main/electron/windows/windowRoles'
import {
  app,
  FakeContents,
  FakePort,
  FakeSession,
  FakeWindow,
  forget,
  ipcMain,
  opened,
  registered,
} from '#tests/main/electron/fakeElectron'
import { silentLog } from '#tests/support/silentLog'
import { createTempFolder } from '#tests/support/tempFolder'
import { root } from '#tools/root.mjs'

vi.mock('electron', () => import('#tests/main/electron/fakeElectron'))

const folder = createTempFolder()

beforeEach(forget)
afterAll(() => folder.remove())

const asSession = (session: FakeSession): Session => session as unknown as Session
const source = (path: string): string => readFileSync(join(root, path), 'utf8')

/** Every window the program ever opens, by what opens it. */
const windows = {
  desk: () => openDeskWindow('/preload'),
  card: () => openCardWindow('/preload'),
  wallboard() {
    const window = new FakeWindow({ webPreferences: {} }) as unknown as BrowserWindow
    opened.length = 0
    const parts = {
      window,
      roles: createWindowRoles(),
      preloadFolder: '/preload',
      path: folder.file('board.json'),
    }
    keepWallboard({ ...parts, log: silentLog }).open()
  },
} as const
const everyWindow = Object.keys(windows) as (keyof typeof windows)[]

function openWindow(name: keyof typeof windows): FakeWindow {
  windows[name]()
  const [window] = opened
  if (window === undefined) throw new Error('No window was opened')
  return window
}

function lockedContents(onWallboard: () => void = () => undefined): FakeContents {
  lockNavigation(onWallboard)
  const contents = new FakeContents()
  app.emit('web-contents-created', {}, contents)
  return contents
}

const policy = (): Map<string, string> =>
  new Map(
    (toPageHeaders(['wss://pbx.example'])['content-security-policy'] ?? '').split('; ').map((part) => {
      const [name = '', ...values] = part.split(' ')
      return [name, values.join(' ')]
    }),
  )

test('1. only secure content: the page comes by our scheme, and may reach nothing but what it is told', () => {
  const addresses = everyWindow.map((name) => {
    forget()
    return openWindow(name).address
  })
  expect(addresses).toEqual(['app://najva/', 'app://najva/popOut/card.html', 'app://najva/?view=wallboard'])
  expect(policy().get('default-src')).toBe("'none'")
  expect(policy().get('connect-src')).toBe("'self' wss://pbx.example")
})

const everyFile = (): string[] =>
  readdirSync(join(root, 'main/electron'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join('main/electron', path))

test('no window is opened but those that are looked at here', () => {
  const openers = everyFile().filter((path) =>
    /new (BrowserWindow|BaseWindow|WebContentsView)\b/.test(source(path)),
  )
  const names = openers.map((path) => basename(path)).sort()
  expect(names).toEqual(['deskWindow.ts', 'popOutWindow.ts', 'wallboardWindow.ts'])
})

test.each(everyWindow)('2–4. the page has no Node, a world of its own and a sandbox: %s', (name) => {
  const { webPreferences } = openWindow(name).options
  expect(webPreferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false })
  for (const never of ['nodeIntegrationInWorker', 'nodeIntegrationInSubFrames', 'enableRemoteModule'])
    expect(webPreferences[never] ?? false, never).toBe(false)
  expect(source('main/electron/start.ts')).toMatch(/app\.enableSandbox\(\)[\s\S]*app\.whenReady\(\)/)
})

describe('5. permissions', () => {
  const ours = 'app://najva'
  const session = new FakeSession()
  const roles = { of: (id: number) => (({ 7: 'card', 8: 'wallboard', 9: 'desk' }) as const)[id] ?? null }
  guardPermissions(asSession(session), roles)
  const check = (permission: string, origin: string, mediaType?: string, id?: number): unknown =>
    session.permissionCheck?.(...([id ? { id } : null, permission, origin, { mediaType }] as never[]))
  const request = (permission: string, details: object, id?: number): boolean => {
    let answer: boolean | null = null
    const callback = (isAllowed: boolean): void => {
      answer = isAllowed
    }
    session.permissionRequest?.(...([id ? { id } : null, permission, callback, details] as never[]))
    if (answer === null) throw new Error('No answer')
    return answer
  }

  test('both the check and the request are answered, for our page alone', () => {
    expect(check('media', ours, 'audio')).toBe(true)
    expect(check('media', 'https://evil.example', 'audio')).toBe(false)
    expect(request('media', { isMainFrame: true, requestingUrl: `${ours}/`, mediaTypes: ['audio'] })).toBe(
      true,
    )
    expect(request('media', { isMainFrame: false, requestingUrl: `${ours}/`, mediaTypes: ['audio'] })).toBe(
      false,
    )
  })

  test('the card may use nothing at all, a wallboard the whole screen, the desk what it needs', () => {
    const details = { isMainFrame: true, requestingUrl: `${ours}/`, mediaTypes: ['audio'] }
    const may = (id: number) =>
      ['media', 'fullscreen', 'notifications', 'hid', 'speaker-selection'].filter((permission) => {
        const isChecked = check(permission, ours, permission === 'media' ? 'audio' : undefined, id)
        expect(request(permission, details, id), permission).toBe(isChecked)
        return isChecked
      })
    expect(may(7)).toEqual([])
    expect(may(8)).toEqual(['fullscreen'])
    expect(may(9)).toHaveLength(5)
  })

  test.each([
    'geolocation',
    'midi',
    'clipboard-read',
    'serial',
    'usb',
    'idle-detection',
    'pointerLock',
    'openExternal',
  ])('%s is refused both ways', (permission) => {
    expect(check(permission, ours)).toBe(false)
    expect(request(permission, { isMainFrame: true, requestingUrl: `${ours}/` })).toBe(false)
  })

  test('no camera, no screen, and no device but a headset that hides its layout', () => {
    expect(check('media', ours, 'video')).toBe(false)
    expect(request('media', { isMainFrame: true, requestingUrl: `${ours}/`, mediaTypes: ['video'] })).toBe(
      false,
    )
    expect(session.displayMedia).toBeNull()
    expect(session.devicePermission?.(...([{ deviceType: 'usb', origin: ours }] as never[]))).toBe(false)
    offerHeadsetLayouts(asSession(session), (vendorId) => vendorId === 0x0b0e)
    const device = (vendorId: number) => ({ vendorId, productId: 1, collections: [] })
    const may = (deviceType: string, origin: string, vendorId: number): unknown =>
      session.devicePermission?.(...([{ deviceType, origin, device: device(vendorId) }] as never[]))
    expect(may('hid', ours, 0x0b0e)).toBe(true)
    expect(may('hid', ours, 0x1234)).toBe(false)
    expect(may('hid', 'https://evil.example', 0x0b0e)).toBe(false)
    expect(may('serial', ours, 0x0b0e)).toBe(false)
  })
})

test.each(everyWindow)('6 and 8. web security stays on, and no insecure content is let in: %s', (name) => {
  const { webPreferences } = openWindow(name).options
  expect(webPreferences.webSecurity ?? true).toBe(true)
  expect(webPreferences.allowRunningInsecureContent ?? false).toBe(false)
})

test('7. the policy is sent with every answer, and lets no text become code', () => {
  const csp = policy()
  expect(csp.get('script-src')).toBe("'self'")
  expect(csp.get('style-src')).toBe("'self'")
  expect(csp.get('require-trusted-types-for')).toBe("'script'")
  for (const name of ['base-uri', 'form-action', 'frame-ancestors'])
    expect(csp.get(name), name).toBe("'none'")
  for (const value of csp.values()) expect(value).not.toMatch(/unsafe|\*|https?:(?!\/)/)
  const session = new FakeSession()
  servePage(asSession(session), new Map(), () => [])
  const missing = session.handlers.get('app')?.({ url: 'app://najva/none', method: 'GET' })
  expect(missing?.status).toBe(404)
  expect(missing?.headers.get('content-security-policy')).toContain("script-src 'self'")
  servePage(asSession(session), new Map(), () => ['wss://pbx.example'])
  const ask = (path: string) =>
    session.handlers
      .get('app')?.({ url: `app://najva${path}`, method: 'GET' })
      .headers.get('content-security-policy')
  expect(ask('/')).toContain("connect-src 'self' wss://pbx.example;")
  expect(ask('/popOut/card.html')).toContain("connect-src 'self';")
})

test.each(everyWindow)('9 and 10. no experiments: %s', (name) => {
  const { webPreferences } = openWindow(name).options
  expect(webPreferences.experimentalFeatures ?? false).toBe(false)
  expect(webPreferences.enableBlinkFeatures).toBeUndefined()
  expect(source('main/electron/start.ts')).not.toMatch(/appendSwitch|commandLine/)
})

test.each(everyWindow)('11 and 12. no page within the page: %s', (name) => {
  expect(openWindow(name).options.webPreferences.webviewTag).toBe(false)
  const event = { preventDefault: vi.fn() }
  lockedContents().emit('will-attach-webview', event)
  expect(event.preventDefault).toHaveBeenCalledOnce()
})

test.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])(
  '13. the page stays where it is: %s',
  (name) => {
    const event = { preventDefault: vi.fn(), url: 'app://najva/' }
    lockedContents().emit(name, event)
    expect(event.preventDefault).toHaveBeenCalledOnce()
  },
)

test('14. no page opens a window; the wallboard is asked for by its whole name, and opened by the program', () => {
  const asked = vi.fn()
  const { windowOpen } = lockedContents(asked)
  expect(windowOpen?.({ url: 'app://najva/?view=wallboard' }).action).toBe('deny')
  expect(asked).toHaveBeenCalledOnce()
  for (const url of [
    'app://najva/',
    'https://evil.example/?view=wallboard',
    'app://najva/?view=wallboard&x',
    'file:///etc/passwd',
  ])
    expect(windowOpen?.({ url }).action, url).toBe('deny')
  expect(asked).toHaveBeenCalledOnce()
})

test('15. nothing is handed to another program of the system', () => {
  for (const path of everyFile())
    expect(source(path), path).not.toMatch(/openExternal|openPath|import \{[^}]*\bshell\b/)
})

test('no memory of the program is ever written down: the crash reporter is not even known', () => {
  for (const path of everyFile()) expect(source(path), path).not.toMatch(/\bcrashReporter\b|takeHeapSnapshot/)
})

test('16. the runtime is one that still gets its security fixes', () => {
  const { version } = JSON.parse(source('node_modules/electron/package.json')) as { version: string }
  // The newest three majors are kept up (electronjs.org, timelines): on 2026-11-22 they were 43, 44 and 45.
  expect(Number(version.split('.')[0])).toBeGreaterThanOrEqual(43)
})

describe('17. who speaks on the bridge', () => {
  const main = { url: 'app://najva/', parent: null }
  function offer(senderFrame: unknown, senderId = 1): FakePort {
    const port = new FakePort()
    ipcMain.emit('najva:bridge', { ports: [port], senderFrame, sender: { id: senderId } })
    return port
  }
  const serve = () =>
    servePageBridge(
      {} as never,
      () => ({ pageId: 'page', mayReport: () => true, tellRefusal: () => {} }) as never,
      { of: (id) => (id === 7 ? 'card' : id === 8 ? null : 'desk') },
      silentLog,
    )

  test('our own page may', () => {
    const stop = serve()
    expect(offer(main).state).toBe('started')
    stop()
  })

  test.each([
    ['a frame that has gone', null],
    ['a frame within the page', { url: 'app://najva/', parent: main }],
    ['another origin', { url: 'https://evil.example/', parent: null }],
    ['an origin that begins like ours', { url: 'app://najva.evil.example/', parent: null }],
    ['an empty page', { url: 'about:blank', parent: null }],
  ])('%s may not', (_, frame) => {
    const stop = serve()
    expect(offer(frame).state).toBe('closed')
    stop()
  })

  test.each([
    ['the pop-out card, under whatever address it gives itself', 7],
    ['a window that nobody opened here', 8],
  ])('%s may not', (_, id) => {
    const stop = serve()
    expect(offer(main, id).state).toBe('closed')
    stop()
  })

  test.each([
    ['an object in place of text', { i: '1', p: { u: '/desk/watch' } }],
    ['text that is no request', '{"i":1}'],
    ['more than a page ever says', `{"i":"1","p":{"u":"/desk/watch","b":"${'x'.repeat(2_000_000)}"}}`],
  ])('%s ends the port, and is told', (_, data) => {
    const told: string[] = []
    const context = { pageId: 'page', mayReport: () => true, tellRefusal: (what: string) => told.push(what) }
    const stop = servePageBridge({} as never, () => context as never, { of: () => 'desk' }, silentLog)
    const port = offer(main)
    port.emit('message', { data })
    expect(port.state).toBe('closed')
    expect(told).toEqual(['message'])
    stop()
  })

  test('a reload ends the port before, and the end of the desk ends all', () => {
    const stop = serve()
    const before = offer(main)
    const after = offer(main)
    expect([before.state, after.state]).toEqual(['closed', 'started'])
    stop()
    expect(after.state).toBe('closed')
    expect(ipcMain.listenerCount('najva:bridge')).toBe(0)
  })
})

test('18. pages come from our scheme: the files of the build and nothing else, to whoever only reads', () => {
  registerPageScheme()
  expect(registered).toEqual([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
  const session = new FakeSession()
  const file = { body: Buffer.from('hello'), contentType: 'text/html; charset=utf-8', isFixed: false }
  servePage(asSession(session), new Map([['/', file]]), () => [])
  const ask = (url: string, method = 'GET'): number | undefined =>
    session.handlers.get('app')?.({ url, method }).status
  expect(ask('app://najva/')).toBe(200)
  expect([...session.handlers.keys()]).toEqual(['app'])
  for (const url of [
    'app://najva/../../etc/passwd',
    'app://najva/%2e%2e/key',
    'app://other/',
    'app://najva/key.locked',
  ])
    expect(ask(url), url).toBe(404)
  expect(ask('app://najva/', 'POST')).toBe(404)
})

test('20. the page is given one port, and nothing of Electron', () => {
  for (const name of ['preload', 'popOut']) {
    const preload = source(`preload/${name}.ts`)
    expect(preload).not.toMatch(/exposeInMainWorld|contextBridge|require\(/)
    expect(preload.match(/ipcRenderer\.\w+/g)).toEqual(['ipcRenderer.postMessage'])
  }
})
