/** Queue members as FreePBX has them, Local channels whose state is a hint: one call, the right agent, dead pages told. */
import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { toPresence } from '#contract/agent'
import { readSite } from '#gateway/commandLine/readSite'
import { realClock } from '#gateway/commandLine/realTime'
import { type ServedGateway, serveSite } from '#gateway/commandLine/serveCommand'
import { openCaller } from '#tests/asterisk/support/asteriskDesk'
import { connectDesk, newCommandId, type TestDesk } from '#tests/gateway/support/testDesk'
import { silentLog } from '#tests/support/silentLog'
import { openSipPhone, type SipPhone } from '#tests/support/sip/sipPhone'
import { createTempFolder } from '#tests/support/tempFolder'
import { labPassword } from '#tools/lab/labSettings'
import { type OpenedLab, openLab } from '#tools/lab/openLab'

/** What FreePBX makes of each extension: a way to its phone, and a hint of its state. */
const freePbx = `
[from-queue]
exten => _X.,1,NoOp(queue member \${EXTEN})
 same => n,Goto(ext-local,\${EXTEN},1)
[ext-local]
${['1001', '1002']
  .map(
    (extension) => `exten => ${extension},1,Dial(PJSIP/${extension},,b(najva-offer^s^1))
 same => n,Hangup()
exten => ${extension},hint,PJSIP/${extension}`,
  )
  .join('\n')}
`

/** As FreePBX writes them, and without `/n`: there Asterisk takes the Local channel out of the call once it is answered. */
const ways = ['Local/{extension}@from-queue/n', 'Local/{extension}@from-queue'] as const

