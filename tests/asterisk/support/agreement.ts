/** Waits until what a desk sees and what the switch itself says are the same, and says what differs when they stay apart. */
import { setTimeout as wait } from 'node:timers/promises'
import type { LabFloor } from '#tests/asterisk/support/labFloor'
import { compareFacts, readSwitch, toModelFacts } from '#tests/asterisk/support/switchReading'

/**
 * The differences that remain after `limitMs`; empty as soon as the two agree. A reading counts only when the model
 * did not move while it was taken: then both describe one moment.
 */
export async function findDifferences(floor: LabFloor, limitMs: number): Promise<string[]> {
  const extensions = floor.agents.map(({ extension }) => extension)
  const endAtMs = performance.now() + limitMs
  let last: string[] = ['the model never came to rest']
  do {
    const before = floor.watcher.centre
    const reading = await readSwitch(floor.lab, extensions)
    const { centre } = floor.watcher
    if (centre === null) last = ['the desk has no model']
    else {
      const differences = compareFacts(toModelFacts(centre, extensions), reading)
      if (differences.length === 0) return []
      if (centre === before || last.length === 1) last = differences
    }
    await wait(50)
  } while (performance.now() < endAtMs)
  return last.length === 0 ? last : [...last, await describe(floor)]
}

/** For whoever has to find out why. */
async function describe({ lab, watcher }: LabFloor): Promise<string> {
  const { agents = [], calls = [] } = watcher.centre ?? {}
  const people = agents.map(
    ({ extension, status, activity }) => `${extension} ${status.kind} ${JSON.stringify(activity)}`,
  )
  return [
    '',
    await lab.cli('core show channels concise'),
    await lab.cli('queue show'),
    ...people,
    ...calls.map((call) => JSON.stringify(call)),
  ].join('\n')
}
