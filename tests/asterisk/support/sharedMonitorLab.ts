/** One monitoring lab for all tests of a file, cleared of calls after each. */
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { earsOf } from '#tests/asterisk/support/ears'
import { type MonitorLab, openMonitorLab, soon, type Talk, tones } from '#tests/asterisk/support/monitorLab'

export let floor: MonitorLab

/** Opens it before the first test and closes it after the last, also where opening it failed half way. */
export function openMonitorLabForAllTests(): void {
  beforeAll(async () => {
    floor = await openMonitorLab()
  })
  afterEach(async () => {
    floor?.line.mend()
    await floor?.clear()
  })
  afterAll(async () => {
    await floor?.close()
  })
}

/** A queue call whose sound may be judged frame by frame: what a codec makes of the first of a tone is not clean enough. */
export async function talkSteadily(): Promise<Talk> {
  const talk = await floor.talk('queue')
  await expect.poll(() => earsOf(talk.other, tones), soon).toBe('agent')
  await expect.poll(() => earsOf(talk.agent, tones), soon).toBe('caller')
  await wait(300)
  return talk
}
