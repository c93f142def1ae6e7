/** A site's own commands on a real Asterisk: what `check` finds, what `provision` writes, how the gateway is watched. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { provisionCommand } from '#gateway/commandLine/provisionCommand'
import { readSite } from '#gateway/commandLine/readSite'
import { realClock } from '#gateway/commandLine/realTime'
import { startGatewayProcess } from '#tests/asterisk/support/gatewayProcess'
import { runCheck } from '#tests/asterisk/support/runCheck'
import { createTempFolder } from '#tests/support/tempFolder'
import { type OpenedLab, openLab } from '#tools/lab/openLab'
import { root } from '#tools/root.mjs'

const folder = createTempFolder()
let opened: OpenedLab

beforeAll(async () => {
  opened = await openLab(folder.path)
})

afterAll(async () => {
  await opened?.lab.close()
  folder.remove()
})

const check = () => runCheck(readSite(opened.site.configFile))

test('the shipped configuration passes the check', async () => {
  const { code, text } = await check()
  expect(text).toContain('Everything Najva needs is there, and nothing dangerous was found.')
  expect(text).not.toContain('danger ')
  expect(code).toBe(0)
})

test('what is missing or dangerous is said in plain words', async () => {
  const { lab } = opened
  lab.edit('manager.conf', (text) =>
    text.replace(/^write=.*$/m, 'write=call,agent,command,config,originate,user'),
  )
  lab.edit('manager.conf', (text) => text.replace(/^read=.*$/m, 'read=system,call,agent,cdr'))
  lab.edit('queues.conf', (text) =>
    text.replace('ringinuse=no', 'ringinuse=yes').replace('[sales]', '[other]'),
  )
  lab.edit('pjsip.conf', (text) =>
    text
      .replace('max_contacts=1', 'max_contacts=3')
      .replace('allow=g722,ulaw,alaw', 'allow=opus,ulaw')
      .replace('rtp_timeout=30', 'rtp_timeout=0'),
  )
  lab.edit('extensions.conf', (text) =>
    text
      .replace('include => najva-people', 'include => najva-people\ninclude => codes')
      .replace('[najva-people]', `[codes]\nexten => _*11X.,1,ChanSpy(PJSIP/\${EXTEN:3},q)\n[najva-people]`),
  )
  await lab.restart()
  await lab.cli('queue add member PJSIP/1001 to support')
  const { code, text } = await check()
  expect(code).toBe(1)
  expect(text).toMatch(/missing {2}The gateway's login may not run .*CoreShowChannels/)
  expect(text).toMatch(/danger {3}The gateway's login is too wide \(Command\)/)
  expect(text).toMatch(/Events of class user do not come back/)
  expect(text).toMatch(/danger {3}Queue support has ringinuse=yes/)
  expect(text).toMatch(/missing {2}The switch has no queue sales/)
  expect(text).toMatch(/max_contacts other than 1/)
  expect(text).toMatch(/with opus/)
  expect(text).toMatch(/without rtp_timeout/)
}, 60_000)

test('spy codes that agents can reach are named', async () => {
  const { lab } = opened
  lab.edit('manager.conf', (text) =>
    text
      .replace(/^write=.*$/m, 'write=call,agent,reporting,originate,user')
      .replace(/^read=.*$/m, 'read=system,call,agent,user,cdr'),
  )
  await lab.cli('manager reload')
  const { text } = await check()
  expect(text).toMatch(/Agents can listen to calls: _\*11X\. in \[codes\] runs ChanSpy/)
  expect(text).not.toMatch(/login is too wide/)
})

test('a switch that is away or refuses is a sentence, not a stack', async () => {
  await opened.lab.changeSecret('another-secret-of-the-site')
  expect((await check()).text).toMatch(/refuses the login najva: the name, the secret or the permit line/)
  await opened.lab.kill()
  expect(await check()).toMatchObject({
    code: 1,
    text: expect.stringMatching(/cannot be reached .*Is Asterisk running/),
  })
  await opened.lab.start()
  opened.lab.edit('manager.conf', (text) => text.replace('another-secret-of-the-site', opened.lab.amiSecret))
  await opened.lab.cli('manager reload')
})

test('provision asks the switch for its version and writes files for their owner only', async () => {
  const out = folder.file('out')
  const site = readSite(opened.site.configFile)
  const resources = join(root, 'resources/asterisk')
  const lines: string[] = []
  const print = (line: string) => void lines.push(line)
  await provisionCommand({
    site,
    env: {},
    clock: realClock,
    resources,
    out,
    asterisk: null,
    rotate: false,
    print,
  })
  expect(lines.join('\n')).toContain('for Asterisk 22')
  expect(readdirSync(out).sort()).toEqual([
    ...[
      'extensions.conf',
      'http.conf',
      'manager.conf',
      'najva_people.conf',
      'pjsip.conf',
      'queues.conf',
      'rtp.conf',
    ],
  ])
  for (const file of readdirSync(out)) expect(statSync(join(out, file)).mode & 0o077).toBe(0)
  const password = opened.people.find(({ extension }) => extension === '1001')?.sipPassword ?? 'none'
  expect(readFileSync(join(out, 'najva_people.conf'), 'utf8')).toContain(`password=${password}`)
})

test('the gateway of a site says it is well, counts for Prometheus, and ends cleanly with nothing secret in its log', async () => {
  const gateway = await startGatewayProcess(opened.site.configFile)
  const health = await fetch(`${gateway.watchUrl}/health`)
  expect([health.status, await health.json()]).toEqual([200, { ok: true, why: null }])
  const metrics = await (await fetch(`${gateway.watchUrl}/metrics`)).text()
  expect(metrics).toMatch(/^najva_pbx_connected 1$/m)
  expect(metrics).toMatch(/^najva_queue_waiting\{queue="support"\} 0$/m)
  expect(metrics).toMatch(/^# TYPE najva_model_drift_total counter\nnajva_model_drift_total 0$/m)
  expect(metrics).toMatch(/^najva_model_checks_total \d+$/m)
  expect(metrics).toMatch(
    new RegExp(`^najva_switch_connected\\{switch="127.0.0.1:${opened.lab.amiPort}"\\} 1$`, 'm'),
  )
  expect((await fetch(`${gateway.watchUrl}/else`)).status).toBe(404)
  expect((await fetch(`${gateway.watchUrl}/health`, { method: 'POST' })).status).toBe(405)
  expect(await gateway.stop()).toBe(0)
  const log = gateway.lines.join('\n')
  expect(log).not.toContain(opened.lab.amiSecret)
  for (const { sipPassword } of opened.people) expect(log).not.toContain(sipPassword)
  expect(await opened.lab.cli('manager show connected')).toContain('0 users connected')
})
