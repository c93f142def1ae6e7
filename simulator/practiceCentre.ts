/** The practice centre: queues, simulated people and real phones behind the same link as a telephone system. */
import { join } from 'node:path'
import { type Answer, done, failed } from '#contract/failure'
import type { CallId, QueueId } from '#contract/ids'
import type { PbxEvent, PbxLink } from '#contract/pbx'
import type { SipCredentials } from '#contract/session'
import type { Clock } from '#contract/time'
import { createCallerSource } from '#simulator/people/callerSource'
import { type CallerPlan, type Callers, createCallers } from '#simulator/people/callers'
import { type CallersFlow, startCallersFlow } from '#simulator/people/callersFlow'
import { createCallRecorder } from '#simulator/people/callRecorder'
import { type CallSound, createCallSound } from '#simulator/people/callSound'
import { type Colleagues, createColleagues } from '#simulator/people/colleagues'
import { createCustomerBook } from '#simulator/people/customerBook'
import { createEarRecorder } from '#simulator/people/earRecorder'
import { createOutsideParties, type OutsideParties } from '#simulator/people/outsideParties'
import { createPersonVoice, type PersonVoice } from '#simulator/people/personVoice'
import { createRandom } from '#simulator/people/random'
import { createShownNumbers, type ShownNumbers } from '#simulator/people/shownNumbers'
import { createVoiceLibrary, type VoiceLibrary } from '#simulator/people/voiceLibrary'
import { createPracticeIds, type PracticeIds } from '#simulator/practiceIds'
import type { PracticeLog } from '#simulator/practiceLog'
import { createAbsentPhones, listenToPhones, perform } from '#simulator/practicePhones'
import { listColleagues, toFloorQueues, toLines } from '#simulator/practicePlan'
import { createFloor, type Floor } from '#simulator/queue/floor'
import type { FloorInput } from '#simulator/queue/floorStep'
import { createSwitchboard, type Switchboard } from '#simulator/queue/switchboard'
import { createHeadStart } from '#simulator/scenarios/headStart'
import type { Length, Scenario } from '#simulator/scenarios/scenario'
import type { Frame, PhoneEvent, Telephony } from '#simulator/telephony'
import { createMailboxes } from '#simulator/voicemail/mailboxes'
import { createPracticeVoicemail, type PracticeVoicemail } from '#simulator/voicemail/practiceVoicemail'

export interface PracticeCentreOptions {
  /** null: nobody has a real phone, everything is simulated and silent. */
  readonly telephony: Telephony | null
  readonly clock: Clock
  /** The same seed on the same clock gives the same day. */
  readonly seed: number
  readonly scenario: Scenario
  /** Where the recorded voices are; null: simulated people are silent. */
  readonly voicesDir: string | null
  /** An existing folder where each simulated caller's ear is written as `<callId>.wav`; null: nothing is written. */
  readonly recordDir: string | null
  /** An existing folder where each call is recorded as `<callId>.wav`, both sides mixed; absent: no call is recorded. */
  readonly callsDir?: string | null
  /** What a phone may show to whoever it calls outside, its usual number first; absent: its own extension. */
  readonly shownNumbersOf?: (extension: string) => readonly string[]
  readonly log: PracticeLog
}

export interface CallInRequest {
  /** E.164; null for a withheld caller. */
  readonly number: string | null
  readonly name: string | null
  readonly dialledNumber: string | null
  readonly queueId: QueueId
  /** `<language>:<reason>`, `tone:<hertz>` or `silent`. */
  readonly voice: string
  /** null waits for ever. */
  readonly patienceMs: number | null
  /** null, the default, talks until the agent hangs up. */
  readonly talkMs?: number | null
  /** Higher is served first; 0, the default, is ordinary. */
  readonly priority?: number
}

export interface PracticeCentre extends PbxLink {
  readonly kind: 'practice'
  /** Callers begin to come and colleagues to live, if they do not already; a second call does nothing. */
  start(): void
  /** A caller dials in now. */
  callIn(request: CallInRequest): CallId
  /** The party outside hangs up; nothing when the call is over. */
  hangUpCaller(callId: CallId): void
  /** The number that whoever was called outside sees; null for a call that shows none, or is over. */
  shownTo(callId: CallId): string | null
  /** What the simulated party of a call hears, 20 ms at a time; returns how to stop. */
  onHeard(callId: CallId, listener: (frame: Frame) => void): () => void
}

