/** A real Asterisk with the gateway's link alone: speaking phones of two agents, a supervisor and callers. */
import { appendFileSync } from 'node:fs'
import { pino } from 'pino'
import { expect, vi } from 'vitest'
import type { CallId, MonitorId, QueueId } from '#contract/ids'
import type { MonitorMode } from '#contract/monitor'
import type { MonitorPoint, PbxEvent } from '#contract/pbx'
import { type AsteriskLink, createAsteriskLink } from '#gateway/asterisk/createAsteriskLink'
import { realClock } from '#gateway/commandLine/realTime'
import { peopleFile } from '#gateway/provision/renderSite'
import { type CuttableLine, createCuttableLine } from '#tests/support/cuttableLine'
import type { SipLeg } from '#tests/support/sip/sipLeg'
import { openSipPhone, type SipPhone } from '#tests/support/sip/sipPhone'
import type { CodecName } from '#tests/support/sip/voiceCodec'
import { createTempFolder } from '#tests/support/tempFolder'
import type { AsteriskLab } from '#tools/lab/asteriskLab'
import type { LabCentre } from '#tools/lab/labSettings'
import { trunkAddress } from '#tools/lab/labSite'
import { openLab } from '#tools/lab/openLab'

export const tones = { caller: 440, agent: 660, supervisor: 880 } as const
export const soon = { timeout: 15_000, interval: 10 }
export const supervisor = '1901'
const [supportNumber, salesNumber] = ['+982188001001', '+982188001002']

/** How a caller and an agent came to talk. */
export type Situation = 'queue' | 'direct' | 'outbound' | 'local' | 'held'
/** `aside`: a direct call of 1003 with 1002, beside one of 1001. */
type Start = Situation | 'aside'
export const situations: readonly Situation[] = ['queue', 'direct', 'outbound', 'local', 'held']

export interface Talk {
  readonly point: MonitorPoint
  /** Who is at the other end of the agent, with the tone of a caller. */
  readonly other: SipPhone
  readonly agent: SipPhone
  /** The agent's leg, which holds. */
  readonly agentLeg: SipLeg
}

/** What the phones of people speak, and what callers do. */
export interface Voices {
  readonly desk: CodecName
  readonly trunk: 'pcmu' | 'pcma'
}

export const voices: readonly Voices[] = [
  { desk: 'pcmu', trunk: 'pcmu' },
  { desk: 'g722', trunk: 'pcma' },
  // Where a caller does not hear ChanSpy's own barge.
  { desk: 'opus', trunk: 'pcmu' },
]

export interface MonitorLab {
  readonly lab: AsteriskLab
  readonly link: AsteriskLink
  /** Another one to the same switch, as a gateway that has been started anew; the caller closes it. */
  openLink(): AsteriskLink
  /** Once the model has been compared with a new reading of the switch twice more, and nothing differed. */
  agree(): Promise<void>
  readonly line: CuttableLine
  readonly events: readonly PbxEvent[]
  readonly complaints: readonly string[]
  /** The reasons of every AgentComplete since the lab began. */
  completions(): string[]
  /** How long the channel of this phone or trunk was last in no bridge, by the switch's own stamps; null when it never was. */
  unbridgedMs(name: string): number | null
  /** 1001 is a member of support by name, 1002 of sales by a Local channel; 1003 calls and is called. */
  readonly phones: ReadonlyMap<string, SipPhone>
  readonly supervisor: SipPhone
  readonly caller: SipPhone
  talk(situation: Start): Promise<Talk>
  /** From the next call on; µ-law everywhere unless told. */
  giveVoices(voices: Voices): void
  /** Ends whatever call there is, and waits until the switch and the model have none. */
  clear(): Promise<void>
  /** What the leg was told to do last. */
  legOf(id: MonitorId): string
  open(on: MonitorPoint | null, mode: MonitorMode): Promise<MonitorId>
  steer(id: MonitorId, on: MonitorPoint | null, mode: MonitorMode): Promise<void>
  close(): Promise<void>
}

let serial = 0

