/** Lets callers, phones, agents and supervisors of a practice centre do anything in any order, from one seed. */
import { CallId, MonitorId, QueueId } from '#contract/ids'
import { MonitorMode, monitorHeader } from '#contract/monitor'
import type { MonitorPoint, PbxCommand, PbxFloorCommand, PbxMonitorCommand } from '#contract/pbx'
import { createRandom, type Random } from '#simulator/people/random'
import { createPhoneDouble, type PhoneDouble } from '#tests/simulator/support/phoneDouble'
import { createPracticeBench, type PracticeBench } from '#tests/simulator/support/practiceBench'

export interface RandomFloor extends PracticeBench {
  readonly phones: PhoneDouble
  /** One thing happens; answers what, in words. */
  step(): Promise<string>
  /** Phones hang up, pauses end and everyone's patience runs out. */
  drain(): Promise<void>
}

const desks = ['1001', '1002', '1901']
const extensions = [...desks, '1101', '1102', '1103', '1104', '1105', '1106']
const queueIds = ['support', 'sales', 'billing'].map((id) => QueueId.parse(id))
const numbers = ['1001', '1002', '1103', '1105', '+982112345678', '+98211234486', '8001', '77']

interface World {
  readonly bench: PracticeBench
  readonly phones: PhoneDouble
  readonly random: Random
  /** Legs at desks, and where. */
  readonly legs: Map<string, string>
  dialled: number
  ordered: number
}

export async function createRandomFloor(seed: number): Promise<RandomFloor> {
  const phones = createPhoneDouble()
  const bench = createPracticeBench({ scenario: 'demo', seed, telephony: phones })
  const world: World = {
    bench,
    phones,
    random: createRandom(seed, 'what happens'),
    legs: new Map(),
    dialled: 0,
    ordered: 0,
  }
  for (const extension of desks) {
    phones.register(extension)
    await bench.centre.execute({ kind: 'signIn', extension, pausedReason: null })
  }
  return {
    ...bench,
    phones,
    async step() {
      const words = await happen(world)
      await Promise.resolve()
      forgetEndedLegs(world)
      return words
    },
    drain: () => drain(world),
  }
}

function forgetEndedLegs(world: World): void {
  for (const order of world.phones.orders.slice(world.ordered)) {
    const [kind, legId = ''] = order.split(' ')
    if (kind === 'hangUp' || kind === 'refuse') world.legs.delete(legId)
  }
  world.ordered = world.phones.orders.length
}

async function happen(world: World): Promise<string> {
  const { random } = world
  const kind = random.pick([
    'call',
    'answer',
    'answer',
    'leg',
    'leg',
    'phone',
    'member',
    'floor',
    'floor',
    'monitor',
    'monitor',
    'monitor',
    'time',
  ])
  switch (kind) {
    case 'call':
      return comeOrGo(world)
    case 'answer':
      return answerOrDecline(world)
    case 'leg':
      return moveLeg(world)
    case 'phone':
      return movePhone(world)
    case 'member':
      return ask(world, drawMember(random))
    case 'floor':
      return ask(world, drawFloorCommand(world))
    case 'monitor':
      return random.chance(0.4) ? takeMonitor(world) : ask(world, drawMonitorCommand(world))
    default:
      world.bench.clock.advance(random.between(0, 15_000))
      return 'time'
  }
}

function comeOrGo({ bench, random }: World): string {
  if (random.chance(0.2)) {
    bench.centre.hangUpCaller(drawCall(bench, random))
    return 'a caller leaves'
  }
  bench.centre.callIn({
    number: '+989121234567',
    name: null,
    dialledNumber: null,
    queueId: random.pick(queueIds),
    voice: 'silent',
    patienceMs: random.between(5_000, 120_000),
    talkMs: random.between(5_000, 120_000),
    priority: random.chance(0.2) ? 5 : 0,
  })
  return 'a caller comes'
}

function answerOrDecline({ phones, random, legs }: World): string {
  const ringing = desks.filter((each) => phones.ringingAt(each) !== null)
  if (ringing.length === 0) return 'nobody rings'
  const extension = random.pick(ringing)
  if (random.chance(0.15)) phones.decline(extension, random.pick([480, 486, 603]))
  else {
    // Before it is told: what follows from the answer may end the leg at once.
    legs.set(phones.ringingAt(extension)?.legId ?? '', extension)
    phones.answer(extension)
  }
  return `${extension} answers or declines`
}

function moveLeg(world: World): string {
  const { phones, random, legs } = world
  if (legs.size === 0) return 'nobody talks'
  const legId = random.pick([...legs.keys()])
  const kind = random.pick(['hungUp', 'held', 'resumed', 'transferAsked', 'transferToLegAsked'] as const)
  if (kind === 'hungUp') legs.delete(legId)
  if (kind === 'transferAsked') phones.tell({ kind, legId, target: random.pick(numbers) })
  else if (kind === 'transferToLegAsked') {
    phones.tell({ kind, legId, otherLegId: random.pick([...legs.keys()]) })
  } else phones.tell({ kind, legId })
  return `${kind} ${legId}`
}

/** A phone dials, is lost with all its legs, or is found again. */
function movePhone(world: World): string {
  const { phones, random, legs } = world
  const extension = random.pick(desks)
  if (!phones.isRegistered(extension)) {
    phones.register(extension)
    return `${extension} is found`
  }
  if (random.chance(0.3)) {
    for (const [legId, at] of legs) {
      if (at !== extension) continue
      legs.delete(legId)
      phones.tell({ kind: 'hungUp', legId })
    }
    phones.unregister(extension)
    return `${extension} is lost`
  }
  world.dialled += 1
  const legId = `dialled-${world.dialled}`
  legs.set(legId, extension)
  const target = random.pick(numbers)
  phones.tell({ kind: 'dialled', legId, extension, target })
  return `${extension} dials ${target}`
}

