/** A caller hears nothing of a supervisor who speaks all the time, however fast and often the mode is changed. */
import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { createRandom } from '#simulator/people/random'
import { earsOf, loudestDb } from '#tests/asterisk/support/ears'
import { soon, type Talk, tones, voices } from '#tests/asterisk/support/monitorLab'
import { floor, openMonitorLabForAllTests } from '#tests/asterisk/support/sharedMonitorLab'

openMonitorLabForAllTests()

/** What the codec makes of other tones at the supervisor's: louder than this is a voice. */
const floorDb = -50

/** The first sound of a codec is not clean enough to be judged frame by frame. */
async function talkSteadily(): Promise<Talk> {
  const talk = await floor.talk('queue')
  await expect.poll(() => earsOf(talk.other, tones), soon).toBe('agent')
  await expect.poll(() => earsOf(talk.agent, tones), soon).toBe('caller')
  return talk
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
      const mode = random.pick(['listen', 'whisper', 'waiting'] as const)
      if (mode === 'waiting') await floor.steer(id, null, 'listen')
      else await floor.steer(id, talk.point, mode)
      if (mode === 'whisper') whispers += 1
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
    const onTheWayMs = 60
    for (let i = 0; i < 15; i += 1) {
      await floor.steer(id, talk.point, 'barge')
      await wait(60 + random.next() * 60)
      const quiet = random.pick(['listen', 'whisper', 'waiting'] as const)
      if (quiet === 'waiting') await floor.steer(id, null, 'listen')
      else await floor.steer(id, talk.point, quiet)
      const from = performance.now() + onTheWayMs
      await wait(200)
      expect(loudestDb(talk.other.heardSince(from), tones.supervisor)).toBeLessThan(floorDb)
    }
  })
})
