/** On Electron's real runtime: what the page is given, and what it is refused. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import en from '#resources/locales/en.json' with { type: 'json' }
import { type ElectronDesk, openElectronDesk, silentGateway } from '#tests/electron/electronDesk'

let desk: ElectronDesk
beforeAll(async () => {
  desk = await openElectronDesk({ gateway: silentGateway })
  await desk.page.getByRole('button', { name: en['signIn.submit'] }).waitFor({ timeout: 60_000 })
})
afterAll(() => desk?.close())

test('the page asks who one is, from our own scheme', () => {
  expect(desk.page.url()).toBe('app://najva/')
})

test('the policy is sent with the page', async () => {
  const policy = await desk.page.evaluate(async () =>
    (await fetch('/')).headers.get('content-security-policy'),
  )
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self'")
  expect(policy).toContain("require-trusted-types-for 'script'")
})

test('a script of another place is not even asked for', async () => {
  const refused = await desk.page.evaluate(() =>
    new Promise<string>((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective))
      const script = document.createElement('script')
      script.src = 'https://evil.example/x.js'
      document.body.append(script)
    }).catch((error: unknown) => String(error)),
  )
  expect(refused).toMatch(/script-src|trusted/i)
})

test('every page has a sandbox, and nothing of Node', async () => {
  const isSandboxed = await desk.app.evaluate(({ app }) => app.commandLine.hasSwitch('enable-sandbox'))
  expect(isSandboxed).toBe(true)
  const kinds = await desk.page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'].map(
      (name) => typeof Reflect.get(window, name),
    ),
  )
  expect(new Set(kinds)).toEqual(new Set(['undefined']))
})

test('the page stays where it is, and opens no window', async () => {
  const before = desk.app.windows().length
  await desk.page.evaluate(() => {
    window.location.href = 'https://evil.example/'
  })
  const opened = await desk.page.evaluate(() => window.open('https://evil.example/') === null)
  expect(opened).toBe(true)
  expect(desk.page.url()).toBe('app://najva/')
  expect(desk.app.windows()).toHaveLength(before)
})

test('the scheme serves the build, and no other file', async () => {
  const statuses = await desk.page.evaluate(() =>
    Promise.all(
      ['/', '/../../package.json', '/%2e%2e/%2e%2e/package.json'].map((path) =>
        fetch(path).then(({ status }) => status),
      ),
    ),
  )
  expect(statuses).toEqual([200, 404, 404])
  const file = await desk.page.evaluate(() =>
    fetch('file:///etc/hostname').then(
      () => true,
      () => false,
    ),
  )
  expect(file).toBe(false)
})

test('a camera and a place are refused', async () => {
  const camera = await desk.page.evaluate(() =>
    navigator.mediaDevices.getUserMedia({ video: true }).then(
      () => 'given',
      (error: DOMException) => error.name,
    ),
  )
  expect(camera).not.toBe('given')
  const place = await desk.page.evaluate(async () => {
    const { state } = await navigator.permissions.query({ name: 'geolocation' })
    return state
  })
  expect(place).toBe('denied')
})