function drawMember(random: Random): PbxCommand {
  const extension = random.pick(extensions)
  const kind = random.pick(['pause', 'unpause', 'unpause', 'signIn', 'signOut', 'finishWrapUp'] as const)
  if (kind === 'pause') return { kind, extension, reason: random.pick(['lunch', 'prayer']) }
  return kind === 'signIn' ? { kind, extension, pausedReason: null } : { kind, extension }
}

function drawFloorCommand({ bench, random }: World): PbxFloorCommand {
  const callId = drawCall(bench, random)
  const queueId = random.pick(queueIds)
  const extension = random.pick(extensions)
  const kinds = [
    'addMember',
    'dial',
    'hangUp',
    'park',
    'giveTo',
    'giveTo',
    'moveToQueue',
    'moveToQueue',
    'prioritise',
    'prioritise',
    'pauseInQueue',
    'addMember',
    'removeMember',
  ] as const
  const kind = random.pick(kinds)
  switch (kind) {
    case 'dial':
      return { kind, extension, number: random.pick(numbers) }
    case 'giveTo':
      return { kind, callId, extension }
    case 'moveToQueue':
      return { kind, callId, queueId }
    case 'addMember':
      return { kind, queueId, extension, penalty: random.below(3) }
    case 'removeMember':
      return { kind, queueId, extension }
    case 'prioritise':
      return { kind, callId, priority: random.below(10) }
    case 'pauseInQueue':
      return { kind, queueId, extension, reason: random.chance(0.5) ? 'training' : null }
    default:
      return { kind, callId }
  }
}

/** A call that lives, or now and then one that does not. */
function drawCall(bench: PracticeBench, random: Random): CallId {
  const living = new Set<CallId>()
  for (const event of bench.events) {
    if (event.kind === 'callEntered') living.add(event.callId)
    if (event.kind === 'callEnded') living.delete(event.callId)
  }
  return living.size === 0 || random.chance(0.05) ? CallId.parse('nobody') : random.pick([...living])
}

const monitorIds = ['m1', 'm2', 'm3'].map((id) => MonitorId.parse(id))
const tokenOf = (id: MonitorId) => `token-of-${id}`.padEnd(32, '-')

function drawMonitorCommand(world: World): PbxMonitorCommand {
  const { random, bench } = world
  const open = listOpenMonitors(bench)
  const monitorId = open.length > 0 && random.chance(0.8) ? random.pick(open) : random.pick(monitorIds)
  const mode = random.pick(MonitorMode.options)
  const on = random.chance(0.15) ? null : drawPoint(bench, random)
  const kinds = [
    'monitorSteer',
    'monitorSteer',
    'monitorTakeOver',
    'monitorTakeOver',
    'monitorClose',
  ] as const
  const kind = open.length === 0 || random.chance(0.15) ? 'monitorOpen' : random.pick(kinds)
  if (kind === 'monitorSteer') return { kind, monitorId, on, mode }
  if (kind !== 'monitorOpen') return { kind, monitorId }
  return { kind, monitorId, extension: random.pick(desks), token: tokenOf(monitorId), on, mode }
}

function listOpenMonitors(bench: PracticeBench): readonly MonitorId[] {
  return monitorIds.filter((id) => {
    const told = bench.ofKind('monitorLeg').findLast((event) => event.monitorId === id)
    return told !== undefined && told.leg.kind !== 'gone'
  })
}

/** Who was connected last in a call that lives, or now and then anybody anywhere. */
function drawPoint(bench: PracticeBench, random: Random): MonitorPoint {
  const ended = new Set(bench.ofKind('callEnded').map(({ callId }) => callId))
  const talks = bench.ofKind('callConnected').filter(({ callId }) => !ended.has(callId))
  if (talks.length === 0 || random.chance(0.1)) {
    return { callId: drawCall(bench, random), extension: random.pick(extensions) }
  }
  const { callId, extension } = random.pick(talks)
  return { callId, extension }
}

/** A phone takes the monitoring leg it is rung for, or refuses it. */
function takeMonitor({ phones, random, legs }: World): string {
  const ringing = monitorIds.map((id) => phones.monitorRinging(tokenOf(id))).filter((each) => each !== null)
  if (ringing.length === 0) return 'no monitoring leg rings'
  const { legId, extension, headers } = random.pick(ringing)
  const token = headers[monitorHeader] ?? ''
  if (random.chance(0.1)) phones.declineMonitor(token, 403)
  else {
    legs.set(legId, extension)
    phones.answerMonitor(token)
  }
  return `${extension} takes or refuses a monitoring leg`
}

async function ask(
  { bench }: World,
  command: PbxCommand | PbxFloorCommand | PbxMonitorCommand,
): Promise<string> {
  const answer = await bench.centre.execute(command)
  return `${JSON.stringify(command)} ${answer.ok ? 'done' : answer.failure.code}`
}

async function drain(world: World): Promise<void> {
  for (const legId of [...world.legs.keys()]) world.phones.tell({ kind: 'hungUp', legId })
  for (const extension of extensions) await world.bench.centre.execute({ kind: 'unpause', extension })
  world.bench.clock.advance(3_600_000)
}
