/** The files for Asterisk: nothing is left to fill in, hostile names stay in their line, each version gets its own dialplan. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { AsteriskSite } from '#gateway/provision/asteriskSite'
import { readTemplates } from '#gateway/provision/readTemplates'
import { fillIn, renderSite, toCallerId } from '#gateway/provision/renderSite'
import { root } from '#tests/architecture/sourceFiles'

const templates = readTemplates(join(root, 'resources/asterisk'))
const site: AsteriskSite = {
  asteriskMajor: 22,
  manager: {
    host: '127.0.0.1',
    port: 5038,
    user: 'najva',
    secret: 'a-long-secret',
    permit: '127.0.0.1/255.255.255.255',
    allowMultiple: false,
    tls: null,
  },
  web: {
    host: '127.0.0.1',
    port: 8088,
    tls: { host: '::', port: 8089, certFile: '/c', keyFile: '/k' },
    maxSessions: 1000,
  },
  rtp: { start: 10_000, end: 20_000 },
  pjsip: 'static',
  queues: [
    {
      id: 'support',
      strategy: 'fewest-calls',
      ringSeconds: 20,
      maxWaitSeconds: 600,
      serviceLevelSeconds: 20,
      numbers: ['+982188001001', '8001'],
    },
  ],
  people: [{ extension: '1001', name: 'Sara\n[x]; "Ahmadi" <9>', sipPassword: 'secret' }],
  outboundContext: null,
}

const fileOf = (name: string, change: Partial<AsteriskSite> = {}) =>
  renderSite(templates, { ...site, ...change }).get(name) ?? ''

test('every place is filled in, in every file', () => {
  for (const text of renderSite(templates, site).values()) expect(text).not.toMatch(/\{\{|\}\}(?!\))/)
  expect(() => fillIn('{{nobody}}', {})).toThrow('asks for nobody')
})

test('the gateway’s login has the least it needs', () => {
  const manager = fileOf('manager.conf')
  expect(manager).toMatch(/^read=system,call,agent,user,cdr$/m)
  expect(manager).toMatch(/^write=call,agent,reporting,originate,user$/m)
  expect(manager).toMatch(/^allowmultiplelogin=no$/m)
})

test('a person is an endpoint, a contact and a login, and a hostile name cannot leave its line', () => {
  const people = fileOf('najva_people.conf')
  expect(people).toContain(
    '[1001](najva-phone)\naors=1001\nauth=1001\ncallerid="Sara [x]   Ahmadi   9" <1001>\n',
  )
  expect(people).toContain('[1001](najva-login)\nusername=1001\npassword=secret\n')
  expect(toCallerId('a;b"c\\d', '7')).toBe('"a b c d" <7>')
})

test.each([
  [18, `Queue(\${DESK_RESCUE_QUEUE},,,,,,,,,1)`, `Queue(\${NAJVA_QUEUE},,,,\${NAJVA_MAX_WAIT})`],
  [20, `Queue(\${DESK_RESCUE_QUEUE},,,,,,,,,1)`, `Queue(\${NAJVA_QUEUE},,,,\${NAJVA_MAX_WAIT})`],
  [
    21,
    `Queue(\${DESK_RESCUE_QUEUE},b(najva-offer^queue^1),,,,,,,1)`,
    `Queue(\${NAJVA_QUEUE},b(najva-offer^queue^1),,,\${NAJVA_MAX_WAIT})`,
  ],
  [
    22,
    `Queue(\${DESK_RESCUE_QUEUE},b(najva-offer^queue^1),,,,,,,1)`,
    `Queue(\${NAJVA_QUEUE},b(najva-offer^queue^1),,,\${NAJVA_MAX_WAIT})`,
  ],
])('Asterisk %i takes the position where it looks for it', (asteriskMajor, rescue, queue) => {
  const dialplan = fileOf('extensions.conf', { asteriskMajor })
  expect(dialplan).toContain(rescue)
  expect(dialplan).toContain(queue)
})

test('each number leads into its queue, and TLS is served where the site has a certificate', () => {
  expect(fileOf('extensions.conf')).toContain(
    'exten => 8001,1,Set(NAJVA_QUEUE=support)\n same => n,Set(NAJVA_MAX_WAIT=600)\n',
  )
  expect(fileOf('queues.conf')).toContain('[support](najva-queue)\nstrategy=fewestcalls\ntimeout=20\n')
  expect(fileOf('http.conf')).toContain('tlsbindaddr=[::]:8089')
  expect(fileOf('http.conf', { web: { ...site.web, tls: null } })).not.toContain('tlsenable=yes')
})

test('a manager port by TLS is opened only where the site has a certificate, the plain one only on loopback', () => {
  const tls = { host: '0.0.0.0', port: 5039, certFile: '/c', keyFile: '/k' }
  const manager = fileOf('manager.conf', { manager: { ...site.manager, tls } })
  expect(manager).toContain('tlsenable=yes\ntlsbindaddr=0.0.0.0:5039\ntlscertfile=/c\ntlsprivatekey=/k\n')
  expect(manager).toMatch(/^bindaddr=127\.0\.0\.1$/m)
  expect(fileOf('manager.conf')).not.toMatch(/^tlsenable/m)
})

test('for the pjsip wizard every setting of the plain file has its place, with its reason', () => {
  const wizard = fileOf('pjsip_wizard.conf', { pjsip: 'wizard' })
  const plain = fileOf('pjsip.conf')
  const phones = plain.slice(plain.indexOf('[najva-phone](!)'))
  const lines = phones.split('\n').filter((line) => /^\w+=/.test(line) && !line.startsWith('type='))
  expect(lines.length).toBeGreaterThan(25)
  for (const line of lines) expect(wizard).toMatch(new RegExp(`^(?:endpoint|aor|inbound_auth)/${line}$`, 'm'))
  for (const line of phones.split('\n').filter((each) => /^; [A-Z]/.test(each)))
    expect(wizard).toContain(line)
  expect(fileOf('pjsip.conf', { pjsip: 'wizard' })).toContain('endpoint_identifier_order=username,ip')
  expect(fileOf('pjsip.conf', { pjsip: 'wizard' })).not.toContain('najva_people.conf')
  expect(fileOf('najva_people.conf', { pjsip: 'wizard' })).toContain(
    '[1001](najva-phone)\nendpoint/callerid="Sara [x]   Ahmadi   9" <1001>\ninbound_auth/username=1001\n' +
      'inbound_auth/password=secret\n',
  )
})

test('a site that makes its own endpoints gets no file of phones and no password', () => {
  const files = renderSite(templates, { ...site, pjsip: 'none' })
  expect([...files.keys()].sort()).toEqual([
    ...['extensions.conf', 'http.conf', 'manager.conf', 'queues.conf', 'rtp.conf'],
  ])
})

test('who dials outside passes the numbers they may show, and nobody does where the site offers none', () => {
  const plain = fileOf('extensions.conf', { outboundContext: 'from-people' })
  expect(plain.match(/^include => from-people$/gm)).toHaveLength(2)
  expect(plain).not.toMatch(/^include => najva-outbound$/m)
  const people = [
    { extension: '1001', name: 'Sara', sipPassword: 'x', shownNumbers: ['+982188001000', '+982188002000'] },
    { extension: '1002', name: 'Omid', sipPassword: 'x', shownNumbers: [] },
  ]
  const gated = fileOf('extensions.conf', { outboundContext: 'from-people', people })
  expect(gated).toMatch(/^\[najva-shown\]\nexten => e-1001,1,Return\(\+982188001000&\+982188002000\)\n\n/m)
  expect(gated).not.toContain('e-1002')
  expect(gated.match(/^include => from-people$/gm)).toHaveLength(1)
  expect(gated.match(/^include => najva-outbound$/gm)).toHaveLength(1)
  expect(gated).toContain(`Goto(from-people,\${EXTEN},1)`)
})

test('with voicemail everybody has a mailbox, and a hostile name cannot leave its place', () => {
  expect(renderSite(templates, site).has('voicemail.conf')).toBe(false)
  const people = [{ extension: '1001', name: 'Sara, attach=yes|\n[other]', sipPassword: 'x' }]
  const voicemail = { voicemail: true, people }
  expect(fileOf('voicemail.conf', voicemail)).toContain('\n[najva]\n1001 => ,Sara  attach yes  [other]\n')
  expect(fileOf('najva_people.conf', voicemail)).toMatch(/^mailboxes=1001@najva$/m)
  expect(fileOf('najva_people.conf', { ...voicemail, pjsip: 'wizard' })).toMatch(
    /^endpoint\/mailboxes=1001@najva$/m,
  )
  const dialplan = fileOf('extensions.conf', voicemail)
  expect(dialplan).toContain('exten => *1001,1,VoiceMail(1001@najva,us)')
  const contextOf = (name: string) => dialplan.split(`[${name}]\n`)[1]?.split('\n[')[0] ?? ''
  expect(contextOf('najva-agents')).toContain('include => najva-mailbox')
  expect(contextOf('najva-transfer')).toContain('include => najva-voicemail')
  expect(contextOf('najva-transfer')).not.toContain('najva-mailbox')
})
