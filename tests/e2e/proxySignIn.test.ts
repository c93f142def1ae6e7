/** A whole desk behind a company's proxy, with the company's own authority: the page asks who one is, and the gateway is there. */
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, getCACertificates, type Server, setDefaultCACertificates } from 'node:tls'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startBrowserDesk } from '#main/browser/startBrowserDesk'
import { StartOptions } from '#main/desk/startOptions'
import en from '#resources/locales/en.json' with { type: 'json' }
import { createAuthority } from '#tests/asterisk/support/certificates'
import { createScriptedGateway } from '#tests/main/desk/scriptedGateway'
import { createFakeHidTransport } from '#tests/support/fakeHidTransport'
import { openDeskBrowser } from '#tests/support/practiceDesk'
import { openSignInProxy } from '#tests/support/signInProxy'
import { buildPage } from '#tools/pageBuild'
import { root } from '#tools/root.mjs'

const soon = { timeout: 20_000, interval: 50 }
const names = ['https_proxy', 'no_proxy', 'HTTPS_PROXY', 'NO_PROXY'] as const
const before = Object.fromEntries(names.map((name) => [name, process.env[name]]))
const trusted = getCACertificates('default')
let ends: (() => unknown)[]

beforeEach(() => {
  ends = []
  for (const name of names) delete process.env[name]
})
afterEach(async () => {
  for (const end of ends.reverse()) await end()
  setDefaultCACertificates(trusted)
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
})

/** The gateway's own TLS, as a site has it: a name, and a certificate of the company's authority. */
async function openTls(folder: string, port: number): Promise<number> {
  const authority = createAuthority(folder, 'corp')
  setDefaultCACertificates([...trusted, authority.cert])
  const server: Server = createServer(authority.sign('DNS:gateway.example'), (socket) => {
    const onward = connect(port, '127.0.0.1')
    socket.pipe(onward).pipe(socket)
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const)
      one.on('error', () => undefined).on('close', () => other.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => server.close())
  return (server.address() as AddressInfo).port
}

test('the proxy asks, the page says who and what for, and the person signs in at both', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'najva-proxy-'))
  ends.push(() => rmSync(folder, { recursive: true, force: true }))
  const gateway = await createScriptedGateway()
  ends.push(() => gateway.close())
  const port = await openTls(folder, Number(gateway.url.port))
  const proxy = await openSignInProxy('CORP\\sara:s3cret')
  ends.push(() => proxy.close())
  process.env.https_proxy = proxy.address
  const opened = await startBrowserDesk({
    start: StartOptions.parse({ gateway: `wss://gateway.example:${port}/` }),
    profileDir: join(folder, 'profile'),
    resourcesDir: join(root, 'resources'),
    pageDir: await buildPage(() => {}),
    headsetTransport: createFakeHidTransport(),
  })
  if (!opened.ok) throw new Error(opened.failure.code)
  ends.push(() => opened.value.close())
  const browser = await openDeskBrowser()
  ends.push(() => browser.close())
  const page = await browser.browser.newPage()
  await page.goto(opened.value.url)
  const dialog = page.getByRole('dialog', { name: en['proxy.title'] })
  await dialog.getByText(`127.0.0.1:${proxy.port}`).waitFor(soon)
  await dialog.getByText('Corp net').waitFor()
  const say = async (password: string): Promise<void> => {
    await dialog.getByLabel(en['proxy.user']).fill('CORP\\sara')
    await dialog.getByLabel(en['signIn.password']).fill(password)
    await dialog.getByRole('button', { name: en['signIn.submit'] }).click()
  }
  await say('wrong')
  await dialog.getByRole('alert').waitFor(soon)
  await say('s3cret')
  await dialog.waitFor({ state: 'detached', ...soon })
  await expect.poll(() => opened.value.desk.link.state.kind, soon).toBe('connected')
  await page.getByLabel(en['signIn.user']).fill('demo')
  await page.getByLabel(en['signIn.password']).fill('right')
  await page.getByRole('button', { name: en['signIn.submit'] }).click()
  await page.getByText('Sara Ahmadi').first().waitFor(soon)
  expect(new Set(proxy.asked.map(({ told }) => told))).toEqual(
    new Set([null, 'CORP\\sara:wrong', 'CORP\\sara:s3cret']),
  )
  expect(proxy.asked.filter(({ told }) => told === 'CORP\\sara:wrong')).toHaveLength(1)
}, 120_000)
