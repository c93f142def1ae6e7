/** Proves the browser shell's door: the start code, the cookie, host, origin, paths and ports. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type BrowserShell, createBrowserShell } from '#main/browser/browserShell'
import { createLog } from '#main/desk/log'
import { readPageFiles } from '#main/desk/pageFiles'

let folder: string
let shell: BrowserShell
let taken: number
const log = createLog({ folder: null, level: 'silent' })

async function open(port: number | null) {
  let serial = 0
  return createBrowserShell({
    port,
    files: readPageFiles(join(folder, 'page')),
    connectTo: () => ['ws://127.0.0.1:5999'],
    onBridge(_request, socket) {
      taken += 1
      socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n')
    },
    newSecret: () => `secret-${port}-${++serial}`,
    log,
  })
}

beforeEach(async () => {
  taken = 0
  folder = mkdtempSync(join(tmpdir(), 'najva-shell-'))
  mkdirSync(join(folder, 'page/assets'), { recursive: true })
  writeFileSync(join(folder, 'page/index.html'), '<title>Najva</title>')
  writeFileSync(join(folder, 'page/assets/page-1a2b.js'), 'export {}')
  writeFileSync(join(folder, 'page/assets/page-1a2b.js.map'), '{}')
  writeFileSync(join(folder, 'secret.json'), '{"secret":true}')
  const answer = await open(0)
  if (!answer.ok) throw new Error('no port')
  shell = answer.value
})

afterEach(async () => {
  await shell.close()
  rmSync(folder, { recursive: true })
})

interface Asked {
  readonly status: number
  readonly headers: Record<string, string | string[] | undefined>
  readonly body: string
}

/** Asks without a URL parser in between, so that a path arrives as written. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Asked> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port: shell.port, path, method, headers, agent: false },
      (answer) => {
        let body = ''
        answer.on('data', (chunk) => {
          body += chunk
        })
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }))
      },
    )
    sent.on('error', reject)
    sent.end()
  })
}

async function enter(): Promise<string> {
  const { pathname, search } = new URL(shell.url)
  const welcome = await ask(`${pathname}${search}`)
  expect(welcome.status).toBe(303)
  expect(welcome.headers.location).toBe('/')
  const cookie = welcome.headers['set-cookie']?.[0] ?? ''
  expect(cookie).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/)
  return cookie.split(';')[0] ?? ''
}

test('without the start code nothing is served', async () => {
  for (const path of ['/', '/index.html', '/assets/page-1a2b.js', '/start', '/start?code=guess']) {
    const refused = await ask(path)
    expect(refused.status).toBe(403)
    expect(refused.body).toContain('opens only from the address it printed')
    expect(refused.headers['set-cookie']).toBeUndefined()
  }
})

test('the start code is exchanged for a cookie that opens the page, more than once', async () => {
  await enter()
  const cookie = await enter()
  const page = await ask('/', { cookie })
  expect(page).toMatchObject({ status: 200, body: '<title>Najva</title>' })
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(page.headers['cache-control']).toBe('no-store')
  expect((await ask('/assets/page-1a2b.js', { cookie })).headers['cache-control']).toContain('immutable')
})

test('every answer carries the strict headers', async () => {
  const cookie = await enter()
  for (const answer of [await ask('/', { cookie }), await ask('/'), await ask('/none', { cookie })]) {
    const policy = String(answer.headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain('ws://127.0.0.1:5999')
    expect(policy).not.toContain('unsafe')
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
  }
})

test('no path leads out of the page', async () => {
  const cookie = await enter()
  for (const path of [
    '/../secret.json',
    '/%2e%2e/secret.json',
    '/assets/..%2f..%2fsecret.json',
    '/assets/../../secret.json',
    '//etc/passwd',
    '/assets/page-1a2b.js.map',
    '/assets\\..\\..\\secret.json',
  ]) {
    expect((await ask(path, { cookie })).status).toBe(404)
  }
})

test('another host name, another origin, another site and another verb are refused', async () => {
  const cookie = await enter()
  expect((await ask('/', { cookie, host: 'evil.example' })).status).toBe(403)
  expect((await ask('/', { cookie, host: `127.0.0.1:${shell.port + 1}` })).status).toBe(403)
  expect((await ask('/', { cookie, origin: 'http://evil.example' })).status).toBe(403)
  expect((await ask('/', { cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  expect((await ask('/', { cookie }, 'POST')).status).toBe(405)
  expect((await ask('/', { cookie: `${cookie}x` })).status).toBe(403)
})

/** The status line of a WebSocket upgrade with these headers. */
function upgrade(headers: Record<string, string>, path = '/bridge'): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(shell.port, '127.0.0.1')
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    socket.write(`GET ${path} HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${lines.join('')}\r\n`)
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.on('close', () => resolve(text.split('\r\n')[0] ?? ''))
    socket.on('error', reject)
  })
}

test('the bridge opens only for our own origin with the cookie', async () => {
  const cookie = await enter()
  const host = `127.0.0.1:${shell.port}`
  const origin = `http://${host}`
  const refused = 'HTTP/1.1 403 Forbidden'
  expect(await upgrade({ host, origin })).toBe(refused)
  expect(await upgrade({ host, cookie })).toBe(refused)
  expect(await upgrade({ host, cookie, origin: 'http://evil.example' })).toBe(refused)
  expect(await upgrade({ host, cookie, origin: 'null' })).toBe(refused)
  expect(await upgrade({ host: 'evil.example', cookie, origin })).toBe(refused)
  expect(await upgrade({ host, cookie, origin }, '/other')).toBe(refused)
  expect(taken).toBe(0)
  expect(await upgrade({ host, cookie, origin })).toContain('101')
  expect(taken).toBe(1)
})

test('a port that is taken is said; without a wish another one is found', async () => {
  expect(await open(shell.port)).toMatchObject({ ok: false, failure: { code: 'port-taken' } })
  const [first, second] = [await open(null), await open(null)]
  if (!first.ok || !second.ok) throw new Error('no port')
  expect(first.value.port).not.toBe(second.value.port)
  await Promise.all([first.value.close(), second.value.close()])
})
