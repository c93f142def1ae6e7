/** Ids of the practice centre: the same in the same run, never the same in two runs begun at different instants. */
import { CallId } from '#contract/ids'
import type { LegId } from '#simulator/telephony'

export interface PracticeIds {
  newCallId(): CallId
  newLegId(): LegId
}

/** The start is part of every call id, because notes and records of yesterday's calls are kept by it. */
export function createPracticeIds(startedAtMs: number): PracticeIds {
  const start = startedAtMs.toString(36)
  let calls = 0
  let legs = 0
  return {
    newCallId() {
      calls += 1
      return CallId.parse(`practice-${start}-${calls}`)
    },
    newLegId() {
      legs += 1
      return `ring-${legs}`
    },
  }
}