export async function openMonitorLab(): Promise<MonitorLab> {
  const folder = createTempFolder()
  const { lab, people } = await openLab(folder.path, { centre: toCentre(), phones: 'udp' })
  const password = (user: string) => people.find((each) => each.extension === user)?.sipPassword ?? ''
  const own = { sipPort: lab.sipPort }
  const caller = await openSipPhone({
    ...own,
    address: trunkAddress,
    user: '+989121000000',
    password: null,
    toneHz: tones.caller,
  })
  lab.edit('extensions.conf', (text) => `${text}\n${toExtraPlan(caller.local)}`)
  await lab.cli('dialplan reload')
  // A site may have allowed opus too, which is not shipped.
  const allow = people.map(({ extension }) => `[${extension}](+)\ndisallow=all\nallow=opus,g722,alaw,ulaw\n`)
  lab.edit(peopleFile, (text) => `${text}\n${allow.join('')}`)
  await lab.cli('module reload res_pjsip.so')
  const phones = new Map<string, SipPhone>()
  for (const [user, toneHz] of [
    ['1001', tones.agent],
    ['1002', tones.agent],
    ['1003', tones.caller],
    [supervisor, tones.supervisor],
  ] as const) {
    const phone = await openSipPhone({
      ...own,
      address: '127.0.0.1',
      user,
      password: password(user),
      toneHz,
    })
    phone.onRing((leg) => leg.answer())
    expect(await phone.register()).toBe(200)
    phones.set(user, phone)
  }
  caller.onRing((leg) => leg.answer())
  const complaints: string[] = []
  const said: string[] = []
  const recording = process.env.NAJVA_LAB_STREAM
  const line = await createCuttableLine(lab.amiPort, (bytes) => {
    if (recording !== undefined) appendFileSync(recording, bytes)
    said.push(Buffer.from(bytes).toString('latin1'))
  })
  const queue = (id: string, members: readonly string[]) => ({
    id: id as QueueId,
    name: id,
    strategy: 'ring-all' as const,
    ringTimeoutMs: 15_000,
    wrapUpMs: 0,
    maxWaitMs: null,
    serviceLevelMs: 20_000,
    dispositions: [],
    members: members.map((extension) => ({ extension, penalty: 0 })),
  })
  const openLink = () =>
    createAsteriskLink({
      nodes: [{ host: '127.0.0.1', port: line.port, user: lab.amiUser, secret: lab.amiSecret }],
      queues: [queue('support', ['1001']), queue('sales', [])],
      credentials: new Map(people.map(({ extension, sipPassword }) => [extension, sipPassword])),
      sipServerUrl: lab.wsUrl,
      clock: {
        nowMs: realClock.nowMs,
        // Compared four times a second instead of every minute.
        after: (delayMs, task) => realClock.after(delayMs === 60_000 ? 250 : delayMs, task),
      },
      random: Math.random,
      newId: () => `${process.pid}${++serial}`,
      log: pino({ level: 'warn' }, { write: (line: string) => complaints.push(line) }),
    })
  const link = openLink()
  const events: PbxEvent[] = []
  const stop = link.listen((event) => {
    events.push(event)
    apply(event)
  })
  const calls = new Set<CallId>()
  const talking = new Map<string, CallId>()
  const legs = new Map<MonitorId, string>()
  function apply(event: PbxEvent): void {
    if (event.kind === 'callEntered') calls.add(event.callId)
    if (event.kind === 'callConnected') talking.set(event.extension, event.callId)
    if (event.kind === 'callTransferred') talking.delete(event.extension)
    if (event.kind === 'callEnded') {
      calls.delete(event.callId)
      for (const [extension, callId] of talking) if (callId === event.callId) talking.delete(extension)
    }
    if (event.kind === 'snapshot') {
      calls.clear()
      for (const { callId } of event.calls) calls.add(callId)
    }
    if (event.kind === 'monitorLeg') {
      const { leg } = event
      const what = leg.kind === 'hearing' ? leg.mode : leg.kind === 'gone' ? `gone ${leg.why}` : leg.kind
      legs.set(event.monitorId, what)
    }
  }
  await vi.waitFor(() => expect(link.state[0]?.kind).toBe('live'), soon)
  expect(await link.execute({ kind: 'signIn', extension: '1001', pausedReason: null })).toMatchObject({
    ok: true,
  })
  await lab.cli(
    'queue add member Local/1002@lab-local/n to sales penalty 0 as 1002 state_interface PJSIP/1002',
  )
  const phoneOf = (extension: string): SipPhone => {
    const phone = phones.get(extension)
    if (phone === undefined) throw new Error(`Nobody has ${extension}`)
    return phone
  }

  async function connected(extension: string): Promise<MonitorPoint> {
    await vi.waitFor(() => expect(talking.get(extension)).toBeDefined(), soon)
    return { callId: talking.get(extension) as CallId, extension }
  }

  const legOn = (extension: string): SipLeg => {
    const leg = phoneOf(extension).legs[0]
    if (leg === undefined) throw new Error(`${extension} is in no call`)
    return leg
  }

  async function talk(situation: Start): Promise<Talk> {
    const [one, three] = [phoneOf('1001'), phoneOf('1003')]
    // The end of the call before may not have been told yet.
    talking.clear()
    switch (situation) {
      case 'queue':
      case 'held': {
        caller.call(supportNumber)
        const point = await connected('1001')
        if (situation === 'held') {
          expect(await legOn('1001').hold()).toBe(200)
          await vi.waitFor(() => expect(events.at(-1)?.kind).toBe('callHeld'), soon)
        }
        return { point, other: caller, agent: one, agentLeg: legOn('1001') }
      }
      case 'local': {
        caller.call(salesNumber)
        return {
          point: await connected('1002'),
          other: caller,
          agent: phoneOf('1002'),
          agentLeg: legOn('1002'),
        }
      }
      case 'aside': {
        three.call('1002')
        const two = phoneOf('1002')
        return { point: await connected('1002'), other: three, agent: two, agentLeg: legOn('1002') }
      }
      case 'direct': {
        three.call('1001')
        return { point: await connected('1001'), other: three, agent: one, agentLeg: legOn('1001') }
      }
      case 'outbound': {
        one.call('9000')
        return { point: await connected('1001'), other: caller, agent: one, agentLeg: legOn('1001') }
      }
    }
  }

  return {
    lab,
    link,
    openLink,
    async agree() {
      const from = link.drift.checks
      await vi.waitFor(() => expect(link.drift.checks).toBeGreaterThan(from + 1), soon)
      expect([link.drift.differences, complaints]).toEqual([0, []])
    },
    line,
    events,
    complaints,
    completions: () =>
      [...said.join('').matchAll(/Event: AgentComplete\r\n(?:.+\r\n)*?Reason: (\w+)/g)].map(
        ([, reason = '']) => reason,
      ),
    unbridgedMs(name) {
      // What was said of late: of a long run there are megabytes.
      const stamps = (event: string) =>
        [
          ...said
            .slice(-500)
            .join('')
            .matchAll(
              new RegExp(
                `Event: ${event}\r\n(?:.+\r\n)*?Timestamp: (.+)\r\n(?:.+\r\n)*?Channel: PJSIP/${name}-`,
                'g',
              ),
            ),
        ].map(([, stamp]) => Number(stamp) * 1000)
      const entered = stamps('BridgeEnter').at(-1)
      const left = stamps('BridgeLeave').findLast((each) => entered !== undefined && each <= entered)
      return entered === undefined || left === undefined ? null : entered - left
    },
    phones,
    supervisor: phoneOf(supervisor),
    caller,
    talk,
    giveVoices({ desk, trunk }) {
      for (const phone of phones.values()) phone.speakIn(desk)
      caller.speakIn(trunk)
    },
    async clear() {
      for (const phone of [...phones.values(), caller]) for (const leg of phone.legs) leg.hangUp()
      await lab.cli('channel request hangup all')
      await vi.waitFor(
        async () => expect(await lab.cli('core show channels count')).toMatch(/^0 active channels/m),
        soon,
      )
      await vi.waitFor(() => expect(calls.size).toBe(0), soon)
      expect([link.drift.differences, complaints]).toEqual([0, []])
    },
    legOf: (id) => legs.get(id) ?? 'none',
    async open(on, mode) {
      const monitorId = `monitor-${++serial}` as MonitorId
      const token = `token${serial}`.padEnd(40, 'x')
      const opened = await link.execute({
        kind: 'monitorOpen',
        monitorId,
        extension: supervisor,
        token,
        on,
        mode,
      })
      expect(opened).toEqual({ ok: true, value: null })
      await vi.waitFor(() => expect(legs.get(monitorId)).toBe(on === null ? 'waiting' : mode), soon)
      expect(phoneOf(supervisor).legs.some((leg) => leg.header('X-Najva-Monitor') === token)).toBe(true)
      return monitorId
    },
    async steer(monitorId, on, mode) {
      expect(await link.execute({ kind: 'monitorSteer', monitorId, on, mode })).toEqual({
        ok: true,
        value: null,
      })
    },
    async close() {
      stop()
      await link.close()
      for (const phone of [...phones.values(), caller]) await phone.close()
      await line.close()
      await lab.close()
      folder.remove()
    },
  }
}

