/** The bridge under fire, over the browser shell's real socket: every call refuses what does not fit, and nothing changes. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { Settings } from '#contract/settings'
import { createBridgeSocket } from '#main/browser/bridgeSocket'
import { type BrowserShell, createBrowserShell } from '#main/browser/browserShell'
import { createDesk, type Desk } from '#main/desk/createDesk'
import { createLog } from '#main/desk/log'
import { bridgeCalls, brokenBodies, refusedInputs, strayPaths, vastText } from '#tests/main/desk/bridgeFire'
import { openRawPage, type RawPage } from '#tests/main/desk/rawPage'
import { createScriptedGateway, type ScriptedGateway } from '#tests/main/desk/scriptedGateway'
import { createFakeClock, type FakeClock } from '#tests/support/fakeClock'
import { createFakeHidTransport } from '#tests/support/fakeHidTransport'

let profileDir: string
let gateway: ScriptedGateway
let clock: FakeClock
let desk: Desk
let shell: BrowserShell
let closeBridge: () => void
let cookie: string
let page: RawPage

beforeEach(async () => {
  profileDir = mkdtempSync(join(tmpdir(), 'najva-fire-'))
  gateway = await createScriptedGateway()
  clock = createFakeClock()
  let serial = 0
  const newSecret = (): string => `secret-${++serial}`
  const log = createLog({ folder: join(profileDir, 'log'), level: 'info' })
  desk = createDesk({
    profileDir,
    key: new Uint8Array(32).fill(7),
    gatewayUrl: gateway.url,
    cardSource: null,
    locale: null,
    headsetTransport: createFakeHidTransport(),
    clock,
    random: () => 0.5,
    newId: newSecret,
    log,
  })
  const bridge = createBridgeSocket(desk.router, desk.newContext)
  closeBridge = bridge.close
  const answer = await createBrowserShell({
    port: 0,
    files: new Map(),
    connectTo: () => [],
    onBridge: bridge.take,
    newSecret,
    log,
  })
  if (!answer.ok) throw new Error('no port')
  shell = answer.value
  const welcome = await fetch(shell.url, { redirect: 'manual' })
  cookie = welcome.headers.get('set-cookie')?.split(';')[0] ?? ''
  page = await openPage()
  await page.ask('/session/signIn', '{"json":{"user":"demo","password":"right"}}')
  await page.ask('/settings/change', '{"json":{"theme":"dark"}}')
  await page.ask(
    '/wrapUp/saveDraft',
    '{"json":{"callId":"call-1","personId":null,"dispositionId":null,"note":"Promised","followUpOn":null,"revision":1}}',
  )
})

afterEach(async () => {
  closeBridge()
  await shell.close()
  await desk.close()
  await gateway.close()
  rmSync(profileDir, { recursive: true, force: true })
})

const toAddress = (): string => `ws://127.0.0.1:${shell.port}/bridge`
const ownOrigin = (): string => `http://127.0.0.1:${shell.port}`
const openPage = (): Promise<RawPage> => openRawPage(toAddress(), { origin: ownOrigin(), cookie })

/** All that a page could change: what is in force, what is on disk, and what the gateway was asked. */
async function look() {
  const calm = await openPage()
  const drafts = await calm.ask('/wrapUp/listDrafts', '{"json":null}')
  const headsets = desk.headsets.state
  calm.close()
  expect(drafts.status).toBe(200)
  expect(drafts.text).toContain('Promised')
  return {
    drafts: drafts.text,
    headsets,
    session: desk.link.session,
    settings: readFileSync(join(profileDir, 'settings.json'), 'utf8'),
    files: readdirSync(profileDir).sort(),
    commands: [...gateway.commands],
  }
}