describe.each(ways)('members as %s', (member) => {
  const folder = createTempFolder()
  const soon = { timeout: 15_000, interval: 20 }
  const supportNumber = '+982188001001'
  const [agentHz, callerHz] = [660, 440]
  let opened: OpenedLab
  let gateway: ServedGateway
  let watcher: TestDesk
  let desks: TestDesk[]
  let phones: Map<string, SipPhone>
  let caller: SipPhone

  beforeAll(async () => {
    opened = await openLab(folder.path, { phones: 'udp' })
    const { lab, site } = opened
    lab.edit('extensions.conf', (text) => `${text}\n${freePbx}`)
    // Asked every second whether it is there, so that nobody waits for a dead page here.
    lab.edit('pjsip.conf', (text) => text.replace(/^qualify_(frequency|timeout)=.*$/gm, 'qualify_$1=1'))
    await lab.restart()
    const written = parse(readFileSync(site.configFile, 'utf8'))
    written.asterisk.members = {
      interface: member,
      stateInterface: 'hint:{extension}@ext-local',
    }
    for (const queue of written.queues) queue.wrapUpSeconds = 1
    writeFileSync(site.configFile, stringify(written))
    const clock = realClock
    gateway = await serveSite({ site: readSite(site.configFile), env: {}, clock, log: silentLog })
    desks = [await openDesk('demo'), await openDesk('omid')]
    watcher = await openDesk('leila')
    phones = new Map([
      ['1001', await openPhone('1001')],
      ['1002', await openPhone('1002')],
    ])
    caller = await openCaller(lab, callerHz)
  })

  afterAll(async () => {
    for (const desk of [...(desks ?? []), watcher]) await desk?.close()
    for (const phone of [phones?.get('1002'), caller]) await phone?.close()
    await gateway?.close()
    await opened?.lab.close()
    folder.remove()
  })

  async function openDesk(user: string): Promise<TestDesk> {
    const desk = await connectDesk(gateway.url)
    expect(await desk.signIn(user, labPassword)).toMatchObject({ ok: true })
    desk.watch()
    return desk
  }

  function openPhone(user: string): Promise<SipPhone> {
    const password = opened.people.find(({ extension }) => extension === user)?.sipPassword ?? ''
    const { sipPort } = opened.lab
    return openSipPhone({ address: '127.0.0.1', sipPort, user, password, toneHz: agentHz })
  }

  const calls = () => watcher.centre?.calls ?? []
  const agentOf = (extension: string) => watcher.centre?.agents.find((each) => each.extension === extension)
  const doing = (extension: string) => {
    const agent = agentOf(extension)
    return agent === undefined ? null : toPresence(agent)
  }
  const phoneOf = (extension: string) => phones.get(extension) as SipPhone
  const drift = async () =>
    /^najva_model_drift_total (\d+)$/m.exec(await (await fetch(`${gateway.watchUrl}/metrics`)).text())?.[1]

  test('members by hint are told as their extensions, and a page that dies is told', async () => {
    const members = `${member.replace('{extension}', '1001')} from hint:1001@ext-local`
    await expect.poll(() => opened.lab.cli('queue show support'), soon).toContain(members)
    const support = () => watcher.centre?.queues.find(({ id }) => id === 'support')
    expect(
      support()
        ?.members.map(({ agentId }) => agentId)
        .sort(),
    ).toEqual(['user-demo', 'user-omid'])
    for (const [extension, phone] of phones) {
      expect(agentOf(extension)?.phone).toBe('absent')
      await phone.register()
      await expect.poll(() => agentOf(extension)?.phone, soon).toBe('registered')
      await expect.poll(() => doing(extension), soon).toBe('available')
    }
    await phoneOf('1001').register(0)
    await expect.poll(() => agentOf('1001')?.phone, soon).toBe('absent')
    expect(agentOf('1002')?.phone).toBe('registered')
    await expect
      .poll(() => opened.lab.cli('queue show support'), soon)
      .toMatch(/1001@from-queue.*Unavailable/)
    await phoneOf('1001').register()
    await expect.poll(() => agentOf('1001')?.phone, soon).toBe('registered')
    expect(await drift()).toBe('0')
  })

  test('a call through a Local member is one call with the right agent, heard by both, and ends as one', async () => {
    await desks[1]?.client.status.choose({
      commandId: newCommandId(),
      status: { kind: 'break', reasonId: 'lunch' },
    })
    await expect.poll(() => doing('1002'), soon).toBe('break')
    const leg = caller.call(supportNumber)
    await expect.poll(() => doing('1001'), soon).toBe('ringing')
    expect(calls()).toHaveLength(1)
    const sara = agentOf('1001')?.id
    expect(calls()[0]).toMatchObject({
      direction: 'inbound',
      queueId: 'support',
      state: { offeredTo: [sara] },
    })
    const [ringing] = phoneOf('1001').legs
    expect(ringing?.header('X-Najva-Call')).toBe(calls()[0]?.id)
    expect(phoneOf('1002').legs).toEqual([])

    ringing?.answer()
    await expect.poll(() => doing('1001'), soon).toBe('talking')
    await expect.poll(() => caller.levelDb(agentHz), soon).toBeGreaterThan(-40)
    await expect.poll(() => phoneOf('1001').levelDb(callerHz), soon).toBeGreaterThan(-40)
    expect(calls()).toHaveLength(1)
    expect(calls()[0]?.state).toMatchObject({ kind: 'talking', agentId: sara })
    // Silent after the call too: set now, because a freed member is offered the next caller at once.
    const silent = /1001@from-queue.*\(paused:najva-wrap-up/
    await expect.poll(() => opened.lab.cli('queue show support'), soon).toMatch(silent)

    // With the first sounds the switch takes a Local channel out, and would forget a hold pressed before that.
    if (!member.endsWith('/n'))
      await expect.poll(() => opened.lab.cli('core show channels concise'), soon).not.toContain('Local/')
    expect(await ringing?.hold()).toBe(200)
    await expect.poll(() => doing('1001'), soon).toBe('held')
    await ringing?.resume()
    await expect.poll(() => doing('1001'), soon).toBe('talking')
    expect(calls()).toHaveLength(1)

    leg.hangUp()
    await expect.poll(calls, soon).toEqual([])
    await expect.poll(() => doing('1001'), soon).toBe('available')
    await expect.poll(() => opened.lab.cli('queue show support'), soon).not.toMatch(silent)
    expect(await drift()).toBe('0')
    expect(opened.lab.log).not.toMatch(/requires a PJSIP channel|invalid extension/)
  })

  test('nobody answers behind a Local member: the caller waits on as one call, and the next ring is told anew', async () => {
    const leg = caller.call(supportNumber)
    await expect.poll(() => doing('1001'), soon).toBe('ringing')
    phoneOf('1001').legs[0]?.reject(486)
    await expect.poll(() => phoneOf('1001').legs.length, soon).toBe(1)
    await expect.poll(() => doing('1001'), soon).toBe('ringing')
    expect(calls()).toHaveLength(1)
    leg.hangUp()
    await expect.poll(calls, soon).toEqual([])
    await expect.poll(() => doing('1001'), soon).toBe('available')
    expect(await drift()).toBe('0')
  })

  test('a page that dies in a call through a Local member: the call stays one, and the phone is told as gone', async () => {
    const leg = caller.call(supportNumber)
    await expect.poll(() => doing('1001'), soon).toBe('ringing')
    phoneOf('1001').legs[0]?.answer()
    await expect.poll(() => doing('1001'), soon).toBe('talking')
    await phoneOf('1001').register(0)
    await expect.poll(() => agentOf('1001')?.phone, soon).toBe('absent')
    expect(calls()).toHaveLength(1)
    expect(doing('1001')).toBe('talking')
    leg.hangUp()
    await expect.poll(calls, soon).toEqual([])
    // The way to the phone is free again, the phone is not there.
    await expect
      .poll(() => opened.lab.cli('queue show support'), soon)
      .toMatch(/1001@from-queue.*Unavailable/)
    expect(agentOf('1001')?.phone).toBe('absent')
    expect(await drift()).toBe('0')
  })

  test('a page that vanishes without a word is told as gone, and the queue offers it nothing', async () => {
    await phoneOf('1001').register()
    await expect.poll(() => agentOf('1001')?.phone, soon).toBe('registered')
    await phoneOf('1001').close()
    await expect.poll(() => agentOf('1001')?.phone, soon).toBe('absent')
    await expect
      .poll(() => opened.lab.cli('queue show support'), soon)
      .toMatch(/1001@from-queue.*Unavailable/)
    const leg = caller.call(supportNumber)
    await expect.poll(() => calls()[0]?.state.kind, soon).toBe('waiting')
    expect(calls()[0]?.state).toMatchObject({ offeredTo: [] })
    leg.hangUp()
    await expect.poll(calls, soon).toEqual([])
    expect(await drift()).toBe('0')
  })
})
