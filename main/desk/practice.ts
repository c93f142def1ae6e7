/** Runs a whole telephone world inside the desk: SIP server, queues, simulated people, gateway, all on loopback. */
import { randomBytes, randomInt } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Role } from '#contract/agent'
import { defaultDialRules } from '#contract/dialRules'
import { type Answer, done, failed } from '#contract/failure'
import { QueueId } from '#contract/ids'
import type { ShownNumber } from '#contract/shownNumber'
import type { Clock } from '#contract/time'
import { createGateway, type Gateway } from '#gateway/createGateway'
import type { CardSource } from '#main/crm/sync/cardSource'
import type { Log } from '#main/desk/log'
import type { StartOptions } from '#main/desk/startOptions'
import { createPracticeCentre, type PracticeCentre } from '#simulator/practiceCentre'
import type { Scenario } from '#simulator/scenarios/scenario'
import { readScenario } from '#simulator/scenarios/scenarioFile'
import { createTelephony } from '#simulator/sip/telephonyServer'
import type { Telephony } from '#simulator/telephony'
import { mailboxPattern, ownMailbox } from '#simulator/voicemail/practiceVoicemail'

/** The same for everyone and written in the README: it opens a game on this machine's own loopback, nothing else. */
export const practicePassword = 'practice'

interface PracticePerson {
  readonly userName: string
  readonly name: string
  readonly role: Role
  readonly extension: string
}

const people: readonly PracticePerson[] = [
  { userName: 'demo', name: 'Sara Ahmadi', role: 'agent', extension: '1001' },
  { userName: 'omid', name: 'Omid Rahimi', role: 'agent', extension: '1002' },
  { userName: 'leila', name: 'Leila Karimi', role: 'supervisor', extension: '1901' },
]

const learnersRule = { monitoring: true, tellsAgent: true, allowsShadow: true }

export interface PracticeOptions {
  readonly start: StartOptions
  readonly profileDir: string
  readonly resourcesDir: string
  readonly clock: Clock
  readonly log: Log
}

export interface Practice {
  readonly gatewayUrl: URL
  /** Where phones connect: `ws://127.0.0.1:<port>/`. */
  readonly sipUrl: string
  /** The world itself, for whoever plays it by hand: a trainer's tool, a test. */
  readonly centre: PracticeCentre
  readonly gateway: Gateway
  readonly cardSource: CardSource
  /** Who sits at this desk unless someone else signs in. */
  readonly person: { readonly user: string; readonly password: string }
  close(): Promise<void>
}

/** Fails with `invalid` for a scenario or a user the practice centre does not know. */
export async function createPractice(options: PracticeOptions): Promise<Answer<Practice>> {
  const { start, resourcesDir, clock, log } = options
  const person = choosePerson(start)
  if (person === null) return failed('invalid', 'user')
  const reading = readScenario(join(resourcesDir, 'scenarios', `${start.scenario}.yaml`))
  if (!reading.ok) {
    log.error({ complaint: reading.complaint }, 'the scenario cannot be used')
    return failed('invalid', 'scenario')
  }
  const { scenario } = reading
  const telephony = await createTelephony({ clock, randomBytes, log: log.child({ room: 'telephony' }) })
  const centre = createCentre(options, scenario, telephony)
  const { gateway, dropStore } = await startGateway(options, centre, scenario)
  return done({
    gatewayUrl: new URL(gateway.url),
    sipUrl: telephony.serverUrl,
    centre,
    gateway,
    cardSource: { kind: 'practiceBook', ...scenario.book, nowMs: clock.nowMs() },
    person: { user: person.userName, password: practicePassword },
    async close() {
      await gateway.close()
      await centre.close()
      await telephony.close()
      dropStore()
    },
  })
}

/** A profile that cannot be written costs the day's numbers at the next start, not the day. */
async function startGateway(options: PracticeOptions, pbx: PracticeCentre, scenario: Scenario) {
  const { profileDir, log } = options
  try {
    const gateway = await createPracticeGateway(options, pbx, scenario, join(profileDir, 'practice'))
    return { gateway, dropStore() {} }
  } catch (cause) {
    log.warn({ err: cause }, 'the practice day cannot be kept in the profile')
    const spare = mkdtempSync(join(tmpdir(), 'najva-practice-'))
    const gateway = await createPracticeGateway(options, pbx, scenario, spare)
    return { gateway, dropStore: () => rmSync(spare, { recursive: true, force: true }) }
  }
}

function createPracticeGateway(
  { clock, log }: PracticeOptions,
  pbx: PracticeCentre,
  scenario: Scenario,
  folder: string,
) {
  const { queues } = scenario
  const shownNumbers = toShownNumbers(scenario)
  return createGateway({
    pbx,
    storePath: join(folder, 'gateway.db'),
    clock,
    listen: { host: '127.0.0.1', port: 0 },
    people: people.map((each) => ({ ...each, password: practicePassword })),
    dialling: {
      rules: defaultDialRules,
      queueNumbers: queues.map(({ id, number }) => ({ queueId: QueueId.parse(id), number })),
      voicemail: mailboxPattern,
      mailbox: ownMailbox,
    },
    shownNumbersOf: () => shownNumbers,
    reach: 'warn',
    // Whose caller was taken over may listen on: people are here to learn.
    queueRules: new Map(queues.map(({ id }) => [QueueId.parse(id), learnersRule])),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    log,
  })
}

/** Everybody may show any of the numbers callers dial, by the name of the queue behind it. */
function toShownNumbers({ lines, queues }: Scenario): ShownNumber[] {
  return lines.flatMap(({ number, queueId }) => {
    const queue = queues.find(({ id }) => id === queueId)
    return queue === undefined
      ? []
      : [{ number, name: queue.name, ...(queue.label && { label: queue.label }) }]
  })
}

/** The one named, or the demo agent or supervisor; null for a name nobody has. */
function choosePerson({ user, role }: StartOptions): PracticePerson | null {
  const named = people.find((each) => (user === null ? each.role === role : each.userName === user))
  return named ?? null
}

function createCentre(
  { start, resourcesDir, clock, log }: PracticeOptions,
  scenario: Scenario,
  telephony: Telephony,
) {
  const { record, 'record-calls': callsDir } = start
  for (const folder of [record, callsDir]) if (folder !== null) mkdirSync(folder, { recursive: true })
  return createPracticeCentre({
    telephony,
    clock,
    seed: start.seed ?? randomInt(2 ** 31),
    scenario,
    voicesDir: join(resourcesDir, 'voices'),
    recordDir: record,
    shownNumbersOf: () => toShownNumbers(scenario).map(({ number }) => number),
    callsDir,
    log: log.child({ room: 'practice' }),
  })
}