/** `telephony` belongs to whoever made it and is left open by `close()`. */
export function createPracticeCentre(options: PracticeCentreOptions): PracticeCentre {
  const { telephony, scenario } = options
  const headStart = createHeadStart(options.clock, scenario.beganMs)
  const world = createWorld({ ...options, clock: headStart.clock })
  const { switchboard, sound } = world
  const stopPhones = telephony === null ? () => {} : listenToPhones(telephony, world.onPhone)
  const stopPeople = switchboard.listen((event) => tellPeople(world, event))
  const begin = () => start(world, { ...options, clock: headStart.clock })
  const past: PbxEvent[] = []
  if (scenario.beganMs > 0) {
    const stopNoting = switchboard.listen((event) => void past.push(event))
    begin()
    headStart.catchUp()
    stopNoting()
  } else headStart.catchUp()
  return {
    kind: 'practice',
    joinsCalls: true,
    start: begin,
    listen(onEvent) {
      // Who hears of the floor first hears of its past: the calls of its first quarter of an hour are counted with the rest.
      for (const event of past.splice(0)) onEvent(event)
      return switchboard.listen(onEvent)
    },
    execute: (command) => switchboard.ask(command),
    issueCredentials: (extension) => Promise.resolve(issueCredentials(options, extension)),
    callIn: (request) => callIn(world, request),
    hangUpCaller: (callId) => switchboard.submit({ kind: 'outsideLeaves', callId }),
    shownTo: (callId) => world.shown.shownOf(callId),
    onHeard: (callId, listener) => sound.onHeard(callId, listener),
    close() {
      stopPhones()
      stopPeople()
      world.flow?.close()
      const { colleagues, callers, outside, voicemail } = world
      for (const part of [switchboard, colleagues, callers, outside, voicemail, sound]) part.close()
      options.log.info({}, 'the practice centre is closed')
      return Promise.resolve()
    },
  }
}

/** The parts of one centre; `flow` is there once it has started. */
interface World {
  readonly ids: PracticeIds
  readonly floor: Floor
  readonly switchboard: Switchboard
  readonly colleagues: Colleagues
  readonly callers: Callers
  readonly outside: OutsideParties
  readonly voicemail: PracticeVoicemail
  readonly shown: ShownNumbers
  /** What the person outside of a call speaks like, as `PersonVoice` names it. */
  readonly voices: Map<CallId, string>
  readonly sound: CallSound
  readonly library: VoiceLibrary
  onPhone(event: PhoneEvent): void
  flow: CallersFlow | null
}

function createWorld(options: PracticeCentreOptions): World {
  const { telephony, clock, seed, scenario, log } = options
  const ids = createPracticeIds(clock.nowMs())
  const library = createVoiceLibrary(options.voicesDir, log)
  const floor = createFloor({
    queues: toFloorQueues(scenario),
    lines: toLines(scenario, (extension) => telephony?.isRegistered(extension) ?? false),
    random: createRandom(seed, 'random strategy'),
    recordsCalls: (options.callsDir ?? null) !== null,
    ...ids,
  })
  const switchboard = createSwitchboard({
    floor,
    clock,
    perform: (action) => perform(action, { phonesOf, sound, outside }),
    onSettled: () => world.flow?.settle(),
  })
  const onPhone = (event: PhoneEvent) => switchboard.submit({ kind: 'phone', event })
  const colleagues = createColleagues({
    extensions: listColleagues(scenario),
    habits: scenario.colleagues,
    queueNumbers: scenario.queues.map((queue) => queue.number),
    clock,
    randomFor: (extension) => createRandom(seed, `colleague ${extension}`),
    onPhone,
    command: (command) => switchboard.submit({ kind: 'command', command }),
  })
  const desks = telephony ?? createAbsentPhones(onPhone)
  const phonesOf = (extension: string) => (colleagues.has(extension) ? colleagues : desks)
  const sound = createCallSound({
    createConference: telephony === null ? null : () => telephony.createConference(),
    voiceOf: (extension, outside) =>
      colleagues.has(extension) ? createColleagueVoice(outside, library) : null,
    record: (callId) => createRecorder(options, callId),
    recordCall: (callId) => recordCall(options, callId),
  })
  const callers = createCallers({
    clock,
    leave: (callId) => switchboard.submit({ kind: 'outsideLeaves', callId }),
    sayGoodbye: (callId, onSaid) => sound.sayGoodbye(callId, onSaid),
  })
  const random = createRandom(seed, 'numbers outside')
  const submit = (input: FloorInput) => switchboard.submit(input)
  const shown = createShownNumbers(options.shownNumbersOf ?? (() => []), log)
  const voices = new Map<CallId, string>()
  const voicemail = createPracticeVoicemail({
    mailboxes: createMailboxes((extension, count) => telephony?.tellMessages(extension, count)),
    clock,
    hasExtension: (extension) => scenario.extensions.some((each) => each.extension === extension),
    callerVoice: (callId) => toVoice(voices.get(callId), library),
    submit,
  })
  const outside = withServices(createOutsideParties({ clock, random, submit }), voicemail, shown)
  const world: World = {
    ids,
    floor,
    switchboard,
    colleagues,
    callers,
    outside,
    voicemail,
    shown,
    voices,
    sound,
    library,
    onPhone,
    flow: null,
  }
  return world
}

