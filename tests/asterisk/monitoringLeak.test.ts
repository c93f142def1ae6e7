/** A caller hears nothing of a supervisor who speaks all the time, however fast and often the mode is changed. */
import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import type { MonitorId } from '#contract/ids'
import { createRandom } from '#simulator/people/random'
import { loudestDb } from '#tests/asterisk/support/ears'
import { type Talk, tones, voices } from '#tests/asterisk/support/monitorLab'
import { floor, openMonitorLabForAllTests, talkSteadily } from '#tests/asterisk/support/sharedMonitorLab'

openMonitorLabForAllTests()

/** What the codec makes of other tones at the supervisor's: louder than this is a voice. */
const floorDb = -50

const quiet = ['listen', 'whisper', 'waiting'] as const
type Change = (typeof quiet)[number] | 'barge'

/** False where an overloaded switch was too late with it: whatever is so then, it is no louder than was asked or was. */
async function change(monitorId: MonitorId, { point }: Talk, mode: Change): Promise<boolean> {
  const where = mode === 'waiting' ? ({ on: null, mode: 'listen' } as const) : { on: point, mode }
  const answer = await floor.link.execute({ kind: 'monitorSteer', monitorId, ...where })
  if (!answer.ok) expect(answer.failure.code).toBe('timed-out')
  return answer.ok
}

describe.each(voices)('$desk at the desks, $trunk outside', (each) => {
  beforeAll(() => floor.giveVoices(each))

  test('200 changes between listening, whispering and waiting', async () => {
    const talk = await talkSteadily()
    const random = createRandom(20_261, 'modes')
    const from = performance.now()
    const id = await floor.open(talk.point, 'listen')
    let whispers = 0
    for (let i = 0; i < 200; i += 1) {
      const mode = random.pick(quiet)
      if ((await change(id, talk, mode)) && mode === 'whisper') whispers += 1
      await wait(random.next() * 40)
    }
    const frames = talk.other.heardSince(from)
    expect(whispers).toBeGreaterThan(40)
    expect(frames.length).toBeGreaterThan(200)
    expect(loudestDb(frames, tones.agent)).toBeGreaterThan(-30)
    expect(loudestDb(frames, tones.supervisor)).toBeLessThan(floorDb)
    // The ear is no deaf one, and the agent was whispered to.
    expect(loudestDb(talk.agent.heardSince(from), tones.supervisor)).toBeGreaterThan(-30)
    await floor.steer(id, talk.point, 'barge')
    await expect.poll(() => talk.other.levelDb(tones.supervisor)).toBeGreaterThan(-30)
  })

  test('nor after a barge has been left, from the moment it is answered', async () => {
    const talk = await talkSteadily()
    const random = createRandom(7, 'barges')
    const id = await floor.open(talk.point, 'listen')
    // What had left the switch by then may still be on its way to the ear.
    const onTheWayMs = 150
    let left = 0
    for (let i = 0; i < 15; i += 1) {
      await change(id, talk, 'barge')
      await wait(60 + random.next() * 60)
      if (!(await change(id, talk, random.pick(quiet)))) continue
      left += 1
      const from = performance.now() + onTheWayMs
      await wait(300)
      expect(loudestDb(talk.other.heardSince(from), tones.supervisor)).toBeLessThan(floorDb)
    }
    expect(left).toBeGreaterThan(8)
  })
})
