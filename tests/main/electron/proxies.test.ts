/** Chromium's proxies: its decision is the desk's, its questions are asked once, and a wrong answer is not given twice. */
import { existsSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createProxySignIn, type ProxySignIn } from '#main/desk/proxy/proxySignIn'
import { answerProxyLogins, readSystemProxies } from '#main/electron/proxies'
import { openProxyBox } from '#main/electron/proxyKeychain'
import { app, forget, safeStorage } from '#tests/main/electron/fakeElectron'
import { createFakeClock, type FakeClock } from '#tests/support/fakeClock'
import { silentLog } from '#tests/support/silentLog'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

vi.mock('electron', () => import('#tests/main/electron/fakeElectron'))

let clock: FakeClock
let signIn: ProxySignIn
let folder: TempFolder
beforeEach(async () => {
  forget()
  folder = createTempFolder()
  clock = createFakeClock()
  signIn = await createProxySignIn({ clock, newId: () => crypto.randomUUID(), box: null, log: silentLog })
})
afterEach(() => {
  signIn.close()
  folder.remove()
})

const info = { isProxy: true, scheme: 'basic', host: 'proxy.corp', port: 3128, realm: 'Corp' }
const settle = () => new Promise((resolve) => setTimeout(resolve, 0))

function ask(url: string, also: Partial<typeof info> = {}) {
  const event = { preventDefault: vi.fn() }
  const told = vi.fn()
  app.emit('login', event, null, { url, pid: 1 }, { ...info, ...also }, told)
  return { event, told }
}
function say(password: string): void {
  const id = signIn.question?.id ?? ''
  expect(signIn.answer({ id, user: 'sara', password, keep: false }).ok).toBe(true)
}

test('the decision of the session is asked by host alone, as a web address', async () => {
  const asked: string[] = []
  const resolveProxy = async (url: string) => {
    asked.push(url)
    return 'PROXY proxy.corp:3128; DIRECT'
  }
  const source = readSystemProxies({ resolveProxy }, null)
  const hops = await source.hopsTo(new URL('wss://gateway.example:8443/wire?token=secret'))
  await source.hopsTo(new URL('http://crm.example/people?number=0912'))
  expect(asked).toEqual(['https://gateway.example:8443/', 'http://crm.example/'])
  expect(hops).toEqual([{ kind: 'proxy', proxy: 'http://proxy.corp:3128' }, { kind: 'direct' }])
})

test('the person is asked once for two addresses, and what they said is given to both', async () => {
  const stop = answerProxyLogins(signIn, clock)
  const [page, update] = [ask('wss://pbx.example/'), ask('https://updates.example/')]
  expect(page.event.preventDefault).toHaveBeenCalledOnce()
  expect(signIn.question).toMatchObject({ proxy: 'proxy.corp:3128', realm: 'Corp' })
  say('right')
  await settle()
  expect(page.told).toHaveBeenCalledWith('sara', 'right')
  expect(update.told).toHaveBeenCalledWith('sara', 'right')
  // Another address: not wrong, only new.
  const third = ask('https://third.example/')
  await settle()
  expect(third.told).toHaveBeenCalledWith('sara', 'right')
  stop()
  expect(app.listenerCount('login')).toBe(0)
})

test('asked again at once for the same address, the answer was wrong; much later, it was forgotten', async () => {
  answerProxyLogins(signIn, clock)
  ask('wss://pbx.example/')
  say('wrong')
  await settle()
  const again = ask('wss://pbx.example/')
  await settle()
  expect(again.told).not.toHaveBeenCalled()
  expect(signIn.question).toMatchObject({ wasWrong: true, triesLeft: 2 })
  say('right')
  await settle()
  expect(again.told).toHaveBeenCalledWith('sara', 'right')
  clock.advance(3_600_000)
  const later = ask('wss://pbx.example/')
  await settle()
  expect(later.told).toHaveBeenCalledWith('sara', 'right')
  expect(signIn.question).toBeNull()
})

test('who would rather not is not asked again, and a server that is no proxy gets nothing', async () => {
  answerProxyLogins(signIn, clock)
  const { told } = ask('wss://pbx.example/')
  signIn.dismiss(signIn.question?.id ?? '')
  await settle()
  expect(told).toHaveBeenCalledWith()
  for (const other of [{ isProxy: false }, { scheme: 'mystery' }]) {
    const { event, told: untold } = ask('https://x.example/', other)
    expect(event.preventDefault).not.toHaveBeenCalled()
    expect(untold).not.toHaveBeenCalled()
  }
})

test('kept under the keychain and not as it is; not at all where there is none', async () => {
  const path = folder.file('proxies.locked')
  const box = await openProxyBox(path, silentLog)
  expect(await box?.load()).toBeNull()
  await box?.save('[secret]')
  expect(readFileSync(path, 'utf8')).not.toContain('secret')
  expect(await box?.load()).toBe('[secret]')
  await box?.save('')
  expect(existsSync(path)).toBe(false)
  safeStorage.isThere = false
  expect(await openProxyBox(path, silentLog)).toBeNull()
  safeStorage.isThere = true
  if (process.platform !== 'linux') return
  safeStorage.backend = 'basic_text'
  expect(await openProxyBox(path, silentLog)).toBeNull()
  safeStorage.backend = 'gnome_libsecret'
})
