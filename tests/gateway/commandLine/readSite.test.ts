/** gateway.yaml: the shipped example is right, and whatever is wrong is named with its file, its place and the reason. */
import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readOwnPasswords } from '#gateway/commandLine/ownPasswords'
import { readSecret, readSite, SiteMistake } from '#gateway/commandLine/readSite'
import {
  shownNumbersBy,
  toDialling,
  toPbxQueues,
  toPersonId,
  toSeedPeople,
  toTeams,
} from '#gateway/commandLine/siteParts'
import { root } from '#tests/architecture/sourceFiles'
import { createTempFolder } from '#tests/support/tempFolder'

const folder = createTempFolder()
afterAll(() => folder.remove())

const least = `
asterisk:
  nodes: [{ secretEnv: AMI }]
  sip: { serverUrl: ws://127.0.0.1:8088/ws }
queues: [{ id: support, name: Support }]
`

function complaintOf(text: string): string {
  const file = folder.file('gateway.yaml')
  writeFileSync(file, text)
  try {
    readSite(file)
  } catch (error) {
    if (error instanceof SiteMistake) return error.message.replaceAll(folder.path, '')
    throw error
  }
  return ''
}

test('a telephone system is named encrypted, or on this machine', () => {
  const named = (url: string): string => complaintOf(least.replace('ws://127.0.0.1:8088/ws', url))
  for (const url of ['wss://pbx.example:8089/ws', 'ws://localhost/ws', "'ws://[::1]:8088/ws'"])
    expect(named(url), url).toBe('')
  for (const url of ['ws://pbx.example/ws', 'ws://127.0.0.1.evil.example/ws', 'https://pbx.example/'])
    expect(named(url), url).not.toBe('')
  expect(named('ws://pbx.example/ws')).toContain('must begin with wss://')
})

test('how people dial is told to every desk, and what cannot be dialled is refused', () => {
  const file = folder.file('gateway.yaml')
  const dialling = "dialling: { outsidePrefix: '9', national: national, voicemail: '*{extension}' }"
  const numbers = "queues: [{ id: support, name: Support, numbers: ['+982188001001', '8001'] }]"
  writeFileSync(file, `${least.replace(/^queues.*$/m, numbers)}${dialling}\n`)
  expect(toDialling(readSite(file))).toEqual({
    rules: { outsidePrefix: '9', internal: null, country: null, national: 'national', international: '+' },
    voicemail: '*{extension}',
    queueNumbers: [{ queueId: 'support', number: '+982188001001' }],
  })
  expect(complaintOf(`${least}dialling: { outsidePrefix: nine }\n`)).toContain('0–9, * and #')
  expect(complaintOf(`${least}dialling: { internal: [{ from: '200', to: '1000' }] }\n`)).toContain(
    'same length',
  )
  expect(complaintOf(`${least}dialling: { voicemail: '*97' }\n`)).toContain('{extension}')
})

test('who may show which number outside is told by team and person, and names nobody has are refused', () => {
  const file = folder.file('gateway.yaml')
  const people = `teams: [{ id: first, name: First, queues: [support] }]
people:
  - { user: sara, name: Sara, extension: '1001', teams: [first], passwordHash: scrypt$x }
  - { user: omid, name: Omid, extension: '1002', passwordHash: scrypt$x }
  - { user: leila, name: Leila, extension: '1003', passwordHash: scrypt$x }
`
  const numbers = (list: string) => `${least}${people}dialling: { shownNumbers: [${list}] }\n`
  const list = `{ number: '+982188002000', name: Sales, teams: [first], people: [leila] },
    { number: '+982188001000', name: Main }, { number: '+982188003000', name: Board, people: [leila] }`
  writeFileSync(file, numbers(list))
  const site = readSite(file)
  const numbersOf = shownNumbersBy(site)
  expect(site.people.map(({ user }) => numbersOf(toPersonId(user)).map(({ name }) => name))).toEqual([
    ['Sales', 'Main'],
    ['Main'],
    ['Sales', 'Main', 'Board'],
  ])
  expect(toDialling(site).rules).not.toHaveProperty('shownNumbers')
  expect(complaintOf(numbers("{ number: '+98', name: Odd, teams: [other] }"))).toContain(
    'no team is called other',
  )
  expect(complaintOf(numbers("{ number: '+98', name: Odd, people: [other] }"))).toContain(
    'no person is called other',
  )
  expect(complaintOf(numbers("{ number: '+98', name: A }, { number: '+98', name: B }"))).toContain(
    '+98 is there twice',
  )
  expect(complaintOf(numbers("{ number: '+98&1', name: Odd }"))).toContain('two to twenty digits')
})

test('the voicemail that provision writes is told to desks, unless the site says its own', () => {
  const file = folder.file('gateway.yaml')
  const withVoicemail = least.replace('sip: {', 'voicemail: true\n  sip: {')
  writeFileSync(file, withVoicemail)
  expect(toDialling(readSite(file))).toMatchObject({ voicemail: '*{extension}', mailbox: '*97' })
  writeFileSync(file, `${withVoicemail}dialling: { voicemail: '7{extension}', mailbox: '*98' }\n`)
  expect(toDialling(readSite(file))).toMatchObject({ voicemail: '7{extension}', mailbox: '*98' })
})

