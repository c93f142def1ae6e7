/** Every planted fault of a real Asterisk is named by `check`, alone and in plain words, and nothing else is. */
import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import type { Clock } from '#contract/time'
import { readSite } from '#gateway/commandLine/readSite'
import { realClock } from '#gateway/commandLine/realTime'
import { createRewritingLine } from '#tests/asterisk/support/rewritingLine'
import { runCheck } from '#tests/asterisk/support/runCheck'
import { createTempFolder } from '#tests/support/tempFolder'
import { type OpenedLab, openLab } from '#tools/lab/openLab'

const folder = createTempFolder()
let opened: OpenedLab

beforeAll(async () => {
  opened = await openLab(folder.path)
})

afterAll(async () => {
  await opened?.lab.close()
  folder.remove()
})

interface Seen {
  readonly code: number
  /** What is dangerous or missing, each as its line. */
  readonly faults: readonly string[]
}

async function check(clock: Clock = realClock, port?: number): Promise<Seen> {
  const site = parse(readFileSync(opened.site.configFile, 'utf8'))
  if (port !== undefined) site.asterisk.nodes[0].port = port
  const file = folder.file('check.yaml')
  writeFileSync(file, stringify(site))
  const { code, lines } = await runCheck(readSite(file), clock)
  const faults = lines.map((line) => line.trim()).filter((line) => /^(?:danger|missing) /.test(line))
  return { code, faults }
}

/** Plants a fault, looks, and puts the file back as it was. */
async function plant(file: string, change: (text: string) => string, before?: string): Promise<Seen> {
  const { lab } = opened
  let original = ''
  lab.edit(file, (text) => {
    original = text
    return change(text)
  })
  try {
    await lab.restart()
    if (before !== undefined) await lab.cli(before)
    return await check()
  } finally {
    lab.edit(file, () => original)
  }
}

const swap = (from: string | RegExp, to: string) => (text: string) => {
  const changed = text.replace(from, to)
  if (changed === text) throw new Error(`Nothing was planted: ${from}`)
  return changed
}
const agentsReach = (lines: string) =>
  swap('[najva-people]', `[codes]\n${lines}\n[najva-people]\ninclude => codes`)

test('without a fault there is nothing to say', async () => {
  expect(await check()).toEqual({ code: 0, faults: [] })
})

