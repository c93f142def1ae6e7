/** A whole floor on a real Asterisk: agents with simple phones and signed-in desks, callers, and a supervisor who watches. */
import { appendFileSync } from 'node:fs'
import { pino } from 'pino'
import type { ReachPolicy } from '#contract/reach'
import type { Clock } from '#contract/time'
import { readSite } from '#gateway/commandLine/readSite'
import { realClock } from '#gateway/commandLine/realTime'
import { type ServedGateway, serveSite } from '#gateway/commandLine/serveCommand'
import { connectDesk, type TestDesk } from '#tests/gateway/support/testDesk'
import { type CuttableLine, createCuttableLine } from '#tests/support/cuttableLine'
import { openSipPhone, type SipPhone } from '#tests/support/sip/sipPhone'
import { createTempFolder } from '#tests/support/tempFolder'
import type { AsteriskLab } from '#tools/lab/asteriskLab'
import { type LabCentre, type LabQueue, labPassword, writeLabSite } from '#tools/lab/labSettings'
import { trunkAddress } from '#tools/lab/labSite'
import { openLab } from '#tools/lab/openLab'

export interface LabAgent {
  readonly user: string
  readonly extension: string
  readonly phone: SipPhone
  readonly desk: TestDesk
}

export interface LabFloor {
  readonly lab: AsteriskLab
  readonly gateway: ServedGateway
  /** Between the gateway and Asterisk's manager. */
  readonly line: CuttableLine
  readonly agents: readonly LabAgent[]
  readonly callers: readonly SipPhone[]
  /** The supervisor's desk, which sees everything. */
  readonly watcher: TestDesk
  /** What the gateway has logged as an error. */
  readonly complaints: readonly string[]
  /** Tells every phone's place to the switch again, as phones do when it comes back. */
  registerAll(): Promise<void>
  close(): Promise<void>
}

export interface LabFloorOptions {
  readonly agents: number
  readonly callers: number
  readonly wrapUpSeconds: number
  readonly ringSeconds: number
  /** The tone each speaks all the time, in the order they are opened in; nobody makes a sound unless told. */
  readonly voicesHz?: { readonly agents: readonly number[]; readonly callers: readonly number[] }
  /** Whether the calls of `support` are recorded; not, unless told. */
  readonly records?: boolean
  /** Whether desks prove that they are reached; not, unless told. */
  readonly reach?: ReachPolicy
  /** How often the gateway compares its model with a new reading of the switch; each minute unless told. */
  readonly checkEveryMs?: number
}

export const numberOf = { support: '+982188001001', sales: '+982188001002' } as const

export async function openLabFloor(options: LabFloorOptions): Promise<LabFloor> {
  const folder = createTempFolder()
  const centre = toCentre(options)
  const { lab, people } = await openLab(folder.path, { centre, phones: 'udp' })
  const line = await createCuttableLine(lab.amiPort, openRecorder())
  const { configFile } = writeLabSite(folder.path, { ...lab, amiPort: line.port }, centre)
  const site = { ...readSite(configFile), reachability: options.reach ?? 'off' }
  const complaints: string[] = []
  const log = pino({ level: 'error' }, { write: (line: string) => complaints.push(line) })
  const clock = hurry(realClock, options.checkEveryMs ?? minuteMs)
  const gateway = await serveSite({ site, env: {}, clock, log })
  const { voicesHz } = options
  const agents: LabAgent[] = []
  for (const { user, extension, role } of centre.people) {
    if (role !== 'agent') continue
    const password = people.find((person) => person.extension === extension)?.sipPassword ?? ''
    const address = '127.0.0.1'
    const phone = await openSipPhone({
      address,
      sipPort: lab.sipPort,
      user: extension,
      password,
      toneHz: voicesHz?.agents[agents.length] ?? null,
    })
    await phone.register()
    agents.push({ user, extension, phone, desk: await openDesk(gateway.url, user) })
  }
  const callers: SipPhone[] = []
  for (let i = 0; i < options.callers; i += 1) {
    const user = `+98912${String(1_000_000 + i)}`
    callers.push(
      await openSipPhone({
        address: trunkAddress,
        sipPort: lab.sipPort,
        user,
        password: null,
        toneHz: voicesHz?.callers[i] ?? null,
      }),
    )
  }
  const watcher = await openDesk(gateway.url, 'leila')
  return {
    lab,
    gateway,
    line,
    agents,
    callers,
    watcher,
    complaints,
    async registerAll() {
      await Promise.all(agents.map(({ phone }) => phone.register()))
    },
    async close() {
      for (const { desk, phone } of agents) {
        await desk.close()
        await phone.close()
      }
      for (const caller of callers) await caller.close()
      await watcher.close()
      await gateway.close()
      await line.close()
      await lab.close()
      folder.remove()
    },
  }
}

const minuteMs = 60_000

/** What is due in a minute is due after `everyMs`: a short run has as many comparisons as a long day. */
function hurry(clock: Clock, everyMs: number): Clock {
  return {
    nowMs: clock.nowMs,
    after: (delayMs, task) => clock.after(delayMs === minuteMs ? everyMs : delayMs, task),
  }
}

/** `NAJVA_LAB_STREAM` names a file that takes what the switch says: a difference becomes a recording. */
function openRecorder(): (bytes: Uint8Array) => void {
  const file = process.env.NAJVA_LAB_STREAM
  return (bytes) => {
    if (file !== undefined) appendFileSync(file, bytes)
  }
}

async function openDesk(url: string, user: string): Promise<TestDesk> {
  const desk = await connectDesk(url)
  const answer = await desk.signIn(user, labPassword)
  if (!answer.ok) throw new Error(`${user} could not sign in: ${answer.failure.code}`)
  desk.watch()
  return desk
}

function toCentre({ agents, wrapUpSeconds, ringSeconds, records = false }: LabFloorOptions): LabCentre {
  const teams = ['first']
  const people = Array.from({ length: agents }, (_, i) => {
    const extension = String(1001 + i)
    return { user: `agent${extension}`, name: `Agent ${extension}`, role: 'agent' as const, extension, teams }
  })
  const queue = (id: keyof typeof numberOf, strategy: LabQueue['strategy']): LabQueue => ({
    id,
    name: id,
    strategy,
    ringSeconds,
    wrapUpSeconds,
    serviceLevelSeconds: 20,
    numbers: [numberOf[id]],
    recorded: records && id === 'support',
    dispositions: [],
  })
  return {
    people: [
      ...people,
      { user: 'leila', name: 'Leila Karimi', role: 'supervisor', extension: '1901', teams },
    ],
    queues: [queue('support', 'round-robin-memory'), queue('sales', 'least-recent')],
  }
}