const refusalsTold = (): string[] =>
  readFileSync(join(profileDir, 'log/desk.log'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('the bridge refused'))

test('the contract has calls, and each takes something definite', () => {
  expect(bridgeCalls.length).toBeGreaterThan(60)
  for (const call of bridgeCalls) expect(refusedInputs(call).length, call.path).toBeGreaterThan(8)
})

test('every call refuses what does not fit; nothing changes, and the log says so once', async () => {
  const before = await look()
  for (const call of bridgeCalls) {
    for (const input of refusedInputs(call)) {
      const { status, text } = await page.ask(call.path, `{"json":${input}}`)
      expect(status, `${call.path} ${input.length} ${input.slice(0, 60)} ${text}`).toBe(400)
    }
  }
  expect(await look()).toEqual(before)
  expect('isHostile' in {}).toBe(false)
  expect(refusalsTold()).toHaveLength(1)
  clock.advance(61_000)
  await page.ask('/status/choose', '{"json":7}')
  await page.ask('/status/choose', '{"json":8}')
  expect(refusalsTold()).toHaveLength(2)
  expect(refusalsTold()[1]).toContain('status.choose')
})

test('a body that would build objects by itself, and a call that is none, are refused', async () => {
  const before = await look()
  for (const { path } of bridgeCalls)
    for (const body of brokenBodies) {
      const { status, text } = await page.ask(path, body)
      expect(status === 400 || isDone(path, body, status), `${path} ${body.slice(0, 60)} ${text}`).toBe(true)
    }
  for (const path of strayPaths) {
    const { status } = await page.ask(path, '{"json":null}')
    expect(status, path.slice(0, 60)).toBe(404)
  }
  expect('isHostile' in {}).toBe(false)
  expect({ ...(await look()), commands: [] }).toEqual({ ...before, commands: [] })
})

/** Bodies whose input is an object with keys that the call does not know; a call that needs none may take it. */
function isDone(path: string, body: string, status: number): boolean {
  const call = bridgeCalls.find((each) => each.path === path)
  const takesEmpty = call?.schema.safeParse({}).success === true
  return takesEmpty && body.includes('"json":{') && status === 200
}

test('a key that no setting has is dropped and never written', async () => {
  const { status } = await page.ask(
    '/settings/change',
    '{"json":{"theme":"light","hostile":"kept?","calls":{"hostile":"kept?"},"__proto__":{"isHostile":true}}}',
  )
  expect(status).toBe(200)
  const written = readFileSync(join(profileDir, 'settings.json'), 'utf8')
  expect(written).not.toMatch(/hostile/i)
  expect(Settings.parse(JSON.parse(written)).theme).toBe('light')
  expect('isHostile' in {}).toBe(false)
})

test('a message of megabytes, or of nonsense, costs the page its socket and nobody else anything', async () => {
  const before = await look()
  for (const { path } of bridgeCalls) {
    const hostile = await openPage()
    void hostile.ask(path, `{"json":"${vastText}"}`)
    expect(await hostile.closed, path).toBe(1009)
  }
  for (const raw of ['', '{', 'null', '[]', '{"i":1}', '{"i":"1","t":3,"p":{}}', '{"i":"1","p":{"u":7}}']) {
    const hostile = await openPage()
    hostile.sendRaw(raw)
    expect(await hostile.closed, raw).toBe(1003)
  }
  const binary = await openPage()
  binary.sendRaw(Buffer.from('{"i":"1","p":{"u":"/desk/watch"}}'))
  expect(await binary.closed).toBe(1003)
  expect(await look()).toEqual(before)
  expect(refusalsTold()).toHaveLength(1)
})

test.each<[string, { origin?: string | undefined; cookie?: string }]>([
  ['another site', { origin: 'https://evil.example' }],
  ['this page after it went elsewhere on this machine', { origin: 'http://127.0.0.1:1' }],
  ['a page in a sandboxed frame, or of a file', { origin: 'null' }],
  ['nobody by name', { origin: undefined }],
  ['a page without the cookie', { cookie: '' }],
  ['a page with a guessed cookie', { cookie: 'guess' }],
])('%s gets no bridge', async (_, wrong) => {
  const before = await look()
  const guess = wrong.cookie === 'guess' ? { cookie: `${cookie.split('=')[0]}=secret-0` } : wrong
  const given = { origin: ownOrigin(), cookie, ...guess }
  const headers = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const socket = new WebSocket(toAddress(), { headers })
  const status = await new Promise<number | undefined>((resolve) => {
    socket.on('unexpected-response', (_request, response) => {
      response.resume()
      resolve(response.statusCode)
    })
    socket.on('open', () => resolve(101))
    socket.on('error', () => undefined)
  })
  socket.terminate()
  expect(status).toBe(403)
  expect(await look()).toEqual(before)
})

test('a wallboard watches, keeps how it looks, and is refused everything else, told once', async () => {
  const before = await look()
  const board = await openRawPage(`${toAddress()}?view=wallboard`, { origin: ownOrigin(), cookie })
  const allowed = ['/desk/watch', '/desk/report', '/live/watch', '/settings/change']
  for (const { path } of bridgeCalls) {
    if (allowed.includes(path)) continue
    const { status } = await board.ask(path, '{"json":null}')
    expect(status, path).toBe(403)
  }
  await board.ask('/session/signOut', '{"json":null}')
  for (const patch of [
    '{"theme":"light"}',
    '{"theme":"light","wallboard":{"theme":"light"}}',
    '{"popOut":"never"}',
  ])
    expect((await board.ask('/settings/change', `{"json":${patch}}`)).text).toContain('forbidden')
  expect(await look()).toEqual(before)
  expect(refusalsTold()).toHaveLength(1)
  const own = await board.ask('/settings/change', '{"json":{"wallboard":{"theme":"light"}}}')
  expect(own.text).toContain('"ok":true')
  expect((await board.ask('/desk/watch', '{"json":null}')).status).toBe(200)
  board.close()
})
