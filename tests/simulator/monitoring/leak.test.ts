/** Not for one frame: the supervisor speaks all the time, and the caller's ear stays dead silent outside barge. */
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CallId } from '#contract/ids'
import type { MonitorMode } from '#contract/monitor'
import type { MonitorPoint } from '#contract/pbx'
import {
  callerOf,
  colleague,
  createMonitorRoom,
  type MonitorRoom,
  monitorId,
  supervisor,
  type Voice,
  voicesIn,
} from '#tests/simulator/support/monitorRoom'

let room: MonitorRoom

beforeEach(async () => {
  room = createMonitorRoom()
  // Agents say nothing, so that any sound at a caller's ear is the supervisor's.
  room.phones.giveTone('1001', 0)
  room.phones.giveTone('1002', 0)
  await room.seat(supervisor)
})
afterEach(async () => {
  await room.close()
  expect(room.phones.openConferences).toBe(0)
})

interface CallerEar {
  readonly on: MonitorPoint
  readonly legId: string
  /** Frames since the last time asked, and how many of them were not silent. */
  take(): { readonly frames: number; readonly loud: number }
}

async function openCall(extension: string): Promise<CallerEar> {
  await room.seat(extension)
  const callId = room.centre.callIn({ ...callerOf('support'), voice: 'silent' })
  return listen(callId, extension, room.phones.answer(extension))
}

function listen(callId: CallId, extension: string, legId: string): CallerEar {
  let frames = 0
  let loud = 0
  room.centre.onHeard(callId, (frame) => {
    frames += 1
    if (frame.some((sample) => sample !== 0)) loud += 1
  })
  return {
    on: { callId, extension },
    legId,
    take() {
      const taken = { frames, loud }
      frames = 0
      loud = 0
      return taken
    },
  }
}

const Mode = fc.constantFrom<MonitorMode>('listen', 'whisper', 'barge')

/** One thing that happens, and how many frames pass after it. */
const Turn = fc.record({
  what: fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('mode' as const), mode: Mode }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('move' as const), mode: Mode }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('held', 'resumed' as const) }) },
  ),
  frames: fc.nat(3),
})

test('200 switches of mode in one call leave every frame outside barge silent', async () => {
  const ear = await openCall('1001')
  await room.open(ear.on, 'listen')
  room.phones.mixAtEveryChange()
  let mode: MonitorMode = 'listen'
  let heardInBarge = 0
  const modes = fc.sample(Mode, { numRuns: 200, seed: 4 })
  for (const next of modes) {
    expect(await room.steer(ear.on, next)).toBe('done')
    const between = ear.take()
    // While the switch is made, the caller may hear the louder of the two, and nothing between two quiet ones.
    if (mode !== 'barge' && next !== 'barge') expect(between.loud).toBe(0)
    room.phones.mix(2)
    const after = ear.take()
    expect(after).toEqual({ frames: 2, loud: next === 'barge' ? 2 : 0 })
    heardInBarge += after.loud
    mode = next
  }
  expect(heardInBarge).toBeGreaterThan(50)
})

test('whatever else happens: other calls, waiting, holds, with a frame mixed after every single change', async () => {
  const calls = [await openCall('1001'), await openCall('1002')]
  await room.open(calls[0]?.on ?? null, 'listen')
  room.phones.mixAtEveryChange()
  await fc.assert(
    fc.asyncProperty(fc.array(Turn, { minLength: 1, maxLength: 60 }), async (turns) => {
      let at = 0
      let mode: MonitorMode | null = 'listen'
      expect(await room.steer(calls[at]?.on ?? null, 'listen')).toBe('done')
      for (const call of calls) call.take()
      for (const { what, frames } of turns) {
        const before: { readonly at: number; readonly mode: MonitorMode | null } = { at, mode }
        if (what.kind === 'move') at = 1 - at
        if (what.kind === 'wait') mode = null
        if (what.kind === 'mode' || what.kind === 'move') mode = what.mode
        if (what.kind === 'held' || what.kind === 'resumed') {
          room.phones.tell({ kind: what.kind, legId: calls[at]?.legId ?? '' })
        } else {
          const on = mode === null ? null : (calls[at]?.on ?? null)
          expect(await room.steer(on, mode ?? 'listen')).toBe('done')
        }
        for (const [place, call] of calls.entries()) {
          const mayHear =
            (before.at === place && before.mode === 'barge') || (at === place && mode === 'barge')
          const during = call.take()
          if (!mayHear) expect(during.loud).toBe(0)
        }
        room.phones.mix(frames)
        for (const [place, call] of calls.entries()) {
          const isBarged = at === place && mode === 'barge'
          expect(call.take()).toEqual({ frames, loud: isBarged ? frames : 0 })
        }
      }
    }),
    { numRuns: 60, seed: 20261123 },
  )
})

test('opening, agents who come and go, and the end of the leg are as silent', async () => {
  const ear = await openCall('1001')
  room.phones.mixAtEveryChange()
  for (let round = 0; round < 20; round++) {
    const mode = round % 2 === 0 ? 'whisper' : 'listen'
    const agent = round % 2 === 0 ? '1001' : '1002'
    const next = round % 2 === 0 ? '1002' : '1001'
    const legId = room.phones.legOf(agent)
    await room.open({ callId: ear.on.callId, extension: agent }, mode, `m${round}`)
    room.phones.mix(1)
    await room.seat(next)
    room.phones.tell({ kind: 'transferAsked', legId, target: next })
    room.phones.answer(next)
    room.phones.mix(1)
    await room.steer({ callId: ear.on.callId, extension: next }, mode, `m${round}`)
    room.phones.mix(1)
    await room.hangUp(room.phones.legOf(supervisor))
    room.phones.mix(1)
  }
  const { frames, loud } = ear.take()
  expect(frames).toBeGreaterThan(80)
  expect(loud).toBe(0)
})

test('nor does a call of simulated people whose sound begins with the supervisor', async () => {
  const callId = room.centre.callIn(callerOf('sales'))
  room.clock.advance(2000)
  const heard = new Set<Voice>()
  room.centre.onHeard(callId, (frame) => {
    for (const voice of voicesIn(frame)) heard.add(voice)
  })
  room.phones.mixAtEveryChange()
  const on = { callId, extension: colleague }
  for (let round = 0; round < 20; round++) {
    await room.open(on, round % 2 === 0 ? 'whisper' : 'listen', `m${round}`)
    room.phones.mix(2)
    await room.steer(on, round % 2 === 0 ? 'listen' : 'whisper', `m${round}`)
    room.phones.mix(2)
    expect(await room.ask({ kind: 'monitorClose', monitorId: monitorId(`m${round}`) })).toBe('done')
  }
  expect([...heard]).toEqual(['agent'])
})
