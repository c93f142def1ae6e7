/** Whatever is commanded and whatever happens, in any order: every ear hears exactly whom its mode says. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CallId } from '#contract/ids'
import { MonitorMode } from '#contract/monitor'
import type { MonitorPoint } from '#contract/pbx'
import { toneLevelDb } from '#simulator/media/toneLevel'
import type { Frame, LegId } from '#simulator/telephony'
import { createHearingOracle, type HearingOracle, outside } from '#tests/simulator/support/hearingOracle'
import { watchModel } from '#tests/simulator/support/modelWatch'
import {
  callerOf,
  colleague,
  createMonitorRoom,
  type MonitorRoom,
  monitorId,
  otherSupervisor,
  supervisor,
  tokenOf,
} from '#tests/simulator/support/monitorRoom'
import { createToneVoices } from '#tests/simulator/support/toneVoices'
import type { TempFolder } from '#tests/support/tempFolder'

const supervisors = [supervisor, otherSupervisor]
const desks = ['1001', '1002', ...supervisors]
const sessions = ['m1', 'm2', 'm3', 'm4']
/** Far enough apart to be told from each other in one frame. */
const tones = new Map([
  [outside, 440],
  [colleague, 660],
  [supervisor, 880],
  [otherSupervisor, 1100],
  ['1001', 1320],
  ['1002', 1760],
])

let voices: TempFolder
beforeAll(() => {
  voices = createToneVoices()
})
afterAll(() => voices.remove())

const which = fc.nat(50)
const Mode = fc.constantFrom(...MonitorMode.options)
const one = <K extends string>(kind: K) => fc.record({ kind: fc.constant(kind), which, other: which })
const steered = <K extends string>(kind: K) =>
  fc.record({ kind: fc.constant(kind), which, other: which, mode: Mode })
const Happening = fc.oneof(
  { weight: 5, arbitrary: one('callIn') },
  { weight: 7, arbitrary: one('answer') },
  { weight: 2, arbitrary: one('hungUp') },
  { weight: 3, arbitrary: one('held') },
  { weight: 3, arbitrary: one('resumed') },
  { weight: 2, arbitrary: one('transfer') },
  { weight: 2, arbitrary: one('dial') },
  { weight: 1, arbitrary: one('outsideLeaves') },
  { weight: 2, arbitrary: one('lostOrFound') },
  { weight: 3, arbitrary: one('giveTo') },
  { weight: 1, arbitrary: one('park') },
  { weight: 1, arbitrary: one('endCall') },
  { weight: 3, arbitrary: one('pass') },
  { weight: 6, arbitrary: steered('open') },
  { weight: 6, arbitrary: one('answerMonitor') },
  { weight: 1, arbitrary: one('declineMonitor') },
  { weight: 12, arbitrary: steered('steer') },
  { weight: 5, arbitrary: one('takeOver') },
  { weight: 1, arbitrary: one('close') },
  { weight: 1, arbitrary: one('monitorHungUp') },
)
type Happening = typeof Happening extends fc.Arbitrary<infer T> ? T : never

/** Everything that was answered or dialled at a desk, by its extension and call. */
interface Play {
  readonly room: MonitorRoom
  readonly oracle: HearingOracle
  readonly legs: Map<LegId, { readonly extension: string; readonly callId: CallId }>
  readonly monitorLegs: Map<string, LegId>
  readonly outsideEars: Map<CallId, Frame>
  told: number
  /** How often each kind of leg was seen where it should be. */
  readonly seen: Map<string, number>
}

const fold = <T>(list: readonly T[], at: number): T | undefined => list[at % Math.max(1, list.length)]

