/** The three ways a phone's endpoint comes to a real Asterisk: each with the password the gateway hands out at sign-in. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { provisionCommand } from '#gateway/commandLine/provisionCommand'
import { readSite } from '#gateway/commandLine/readSite'
import { realClock } from '#gateway/commandLine/realTime'
import { serveSite } from '#gateway/commandLine/serveCommand'
import type { SiteFile } from '#gateway/commandLine/siteFile'
import { connectDesk } from '#tests/gateway/support/testDesk'
import { silentLog } from '#tests/support/silentLog'
import { openSipPhone } from '#tests/support/sip/sipPhone'
import { createTempFolder } from '#tests/support/tempFolder'
import { type AsteriskLab, startAsteriskLab } from '#tools/lab/asteriskLab'
import { labCentre, labPassword, writeLabSite } from '#tools/lab/labSettings'
import { type OpenLabOptions, openLab } from '#tools/lab/openLab'
import { root } from '#tools/root.mjs'

const soon = { timeout: 15_000, interval: 20 }
const cleanUps: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

function newFolder() {
  const folder = createTempFolder()
  cleanUps.push(folder.remove)
  return folder
}

async function openedLab(folder: string, options: OpenLabOptions) {
  const opened = await openLab(folder, options)
  cleanUps.push(opened.lab.close)
  return opened
}

/** Signs Sara in at the gateway of `site`; the password her page registers with. */
async function passwordAtSignIn(site: SiteFile): Promise<string> {
  const gateway = await serveSite({ site, env: {}, clock: realClock, log: silentLog })
  cleanUps.push(gateway.close)
  const desk = await connectDesk(gateway.url)
  cleanUps.push(desk.close)
  const answer = await desk.signIn('demo', labPassword)
  if (!answer.ok) throw new Error(`Sara could not sign in: ${answer.failure.code}`)
  return answer.value.sip.password
}

async function register({ sipPort }: AsteriskLab, password: string): Promise<number> {
  const phone = await openSipPhone({ address: '127.0.0.1', sipPort, user: '1001', password, toneHz: null })
  const status = await phone.register()
  await phone.close()
  return status
}

/** Name to value of everything Asterisk shows of an object; lists of other objects are not values. */
async function show({ cli }: AsteriskLab, what: string): Promise<Map<string, string>> {
  const text = await cli(`pjsip show ${what}`)
  return new Map(
    [...text.matchAll(/^ (\w+) +: (.*)$/gm)].map(([, name = '', value = '']) => [name, value.trim()]),
  )
}

test.each(['static', 'wizard'] as const)(
  '%s: the phone registers with the password of its sign-in only',
  async (pjsip) => {
    const folder = newFolder()
    const { lab, site } = await openedLab(folder.path, { phones: 'udp', pjsip })
    const password = await passwordAtSignIn(readSite(site.configFile))
    expect(await register(lab, 'another-password')).toBe(401)
    expect(await register(lab, password)).toBe(200)
    await expect.poll(() => lab.cli('pjsip show contacts'), soon).toContain('1001/sip:1001@')
    expect(await lab.cli('pjsip show endpoints')).toContain('1001')
    expect(lab.log).not.toMatch(/res_pjsip_config_wizard\.c: (?!Unable to load config file)/)
  },
)

test('endpoint, contact and login are the same from the wizard’s file as from the plain one', async () => {
  const plain = (await openedLab(newFolder().path, { pjsip: 'static' })).lab
  const wizard = (await openedLab(newFolder().path, { pjsip: 'wizard' })).lab
  for (const what of ['endpoint 1001', 'aor 1001']) {
    const [from, to] = [await show(plain, what), await show(wizard, what)]
    expect(from.size).toBeGreaterThan(10)
    // The wizard names the login after the person.
    expect([...to].filter(([name, value]) => from.get(name) !== value && name !== 'auth')).toEqual([])
  }
  expect((await show(wizard, 'endpoint 1001')).get('context')).toBe('najva-agents')
  expect((await show(wizard, 'auth 1001-iauth')).get('username')).toBe('1001')
})

test('none: a site’s own endpoints and passwords are used as they are, and provision writes neither', async () => {
  const folder = newFolder()
  const own = new Map(labCentre.people.map(({ extension }) => [extension, `the-site-chose-${extension}`]))
  const lab = await startAsteriskLab({
    queues: labCentre.queues.map((queue) => ({ ...queue, maxWaitSeconds: null })),
    people: labCentre.people.map((each) => ({ ...each, sipPassword: own.get(each.extension) ?? '' })),
    phones: 'udp',
  })
  cleanUps.push(lab.close)
  const { configFile } = writeLabSite(folder.path, lab)
  const written = parse(readFileSync(configFile, 'utf8'))
  Object.assign(written.asterisk, { pjsip: 'none', phonePasswordsFile: 'phones' })
  writeFileSync(configFile, stringify(written))
  writeFileSync(folder.file('phones'), [...own].map((pair) => pair.join(' = ')).join('\n'), { mode: 0o600 })
  const site = readSite(configFile)
  const password = await passwordAtSignIn(site)
  expect(password).toBe('the-site-chose-1001')
  expect(await register(lab, password)).toBe(200)

  const lines: string[] = []
  const print = (line: string) => void lines.push(line)
  const out = folder.file('out')
  const resources = join(root, 'resources/asterisk')
  const shared = { site, env: {}, clock: realClock, print, resources, out }
  await provisionCommand({ ...shared, asterisk: null, rotate: true })
  const files = readdirSync(out)
  expect(files.filter((file) => /pjsip|people/.test(file))).toEqual([])
  for (const file of files) expect(readFileSync(join(out, file), 'utf8')).not.toContain('the-site-chose')
  expect(await register(lab, await passwordAtSignIn(site))).toBe(200)
})