function toExtraPlan(outside: string): string {
  return [
    '[lab-local]',
    `exten => _X.,1,Dial(PJSIP/\${EXTEN},20,b(najva-offer^s^1))`,
    '[najva-agents](+)',
    `exten => 9000,1,Dial(PJSIP/lab-trunk/sip:9000@${outside},20)`,
    ' same => n,Hangup()',
    // What a switch may have from before: a code that listens to a colleague.
    `exten => 9555,1,Answer()`,
    ` same => n,ChanSpy(PJSIP/1001-,q)`,
    '',
  ].join('\n')
}

function toCentre(): LabCentre {
  const teams = ['first']
  const person = (extension: string, role: 'agent' | 'supervisor') => ({
    user: `user${extension}`,
    name: `Person ${extension}`,
    role,
    extension,
    teams,
  })
  const queue = (id: string, number: string) => ({
    id,
    name: id,
    strategy: 'ring-all' as const,
    ringSeconds: 15,
    wrapUpSeconds: 0,
    serviceLevelSeconds: 20,
    numbers: [number],
    dispositions: [],
  })
  return {
    people: [
      person('1001', 'agent'),
      person('1002', 'agent'),
      person('1003', 'agent'),
      person(supervisor, 'supervisor'),
    ],
    queues: [queue('support', supportNumber), queue('sales', salesNumber)],
  }
}