async function happen(play: Play, it: Happening): Promise<void> {
  const { room, oracle, legs } = play
  const { phones } = room
  const legId = fold([...legs.keys()], it.which) ?? 'no leg'
  const callId = fold([...oracle.calls.keys()], it.which) ?? CallId.parse('nobody')
  const extension = fold(desks, it.other) ?? '1001'
  const name = chooseSession(play, it)
  switch (it.kind) {
    case 'callIn': {
      const entered = room.centre.callIn(callerOf(it.which % 3 === 0 ? 'sales' : 'support'))
      room.centre.onHeard(entered, (frame) => void play.outsideEars.set(entered, frame))
      return
    }
    case 'answer': {
      const ringing = desks.filter((each) => phones.ringingAt(each) !== null)
      const at = fold(ringing, it.other) ?? extension
      const invite = phones.ringingAt(at)
      if (invite === null) return
      const answered = CallId.parse(invite.headers['X-Najva-Call'] ?? '')
      legs.set(invite.legId, { extension: at, callId: answered })
      phones.answer(at)
      return
    }
    case 'hungUp':
      await room.hangUp(legId)
      return
    case 'held':
    case 'resumed':
      phones.tell({ kind: it.kind, legId: it.other % 4 === 0 ? monitorLeg(play, name) : legId })
      return
    case 'transfer':
      phones.tell({
        kind: 'transferAsked',
        legId: it.other % 3 === 0 ? monitorLeg(play, name) : legId,
        target: fold([...desks, colleague, '8001', '8002'], it.other) ?? '1001',
      })
      return
    case 'dial':
      dial(play, extension, fold([...desks, '+982112345678'], it.which) ?? '1001')
      return
    case 'outsideLeaves':
      room.centre.hangUpCaller(callId)
      return
    case 'lostOrFound':
      await loseOrFind(play, extension)
      return
    case 'giveTo':
      await room.ask({ kind: 'giveTo', callId, extension: fold([...desks, colleague], it.other) ?? '1001' })
      return
    case 'park':
      await room.ask({ kind: 'park', callId })
      return
    case 'endCall':
      await room.ask({ kind: 'hangUp', callId })
      return
    case 'pass':
      room.clock.advance(it.which * 500)
      return
    case 'open': {
      const at = fold(supervisors, it.other) ?? supervisor
      if (oracle.monitors.has(name) || !phones.isRegistered(at)) return
      oracle.opened(name, at)
      const on = choosePoint(oracle, it.other)
      const token = tokenOf(name)
      await room.ask({
        kind: 'monitorOpen',
        monitorId: monitorId(name),
        extension: at,
        token,
        on,
        mode: it.mode,
      })
      return
    }
    case 'answerMonitor': {
      const invite = phones.monitorRinging(tokenOf(name))
      if (invite === null) return
      play.monitorLegs.set(name, invite.legId)
      phones.answerMonitor(tokenOf(name))
      return
    }
    case 'declineMonitor':
      if (phones.monitorRinging(tokenOf(name)) !== null) phones.declineMonitor(tokenOf(name), 403)
      return
    case 'steer':
      await steer(play, name, it.other % 6 === 0 ? null : choosePoint(oracle, it.other), it.mode)
      return
    case 'takeOver':
      await takeOver(play, name)
      return
    case 'close':
      await room.ask({ kind: 'monitorClose', monitorId: monitorId(name) })
      return
    case 'monitorHungUp':
      await room.hangUp(monitorLeg(play, name))
      return
  }
}

/** One that fits what is about to happen, where there is one. */
function chooseSession({ oracle, room }: Play, { kind, which }: Happening): string {
  const fitting = sessions.filter((name) => {
    const leg = oracle.monitors.get(name)?.leg
    if (kind === 'open') return leg === undefined
    if (kind === 'takeOver') return leg?.kind === 'hearing'
    if (kind === 'answerMonitor') return room.phones.monitorRinging(tokenOf(name)) !== null
    return leg !== undefined
  })
  return fold(fitting, which) ?? fold(sessions, which) ?? 'm1'
}

const monitorLeg = (play: Play, name: string): LegId => play.monitorLegs.get(name) ?? 'no leg'

/** An agent in talk, wherever. */
function choosePoint(oracle: HearingOracle, at: number): MonitorPoint | null {
  const points = [...oracle.calls].flatMap(([callId, { talkers }]) =>
    [...talkers.keys()].map((extension) => ({ callId, extension })),
  )
  return fold(points, at) ?? null
}

