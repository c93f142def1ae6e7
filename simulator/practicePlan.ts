/** Turns a scenario into what the floor begins with: its queues and phone lines. */
import type { FloorQueue, Line } from '#simulator/queue/floorState'
import type { Scenario } from '#simulator/scenarios/scenario'

export function toFloorQueues(scenario: Scenario): readonly FloorQueue[] {
  return scenario.queues.map(({ reasons: _reasons, label, ...queue }) => ({
    ...queue,
    ...(label === undefined ? {} : { label }),
  }))
}

/** Colleagues are signed in and count as registered from the start; desks are neither until their people come. */
export function toLines(scenario: Scenario, isRegistered: (extension: string) => boolean): readonly Line[] {
  return scenario.extensions.map(({ extension, name, kind }) => ({
    extension,
    name,
    registered: kind === 'colleague' || isRegistered(extension),
    signedIn: kind === 'colleague',
    pausedReason: null,
    pausedIn: new Map(),
    wrapUpEndsAtMs: null,
  }))
}

export function listColleagues(scenario: Scenario): readonly string[] {
  return scenario.extensions.filter((each) => each.kind === 'colleague').map((each) => each.extension)
}