/** Who dials out shows a number, and some numbers outside are services of the centre itself. */
function withServices(
  outside: OutsideParties,
  voicemail: PracticeVoicemail,
  shown: ShownNumbers,
): OutsideParties {
  return {
    ...outside,
    dial(callId, number, by) {
      if (voicemail.dial(callId, number, by === null)) return
      if (by !== null) shown.note(callId, by)
      outside.dial(callId, number, by)
    },
  }
}

function toVoice(voice: string | undefined, library: VoiceLibrary): PersonVoice | null {
  return voice === undefined ? null : createPersonVoice(voice, library)
}

/** With a caller they speak the caller's language, and let them say first why they call. */
function createColleagueVoice(outside: string | null, library: VoiceLibrary): PersonVoice {
  return outside === null
    ? createPersonVoice('en:colleague', library)
    : createPersonVoice(`${outside}:agent`, library, false)
}

function createRecorder({ recordDir, log }: PracticeCentreOptions, callId: CallId) {
  return recordDir === null ? null : createEarRecorder(join(recordDir, `${callId}.wav`), log)
}

function recordCall({ callsDir = null, log }: PracticeCentreOptions, callId: CallId) {
  return callsDir === null ? null : createCallRecorder(join(callsDir, `${callId}.wav`), log)
}

function start(world: World, options: PracticeCentreOptions): void {
  if (world.flow !== null) return
  const { scenario, clock, seed } = options
  const book = createCustomerBook({ ...scenario.book, nowMs: clock.nowMs() })
  const source = createCallerSource(scenario, book, createRandom(seed, 'who calls'))
  const bring = (line: string, patience: Length) => {
    const queueId = scenario.lines.find((each) => each.number === line)?.queueId
    const queue = scenario.queues.find((each) => each.id === queueId)
    if (queue === undefined) return
    const { identity, ...drawn } = source.draw(queue.reasons, patience)
    callIn(world, { ...identity, ...drawn, dialledNumber: line, queueId: queue.id })
  }
  world.flow = startCallersFlow({
    scenario,
    clock,
    randomFor: (purpose) => createRandom(seed, purpose),
    isFree: (extension) => world.floor.isFree(extension),
    bring,
  })
  world.colleagues.start()
  world.flow.settle()
  options.log.info({ scenario: scenario.name, seed }, 'the practice centre has started')
}

function callIn(world: World, request: CallInRequest): CallId {
  const { number, name, dialledNumber, queueId, priority = 0 } = request
  const callId = world.ids.newCallId()
  expectOutside(world, callId, request.voice, {
    patienceMs: request.patienceMs,
    talkMs: request.talkMs ?? null,
  })
  const caller = { number, name }
  world.switchboard.submit({ kind: 'callerEnters', callId, caller, dialledNumber, queueId, priority })
  return callId
}

function expectOutside(world: World, callId: CallId, voice: string, plan: CallerPlan): void {
  world.callers.expect(callId, plan)
  world.voices.set(callId, voice)
  world.sound.addOutside(callId, createPersonVoice(voice, world.library))
}

/** What someone who was called from here does: talks a while, and waits a while if sent to a queue. */
const calledPlan: CallerPlan = { patienceMs: 120_000, talkMs: 90_000 }

/** People hear of the same events as the gateway, and after it nothing more of a call that ended. */
function tellPeople(world: World, event: PbxEvent): void {
  if (event.kind === 'callEntered' && event.direction === 'outbound') {
    const machine = world.voicemail.voiceAt(event.callId, event.dialledNumber ?? '', event.extension ?? '')
    if (machine === null) expectOutside(world, event.callId, 'en:callee', calledPlan)
    else world.sound.addOutside(event.callId, machine)
  }
  world.callers.handleEvent(event)
  world.flow?.handleEvent(event)
  world.voicemail.handleEvent(event)
  if (event.kind !== 'callEnded') return
  world.sound.end(event.callId)
  world.shown.forget(event.callId)
  world.voices.delete(event.callId)
}

/** Colleagues have no phones to hand out; without telephony nobody has. */
function issueCredentials(options: PracticeCentreOptions, extension: string): Answer<SipCredentials> {
  const isDesk = options.scenario.extensions.some(
    (each) => each.extension === extension && each.kind === 'desk',
  )
  if (!isDesk) return failed('not-found', extension)
  if (options.telephony === null) return failed('switch-away')
  return done(options.telephony.issueCredentials(extension))
}