function dial({ room, legs, ...play }: Play, extension: string, target: string): void {
  if (!room.phones.isRegistered(extension)) return
  const legId = `dialled-${room.phones.legOf(extension)}-${room.events.length}`
  room.phones.tell({ kind: 'dialled', legId, extension, target })
  const callId = room.ofKind('callEntered').at(-1)?.callId
  if (callId === undefined) return
  legs.set(legId, { extension, callId })
  room.centre.onHeard(callId, (frame) => void play.outsideEars.set(callId, frame))
}

/** As the exchange does it: the legs of a lost connection end first, then its registration. */
async function loseOrFind({ room, legs, oracle, monitorLegs }: Play, extension: string): Promise<void> {
  if (!room.phones.isRegistered(extension)) {
    await room.seat(extension)
    return
  }
  const lost = [...legs].filter(([, leg]) => leg.extension === extension).map(([legId]) => legId)
  for (const [name, legId] of monitorLegs) {
    if (oracle.monitors.get(name)?.extension === extension) lost.push(legId)
  }
  for (const legId of lost) room.phones.tell({ kind: 'hungUp', legId })
  room.phones.unregister(extension)
  await Promise.resolve()
}

/** A command that is done is in force at once; one that is refused has changed nothing. */
async function steer({ room, oracle, told }: Play, name: string, on: MonitorPoint | null, mode: MonitorMode) {
  const before = oracle.monitors.get(name)
  const answer = await room.steer(on, mode, name)
  for (const event of room.events.slice(told)) oracle.take(event)
  const leg = oracle.monitors.get(name)?.leg ?? null
  if (answer !== 'done') expect(leg).toEqual(before?.leg ?? null)
  else if (leg !== null)
    expect(leg).toEqual(on === null ? { kind: 'waiting' } : { kind: 'hearing', ...on, mode })
}

async function takeOver({ room, oracle, told, seen }: Play, name: string) {
  const before = oracle.monitors.get(name)?.leg ?? null
  const answer = await room.ask({ kind: 'monitorTakeOver', monitorId: monitorId(name) })
  for (const event of room.events.slice(told)) oracle.take(event)
  expect(answer === 'done').toBe(before?.kind === 'hearing')
  if (before?.kind !== 'hearing') return
  expect(oracle.monitors.get(name)?.leg).toEqual({ kind: 'talking', callId: before.callId })
  expect(oracle.calls.has(before.callId)).toBe(true)
  seen.set('takeOver', (seen.get('takeOver') ?? 0) + 1)
}

function catchUp(play: Play): void {
  for (const event of play.room.events.slice(play.told)) play.oracle.take(event)
  play.told = play.room.events.length
}

/** What every ear hears in one frame, against what the oracle says. */
function compare(play: Play): void {
  const { room, oracle, seen } = play
  play.outsideEars.clear()
  room.phones.mix(1)
  expect(oracle.complaints).toEqual([])
  const told = (kind: string) => seen.set(kind, (seen.get(kind) ?? 0) + 1)
  for (const [callId, call] of oracle.calls) {
    const speakers = listSpeakers(oracle, callId)
    const ears = new Map<string, Frame>()
    const ear = play.outsideEars.get(callId)
    if (ear !== undefined && call.direction !== 'internal') ears.set(outside, ear)
    for (const [extension] of call.talkers) {
      const legId = findLeg(play, callId, extension)
      if (legId === null) continue
      expect(room.phones.roomsOf(legId)).toBe(1)
      ears.set(extension, room.phones.lastHeard(legId) ?? new Int16Array(0))
    }
    for (const [name, { leg }] of oracle.monitors) {
      if (leg?.kind !== 'hearing' || leg.callId !== callId) continue
      expect(room.phones.roomsOf(monitorLeg(play, name))).toBe(1)
      ears.set(name, room.phones.lastHeard(monitorLeg(play, name)) ?? new Int16Array(0))
      told(leg.mode)
    }
    for (const [listener, frame] of ears) {
      // Who was called takes turns with who serves them, is silent on hold, and says goodbye in the end: whether these
      // two speak just now is not this test's.
      const takesTurns = [outside, colleague]
      const asked = speakers.filter((each) => call.direction === 'inbound' || !takesTurns.includes(each.id))
      const expected = new Set(
        asked.filter((each) => oracle.audienceOf(callId, each.id).has(listener)).map((each) => each.tone),
      )
      const heard = asked
        .map((each) => each.tone)
        .filter((tone) => toneLevelDb(frame, tones.get(tone) ?? 0) > -30)
      expect({ listener, heard: [...new Set(heard)].sort() }).toEqual({
        listener,
        heard: [...expected].sort(),
      })
    }
  }
  compareAlone(play, told)
}

