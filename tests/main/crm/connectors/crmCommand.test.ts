/** `npm run crm`: a template looked at and tried without a desk, and a profile signed in to its CRM. */
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runCrmCommand } from '#main/crm/commandLine/crmCommand'
import { keepCrmSecrets } from '#main/crm/profile/crmSecrets'
import { loadCrm } from '#main/crm/profile/loadCrm'
import { loadProfileKey } from '#main/store/profileKey'
import { type CrmServer, createCrmServer } from '#tests/support/crm/crmServer'
import { writeCrmTemplate } from '#tests/support/crm/crmTemplate'
import { makePeople, toNumber } from '#tests/support/crm/peopleBook'
import { realClock } from '#tests/support/realClock'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

let folder: TempFolder
let server: CrmServer

beforeEach(async () => {
  folder = createTempFolder()
  server = await createCrmServer({ people: makePeople(60) })
})
afterEach(async () => {
  await server.close()
  folder.remove()
})

async function run(
  words: readonly string[],
  typed: readonly string[] = [],
  openBrowser: (url: string) => void = () => undefined,
) {
  const said: string[] = []
  const left = [...typed]
  const code = await runCrmCommand({
    words,
    here: folder.path,
    defaultProfile: folder.path,
    clock: realClock,
    say: (line) => said.push(line),
    askSecret: async () => left.shift() ?? null,
    openBrowser,
  })
  return { code, text: said.join('\n') }
}

const key = () => {
  const loaded = loadProfileKey(folder.file('key'), realClock)
  if (!loaded.ok) throw new Error('no key')
  return loaded.value
}

test('check shows what is asked, and every field of the card with its place in the answer and its line', async () => {
  const { secrets } = writeCrmTemplate(server, folder.file('t.yaml'))
  keepCrmSecrets(folder.path, key(), secrets)
  const { code, text } = await run([
    'check',
    't.yaml',
    '--number',
    toNumber(50).replace('+98', '0'),
    '--page',
  ])
  expect(text).toMatch(/no mistakes/)
  expect(text).toContain(`Asks: GET ${server.url}people/search?phone=%2B989120000050`)
  expect(text).toMatch(/name +Person 50 {2}← name \(line \d+\)/)
  expect(text).toMatch(/priority +vip {2}← tier \(line \d+\)/)
  expect(text).toMatch(/openIssue +– {2}← openIssue/)
  expect(text).toContain('First page: 60 people of 60; it is the last.')
  expect(text).not.toContain(server.apiKey)
  expect(code).toBe(0)
  expect(server.activities).toEqual([])
})

test('check says each mistake with its line, and what the CRM does wrong, by its exit code too', async () => {
  writeFileSync(
    folder.file('bad.yaml'),
    'name: x\nurl: https://x.example\nsignIn: { kind: none }\ncolour: blue\n',
  )
  const bad = await run(['check', 'bad.yaml'])
  expect(bad).toMatchObject({ code: 1 })
  expect(bad.text).toContain('bad.yaml:4: there is no colour here')
  const { secrets } = writeCrmTemplate(server, folder.file('t.yaml'))
  expect((await run(['check', 't.yaml', '--number', toNumber(1)])).text).toContain(
    'The secret apiKey is not set',
  )
  keepCrmSecrets(folder.path, key(), secrets)
  server.order('html')
  const html = await run(['check', 't.yaml', '--number', toNumber(1)])
  expect(html.code).toBe(1)
  expect(html.text).toMatch(/t\.yaml:\d+: nonsense: .*text\/html instead of JSON/)
  expect((await run(['check', 't.yaml', '--number', 'hello'])).code).toBe(1)
  expect((await run(['dance'])).code).toBe(2)
})

test('sign-in locks what is typed into the profile, and a desk finds it there', async () => {
  writeCrmTemplate(server, folder.file('t.yaml'), { signIn: 'basic' })
  writeFileSync(folder.file('crm.yaml'), 'kind: rest\ntemplate: t.yaml\n')
  const { code, text } = await run(['sign-in'], ['desk', 'geheim'])
  expect(code).toBe(0)
  expect(text).not.toContain('geheim')
  expect(loadCrm(folder.path, key())).toMatchObject({
    ok: true,
    value: { config: { kind: 'rest' }, secrets: { user: 'desk', password: 'geheim' } },
  })
  expect((await run(['check', '--number', toNumber(1)])).code).toBe(0)
})