test('the shipped example is a site, with its paths from its own folder', () => {
  const file = folder.file('example.yaml')
  copyFileSync(join(root, 'resources/asterisk/gateway.example.yaml'), file)
  const site = readSite(file)
  expect(site.asterisk.nodes[0]?.secretFile).toBe(folder.file('ami-secret'))
  expect(site.people[0]).toMatchObject({ extension: '1001', passwordFile: folder.file('sara-password') })
  expect(toTeams(site)).toMatchObject([{ id: 'first-line', people: [{ personId: 'user-sara', penalty: 0 }] }])
  expect(toPbxQueues(site)).toMatchObject([
    { id: 'support', wrapUpMs: 30_000, maxWaitMs: null, members: [{ extension: '1001', penalty: 0 }] },
  ])
  expect(() => toSeedPeople(site)).toThrow(/password of sara.*sara-password cannot be read \(ENOENT\)/)
})

test('the least a site must say has a default for everything else', () => {
  expect(complaintOf(least)).toBe('')
})

test.each([
  ['no file of YAML', 'listen: [', /^\/gateway\.yaml: .+at line 1/],
  ['an unknown field', `${least}qeues: []`, /^\/gateway\.yaml: Unrecognized key: "qeues"/],
  ['a port out of range', `${least}listen: { port: 70000 }`, /listen\.port: /],
  [
    'a time zone that is none',
    `${least}timeZone: Tehran/Asia`,
    /timeZone: an IANA name such as Asia\/Tehran/,
  ],
  [
    'a queue named twice',
    least.replace('Support }', 'Support }, { id: support, name: Again }'),
    /queues\[2\]\.id: support is there twice/,
  ],
  [
    'a team on an unknown queue',
    `${least}teams: [{ id: a, name: A, queues: [sales] }]`,
    /teams\[1\]\.queues\[1\]: no queue is called sales/,
  ],
  [
    'a person without a password',
    `${least}people: [{ user: sara, name: Sara, extension: 1001 }]`,
    /people\[1\]: needs either passwordFile or passwordHash/,
  ],
  [
    'two people on one extension',
    `${least}people: [{ user: a, name: A, extension: 1001, passwordFile: f }, { user: b, name: B, extension: '1001', passwordFile: f }]`,
    /people\[2\]\.extension: 1001 is there twice/,
  ],
  [
    'a name that is no word for Asterisk',
    least.replace('id: support', 'id: "a]b"'),
    /queues\[1\]\.id: letters, digits/,
  ],
  [
    'a queue on an unknown switch',
    least.replace('Support }', 'Support, node: shiraz }'),
    /queues\[1\]\.node: no switch is called shiraz/,
  ],
  [
    'two switches of one name',
    least.replace('[{ secretEnv: AMI }]', '[{ name: a, secretEnv: AMI }, { name: a, secretEnv: AMI }]'),
    /asterisk\.nodes\[2\]\.name: a is there twice/,
  ],
  [
    'own endpoints without their passwords',
    least.replace('  sip:', '  pjsip: none\n  sip:'),
    /asterisk\.phonePasswordsFile: pjsip: none needs the passwords/,
  ],
  [
    'own passwords where provision makes them',
    least.replace('  sip:', '  phonePasswordsFile: p\n  sip:'),
    /asterisk\.phonePasswordsFile: only with pjsip: none/,
  ],
  [
    'a member that could leave its place in an action',
    least.replace('  sip:', '  members: { interface: "PJSIP/{extension}, x" }\n  sip:'),
    /asterisk\.members\.interface: an interface of Asterisk/,
  ],
  ['an alias without its anchor', `${least}teams: *none`, /^\/gateway\.yaml: /],
])('%s is named with its place', (_, text, complaint) => {
  expect(complaintOf(text)).toMatch(complaint)
})

test('a file that is not there, and secrets that are not set, are said', () => {
  expect(() => readSite(folder.file('absent.yaml'))).toThrow(/absent\.yaml cannot be read \(ENOENT\)/)
  expect(() => readSecret({ secretEnv: 'AMI' }, {}, 'The secret')).toThrow('The secret: AMI is not set')
  expect(() => readSecret({}, {}, 'The secret')).toThrow('needs secretFile or secretEnv')
  expect(readSecret({ secretEnv: 'AMI' }, { AMI: 'x' }, 'The secret')).toBe('x')
})

test('the passwords of a site’s own phones are read line by line, and a bad line is named without being shown', () => {
  const file = folder.file('phones')
  writeFileSync(file, '; ours\n# too\n\n1001 = first-password\r\n1002=se=cond\n')
  expect([...readOwnPasswords(file)]).toEqual([
    ['1001', 'first-password'],
    ['1002', 'se=cond'],
  ])
  writeFileSync(file, '1001 = good\n1002 hidden-password\n')
  expect(() => readOwnPasswords(file)).toThrow(/phones: line 2 is not `extension = password`$/)
  writeFileSync(file, '1001 = good\n1001 = again\n')
  expect(() => readOwnPasswords(file)).toThrow(/line 2: 1001 is there twice$/)
  expect(() => readOwnPasswords(folder.file('absent'))).toThrow(SiteMistake)
})