/** Legs that wait hear silence in a room of their own; those that are gone are nowhere. */
function compareAlone({ room, oracle, monitorLegs }: Play, told: (kind: string) => void): void {
  for (const [name, legId] of monitorLegs) {
    const known = oracle.monitors.get(name)
    if (known === undefined) expect(room.phones.roomsOf(legId)).toBe(0)
    if (known?.leg?.kind !== 'waiting') continue
    expect(room.phones.roomsOf(legId)).toBe(1)
    expect(room.phones.lastHeard(legId)?.every((sample) => sample === 0)).toBe(true)
    told('waiting')
  }
}

interface Speaker {
  readonly id: string
  readonly tone: string
}

function listSpeakers({ calls, monitors }: HearingOracle, callId: CallId): readonly Speaker[] {
  const call = calls.get(callId)
  const inside = [...(call?.talkers.keys() ?? [])].map((id) => ({ id, tone: id }))
  const watching = [...monitors].flatMap(([id, { extension, leg }]) =>
    leg?.kind === 'hearing' && leg.callId === callId ? [{ id, tone: extension }] : [],
  )
  const people = call?.direction === 'internal' ? [] : [{ id: outside, tone: outside }]
  return [...people, ...inside, ...watching]
}

/** The leg of an extension in a call; null for a simulated colleague, whose ear is their own. */
function findLeg(play: Play, callId: CallId, extension: string): LegId | null {
  for (const [name, { extension: at, leg }] of play.oracle.monitors) {
    if (at === extension && leg?.kind === 'talking' && leg.callId === callId) return monitorLeg(play, name)
  }
  const found = [...play.legs].findLast(([, leg]) => leg.callId === callId && leg.extension === extension)
  return found?.[0] ?? null
}

async function start(): Promise<Play> {
  const room = createMonitorRoom(undefined, voices)
  for (const [extension, hertz] of tones) room.phones.giveTone(extension, hertz)
  await room.seat(...desks)
  const oracle = createHearingOracle()
  return {
    room,
    oracle,
    legs: new Map(),
    monitorLegs: new Map(),
    outsideEars: new Map(),
    told: room.events.length,
    seen: new Map(),
  }
}

test('every ear hears whom the table says, no leg is left behind, and the model is the floor’s own truth', async () => {
  const seen = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(fc.array(Happening, { minLength: 60, maxLength: 100 }), async (happenings) => {
      const play = await start()
      const watch = watchModel(play.room.centre)
      try {
        for (const it of happenings) {
          await happen(play, it)
          catchUp(play)
          compare(play)
          expect(watch.complaints()).toEqual([])
        }
      } finally {
        watch.close()
        await play.room.close()
      }
      expect(play.room.clock.pending).toBe(0)
      expect(play.room.phones.openConferences).toBe(0)
      for (const [kind, times] of play.seen) seen.set(kind, (seen.get(kind) ?? 0) + times)
    }),
    { numRuns: 80, seed: 20261123 },
  )
  // The play reaches everything that can be.
  for (const kind of ['listen', 'whisper', 'barge', 'waiting', 'takeOver']) {
    expect({ kind, isTried: (seen.get(kind) ?? 0) > 30 }).toEqual({ kind, isTried: true })
  }
}, 120_000)
