/** `npm run crm -- check` on a CRM that needs no template: signed in to, one caller looked up, the card shown. */
import { writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runCrmCommand } from '#main/crm/commandLine/crmCommand'
import { keepCrmSecrets } from '#main/crm/profile/crmSecrets'
import { loadProfileKey } from '#main/store/profileKey'
import { createOdooServer, type OdooServer } from '#tests/support/crm/odooServer'
import { realClock } from '#tests/support/realClock'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

let folder: TempFolder
let server: OdooServer

beforeEach(async () => {
  folder = createTempFolder()
  server = await createOdooServer(['name', 'parent_id', 'phone', 'mobile', 'email', 'active', 'write_date'])
  server.partners.set(7, {
    id: 7,
    name: 'Mina Rahimi',
    phone: '+98 21 8800 1122',
    mobile: '0912-345 6789',
    parent_id: [3, 'Example Ltd'],
    write_date: '2026-11-20 10:00:00',
  })
  writeFileSync(folder.file('crm.yaml'), `kind: odoo\nurl: ${server.url}\ndatabase: site\n`)
})

afterEach(async () => {
  await server.close()
  folder.remove()
})

async function check(...words: readonly string[]) {
  const said: string[] = []
  const code = await runCrmCommand({
    words: ['check', ...words],
    here: folder.path,
    defaultProfile: folder.path,
    clock: realClock,
    say: (line) => said.push(line),
    askSecret: async () => null,
    openBrowser: () => undefined,
  })
  return { code, text: said.join('\n') }
}

function keepSecrets(apiKey: string): void {
  const key = loadProfileKey(folder.file('key'), realClock)
  if (!key.ok) throw new Error('no key')
  keepCrmSecrets(folder.path, key.value, { user: 'desk@example.com', apiKey })
}

test('Odoo is signed in to, asked about a caller, and the card shown field by field; nothing is written', async () => {
  keepSecrets('odoo-key')
  const settings = await check()
  expect(settings).toMatchObject({ code: 0 })
  expect(settings.text).toContain('lookup by number, full load and deltas, writing back')
  const { code, text } = await check('--number', '02188001122', '--country', 'IR', '--page')
  expect(text).toContain('Found: 1')
  expect(text).toMatch(/name +Mina Rahimi/)
  expect(text).toMatch(/company +Example Ltd/)
  expect(text).toMatch(/numbers +\+982188001122\n +\+989123456789/)
  expect(text).toContain('First page: 1 people')
  expect(text).not.toContain('odoo-key')
  expect(code).toBe(0)
  expect(server.notes).toEqual([])
  expect((await check('--number', '+982144445555')).text).toContain('Nobody has this number.')
})

test('a wrong key, a missing one, a number that is none and a CRM that is away are said, by the exit code too', async () => {
  const missing = await check('--number', '+982188001122')
  expect(missing).toMatchObject({ code: 1 })
  expect(missing.text).toContain('odoo: misconfigured: ')
  keepSecrets('another-key')
  const refused = await check('--number', '+982188001122')
  expect(refused).toMatchObject({ code: 1 })
  expect(refused.text).toContain('odoo: refused: ')
  expect(refused.text).toContain('npm run crm -- sign-in')
  expect((await check('--number', 'hello')).code).toBe(1)
  await server.close()
  expect((await check('--page')).text).toContain('odoo: unreachable: ')
})

test('a directory that is not there is said; Salesforce asks to be signed in to first', async () => {
  writeFileSync(folder.file('crm.yaml'), 'kind: ldap\nurl: ldaps://127.0.0.1:1\nbaseDn: dc=our\n')
  expect((await check('--number', '+982188001122')).text).toContain('ldap: unreachable: ')
  writeFileSync(folder.file('crm.yaml'), 'kind: salesforce\nurl: https://127.0.0.1:1\nclientId: app\n')
  const salesforce = await check('--number', '+982188001122')
  expect(salesforce).toMatchObject({ code: 1 })
  expect(salesforce.text).toMatch(/salesforce: (refused|misconfigured): /)
})

test('a file of people is shown as its import would take it, and nobody is taken', async () => {
  keepSecrets('odoo-key')
  writeFileSync(folder.file('people.csv'), 'Name,Phone\nMina Rahimi,+982188001122\n')
  const { code, text } = await check('people.csv')
  expect(code).toBe(0)
  expect(text).toContain('Mina Rahimi')
  expect(text).toContain('+982188001122')
})
