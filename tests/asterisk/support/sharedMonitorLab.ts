/** One monitoring lab for all tests of a file, cleared of calls after each. */
import { afterAll, afterEach, beforeAll } from 'vitest'
import { type MonitorLab, openMonitorLab } from '#tests/asterisk/support/monitorLab'

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