test('sign-in by the browser brings a refresh token home, with a proof that is its own', async () => {
  writeCrmTemplate(server, folder.file('t.yaml'), { signIn: 'authorizationCode' })
  writeFileSync(folder.file('crm.yaml'), 'kind: rest\ntemplate: t.yaml\n')
  let asked: URL | null = null
  const browser = async (url: string) => {
    asked = new URL(url)
    const back = new URL(asked.searchParams.get('redirect_uri') ?? '')
    back.searchParams.set('code', 'c-1')
    back.searchParams.set('state', 'somebody else')
    expect((await fetch(back)).status).toBe(404)
    back.searchParams.set('state', asked.searchParams.get('state') ?? '')
    expect((await fetch(back)).status).toBe(200)
  }
  let visit: Promise<void> = Promise.resolve()
  const { code } = await run(['sign-in'], [], (url) => {
    visit = browser(url)
  })
  await visit
  expect(code).toBe(0)
  const parameters = (asked as URL | null)?.searchParams
  expect(parameters?.get('code_challenge_method')).toBe('S256')
  const form = new URLSearchParams(server.requests.find(({ kind }) => kind === 'token')?.body)
  expect(form.get('code')).toBe('c-1')
  expect(
    createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url'),
  ).toBe(parameters?.get('code_challenge'))
  expect(loadCrm(folder.path, key())).toMatchObject({
    value: { secrets: { refreshToken: server.refreshToken } },
  })
  expect((await run(['check', '--number', toNumber(1)])).code).toBe(0)
  // The CRM replaced the refresh token; the next time needs the new one.
  expect((await run(['check', '--number', toNumber(1)])).code).toBe(0)
})

test('a profile whose key is in the keychain takes its secrets from a letter box that only its key opens', async () => {
  writeCrmTemplate(server, folder.file('t.yaml'), { signIn: 'basic' })
  writeFileSync(folder.file('crm.yaml'), 'kind: rest\ntemplate: t.yaml\n')
  writeFileSync(folder.file('key.locked'), 'only the keychain opens this')
  const kept = new Uint8Array(randomBytes(32))
  const early = await run(['sign-in'], ['desk', 'geheim'])
  expect(early).toMatchObject({ code: 1, text: expect.stringContaining('Start the desk once') })
  // The desk starts, with the key of its keychain.
  expect(loadCrm(folder.path, kept)).toMatchObject({ value: { secrets: {} } })
  expect((await run(['sign-in'], ['desk', 'geheim'])).code).toBe(0)
  expect(readFileSync(folder.file('crm-letter'), 'utf8')).not.toContain('geheim')
  expect(existsSync(folder.file('key'))).toBe(false)
  expect(loadCrm(folder.path, kept)).toMatchObject({
    value: { secrets: { user: 'desk', password: 'geheim' } },
  })
  expect(existsSync(folder.file('crm-letter'))).toBe(false)
  expect(loadCrm(folder.path, kept)).toMatchObject({
    value: { secrets: { user: 'desk', password: 'geheim' } },
  })
})

test('a letter for another profile, or none at all, is thrown away and costs nothing', async () => {
  writeCrmTemplate(server, folder.file('t.yaml'))
  writeFileSync(folder.file('crm.yaml'), 'kind: rest\ntemplate: t.yaml\n')
  keepCrmSecrets(folder.path, key(), { apiKey: 'kept' })
  for (const letter of ['{', '{"from":"x","locked":"eA=="}', 'x'.repeat(100)]) {
    writeFileSync(folder.file('crm-letter'), letter)
    expect(loadCrm(folder.path, key())).toMatchObject({ value: { secrets: { apiKey: 'kept' } } })
    expect(existsSync(folder.file('crm-letter'))).toBe(false)
  }
})
