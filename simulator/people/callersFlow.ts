/** Starts everything that brings callers by itself: the arrivals of a scenario, and a guide for every learner. */
import type { PbxEvent } from '#contract/pbx'
import type { Clock } from '#contract/time'
import { startArrivals } from '#simulator/people/arrivals'
import { createPracticeGuide, type PracticeGuide } from '#simulator/people/practiceGuide'
import type { Random } from '#simulator/people/random'
import type { Length, Scenario } from '#simulator/scenarios/scenario'

export interface CallersFlowOptions {
  readonly scenario: Scenario
  readonly clock: Clock
  randomFor(purpose: string): Random
  isFree(extension: string): boolean
  /** A caller with this patience dials the line now. */
  bring(line: string, patience: Length): void
}

export interface CallersFlow {
  handleEvent(event: PbxEvent): void
  /** Everything that happened has been delivered. */
  settle(): void
  close(): void
}

export function startCallersFlow(options: CallersFlowOptions): CallersFlow {
  const { scenario, clock } = options
  const stops = scenario.arrivals.map((plan, index) =>
    startArrivals(plan, {
      clock,
      random: options.randomFor(`arrivals ${index}`),
      utcOffsetMinutes: scenario.utcOffsetMinutes,
      arrive: () => options.bring(plan.line, scenario.callers.patience),
    }),
  )
  const guides = createGuides(options)
  return {
    handleEvent(event) {
      for (const guide of guides) guide.handleEvent(event)
    },
    settle() {
      for (const guide of guides) guide.look()
    },
    close() {
      for (const stop of stops) stop()
      for (const guide of guides) guide.close()
    },
  }
}

function createGuides(options: CallersFlowOptions): readonly PracticeGuide[] {
  const { practice } = options.scenario
  if (practice === null) return []
  return practice.extensions.map((extension) =>
    createPracticeGuide({
      extension,
      pace: practice,
      clock: options.clock,
      random: options.randomFor(`guide ${extension}`),
      isFree: () => options.isFree(extension),
      arrive: () => options.bring(practice.line, practice.patience),
    }),
  )
}
