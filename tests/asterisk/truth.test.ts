/** The live model is never wrong: after thousands of random deeds on a real Asterisk it says what the switch itself says. */
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findDifferences } from '#tests/asterisk/support/agreement'
import { type LabFloor, openLabFloor } from '#tests/asterisk/support/labFloor'
import { createRandom, createRandomFloor } from '#tests/asterisk/support/randomFloor'

/** `NAJVA_TRUTH_SEED` and `NAJVA_TRUTH_DEEDS` repeat a run. */
const seed = Number(process.env.NAJVA_TRUTH_SEED ?? 20_261_123)
const deeds = Number(process.env.NAJVA_TRUTH_DEEDS ?? 2000)
const compareEvery = 50
/** The switch and its events come to rest; a model that is wrong stays wrong. */
const settleMs = 10_000

let floor: LabFloor

beforeAll(async () => {
  floor = await openLabFloor({ agents: 6, callers: 14, wrapUpSeconds: 0, ringSeconds: 5, checkEveryMs: 1000 })
  expect(await findDifferences(floor, 10_000)).toEqual([])
})

afterAll(async () => {
  await floor?.close()
})

test(`${deeds} random deeds, one restart, 0 differences (seed ${seed})`, {
  timeout: 30 * 60_000,
}, async () => {
  const random = createRandom(seed)
  const people = createRandomFloor(floor, random)
  const restartAt = Math.floor(deeds / 2)
  const recent: string[] = []
  for (let done = 1; done <= deeds; done += 1) {
    recent.push(await people.step())
    await wait(random() * 40)
    if (done === restartAt) {
      recent.push('restart')
      await floor.lab.restart()
      await floor.registerAll()
    }
    if (done % compareEvery !== 0) continue
    const differences = [...(await findDifferences(floor, settleMs)), ...floor.complaints]
    if (differences.length > 0) {
      throw new Error(`After ${done} deeds:\n${differences.join('\n')}\nBefore: ${recent.join(', ')}`)
    }
    recent.length = 0
  }
  await expect.poll(() => readCounter('checks'), { timeout: 60_000 }).toBeGreaterThan(0)
  expect(await readCounter('drift')).toBe(0)
})

/** Of the gateway's own comparisons with the switch. */
async function readCounter(name: 'checks' | 'drift'): Promise<number> {
  const metrics = await (await fetch(`${floor.gateway.watchUrl}/metrics`)).text()
  return Number(new RegExp(`^najva_model_${name}_total (\\d+)$`, 'm').exec(metrics)?.[1])
}