type Fault = readonly [string, string, (text: string) => string, readonly RegExp[], before?: string]
const write = 'write=call,agent,reporting,originate,user'
const faults: readonly Fault[] = [
  ['any command', 'manager.conf', swap(write, `${write},command`), [/too wide \(Command\).*run any command/]],
  [
    'the switch’s files',
    'manager.conf',
    swap(write, `${write},config`),
    [/too wide \(GetConfig\)/, /too wide \(UpdateConfig\).*change the switch’s files/],
  ],
  [
    'the whole system',
    'manager.conf',
    swap(write, `${write},system`),
    [
      /too wide \(GetConfig\)/,
      /too wide \(ModuleLoad\)/,
      /too wide \(PJSIPShowAuths\).*phones’ passwords/,
      /too wide \(DialplanExtensionAdd\)/,
    ],
  ],
  ['too few rights', 'manager.conf', swap(write, 'write=agent,reporting,user'), [/may not run .*Originate/]],
  ['no class user', 'manager.conf', swap('agent,user,cdr', 'agent,cdr'), [/class user do not come back/]],
  ['no time', 'manager.conf', swap('timestampevents=yes', 'timestampevents=no'), [/Events carry no time/]],
  [
    'ringinuse',
    'queues.conf',
    swap('ringinuse=no', 'ringinuse=yes'),
    [/danger {3}Queue support has ringinuse=yes/],
    'queue add member PJSIP/1001 to support',
  ],
  ['a queue that is not there', 'queues.conf', swap('[sales]', '[other]'), [/has no queue sales/]],
  ['max_contacts', 'pjsip.conf', swap('max_contacts=1', 'max_contacts=2'), [/max_contacts other than 1/]],
  [
    'remove_existing',
    'pjsip.conf',
    swap('remove_existing=yes', 'remove_existing=no'),
    [/without remove_existing/],
  ],
  ['opus', 'pjsip.conf', swap('allow=g722', 'allow=opus,g722'), [/with opus/]],
  [
    'no codec of ours',
    'pjsip.conf',
    swap('allow=g722,ulaw,alaw', 'allow=gsm'),
    [/without g722, ulaw or alaw/],
  ],
  ['no browser', 'pjsip.conf', swap('webrtc=yes', 'webrtc=no'), [/without webrtc=yes/]],
  ['direct media', 'pjsip.conf', swap('direct_media=no', 'direct_media=yes'), [/with direct_media/]],
  ['no end for dead calls', 'pjsip.conf', swap('rtp_timeout=30', 'rtp_timeout=0'), [/without rtp_timeout/]],
  [
    'an older dialplan',
    'extensions.conf',
    (text) =>
      swap(
        'exten => queue,1,Queue',
        'exten => other,1,Queue',
      )(swap('exten => join,1', 'exten => other,1')(text)),
    [/\[desk-leg\] has no join/, /\[desk-xfer\] has no queue/],
  ],
  ['an unknown phone', 'najva_people.conf', swap(/\[1002\]/g, '[1009]'), [/Phone 1002 is unknown/]],
  [
    'a spy code',
    'extensions.conf',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Asterisk's own variable
    agentsReach('exten => _*11X.,1,ChanSpy(PJSIP/${EXTEN:3},q)'),
    [/danger {3}Agents can listen to calls: _\*11X\. in \[codes\] runs ChanSpy/],
  ],
  [
    'a spy code for transfers alone',
    'extensions.conf',
    swap('include => najva-inbound', 'include => najva-inbound\nexten => 555,1,ExtenSpy(1001@najva-people)'),
    [/Agents can listen to calls: 555 in \[najva-transfer\] runs ExtenSpy/],
  ],
  [
    'pauses past the gateway',
    'extensions.conf',
    agentsReach('exten => *46,1,PauseQueueMember(,PJSIP/1001)'),
    [/Agents can pause past the gateway: \*46/],
  ],
  [
    'the gateway’s own places',
    'extensions.conf',
    swap('include => najva-inbound', 'include => najva-inbound\ninclude => desk-xfer'),
    [/Agents reach \[desk-xfer\]/],
  ],
  ['a place that is missing', 'extensions.conf', swap('[desk-leg]', '[desk-gone]'), [/has no \[desk-leg\]/]],
  ['no park', 'extensions.conf', swap('[desk-park]', '[desk-gone]'), [/has no \[desk-park\]/]],
  [
    'a dialplan for another version',
    'extensions.conf',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Asterisk's own variable
    swap(/Queue\(\$\{DESK_RESCUE_QUEUE\},/g, 'Queue(${DESK_RESCUE_QUEUE},,'),
    [/made for another version: Asterisk 22 takes the position as argument 9/],
  ],
]

const named = faults.map(([name, ...fault]) => ({ name, fault }))
test.each(named)('$name', async ({ fault: [file, change, sentences, before] }) => {
  const seen = await plant(file, change, before)
  expect(seen.code).toBe(1)
  expect(seen.faults).toEqual(sentences.map((sentence) => expect.stringMatching(sentence)))
})

test('clocks that are apart', async () => {
  await opened.lab.restart()
  const late: Clock = { ...realClock, nowMs: () => realClock.nowMs() - 90_000 }
  expect(await check(late)).toEqual({
    code: 1,
    faults: [expect.stringMatching(/clocks of switch and gateway are 90 s apart/)],
  })
})

test.each([
  ['22.9.0', /can lock up when pjsip is reloaded; update to 22\.10\.1/],
  ['22.11.0', /listened to can no longer be bridged/],
  ['16.30.1', /too old: Najva needs 18 or newer/],
  ['20.9.1', /can run programs; update to 20\.9\.2/],
])('the trap of version %s', async (version, sentence) => {
  const line = await createRewritingLine(opened.lab.amiPort, (text) =>
    text.replace(/AsteriskVersion: \S+/, `AsteriskVersion: ${version}`),
  )
  try {
    const { code, faults: found } = await check(realClock, line.port)
    expect([code, found]).toEqual([1, expect.arrayContaining([expect.stringMatching(sentence)])])
  } finally {
    await line.close()
  }
})
