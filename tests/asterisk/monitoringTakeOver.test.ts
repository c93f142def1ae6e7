/**
 * Taking callers over and giving them back, again and again in every way a call comes about: how long the caller hears
 * nobody, and that none is dropped. `NAJVA_TAKE_OVERS=50` for a long run, which tells beside it what the ears of this
 * machine make of an undisturbed call, and what the switch itself says of the gap.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { longestGapMs } from '#tests/asterisk/support/ears'
import { type MonitorLab, type Situation, situations, soon, tones } from '#tests/asterisk/support/monitorLab'
import { floor, openMonitorLabForAllTests } from '#tests/asterisk/support/sharedMonitorLab'

const times = Number(process.env.NAJVA_TAKE_OVERS ?? 2)
const done = { ok: true, value: null }
openMonitorLabForAllTests()

const measured = new Map<string, number[]>()
function note(what: string, ms: number): void {
  measured.set(what, [...(measured.get(what) ?? []), Math.max(0, Math.round(ms))])
}
const p95 = (list: readonly number[]) =>
  list.toSorted((a, b) => a - b)[Math.ceil(list.length * 0.95) - 1] ?? 0

/** The agent's voice, then the supervisor's; the longest time with neither. */
async function gapAround(act: () => Promise<void>, ear: Talk['other']): Promise<number> {
  await wait(200)
  const from = performance.now() - 100
  await act()
  await wait(300)
  return longestGapMs(ear.heardSince(from), [tones.agent, tones.supervisor], from, performance.now())
}
type Talk = Awaited<ReturnType<MonitorLab['talk']>>

const connectedLast = () => floor.events.findLast((event) => event.kind === 'callConnected')

async function takeOverOnce(situation: Situation, mode: 'listen' | 'whisper' | 'barge'): Promise<void> {
  const talk = await floor.talk(situation)
  const { point, other } = talk
  const { callId, extension } = point
  const id = await floor.open(point, mode)
  const completed = floor.completions().length
  const callLeg = other.legs[0]
  // What the ears of a loaded machine make of an undisturbed call.
  note(`undisturbed ${situation}`, await gapAround(() => wait(50), other))
  const over = await gapAround(async () => {
    expect(await floor.link.execute({ kind: 'monitorTakeOver', monitorId: id })).toEqual(done)
  }, other)
  note(`take-over ${situation}`, over)
  const channel = other === floor.caller ? 'lab-trunk' : other.user
  note(`between two bridges ${situation}`, floor.unbridgedMs(channel) ?? Number.POSITIVE_INFINITY)
  expect(floor.legOf(id)).toBe('talking')
  expect(callLeg?.state).toBe('up')
  if (situation !== 'direct' && situation !== 'outbound')
    expect(floor.completions().slice(completed)).toEqual(['transfer'])
  const back = await gapAround(async () => {
    expect(await floor.link.execute({ kind: 'giveTo', callId, extension })).toEqual(done)
    await expect.poll(() => talk.agent.legs.length, soon).toBe(1)
    await expect.poll(() => floor.legOf(id), soon).toBe('waiting')
    await expect.poll(connectedLast, soon).toMatchObject({ callId, extension })
  }, other)
  note(`hand back ${situation}`, back)
  expect(callLeg?.state).toBe('up')
  // The same leg hears the agent again.
  await floor.steer(id, point, 'listen')
  expect(floor.supervisor.legs).toHaveLength(1)
}

const modes = ['listen', 'whisper', 'barge'] as const

test.each(situations)(
  '%s call: taken over and given back',
  { timeout: times * 15_000 },
  async (situation) => {
    for (let i = 0; i < times; i += 1) {
      await takeOverOnce(situation, modes[i % modes.length] ?? 'listen')
      await floor.clear()
    }
    for (const [what, list] of measured) {
      if (!what.endsWith(` ${situation}`)) continue
      // A loaded machine is late with frames; who is dropped, or goes by a queue, hears nothing for longer than this.
      expect(Math.min(...list)).toBeLessThan(1000)
      if (times > 10) process.stdout.write(`${what}: p95 ${p95(list)} ms, worst ${Math.max(...list)} ms\n`)
    }
  },
)
