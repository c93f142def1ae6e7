/** Brings callers to a learner at a steady pace: one soon after they become available, then one every while. */
import type { PbxEvent } from '#contract/pbx'
import type { Clock } from '#contract/time'
import { drawRange } from '#simulator/people/lengths'
import type { Random } from '#simulator/people/random'
import type { Scenario } from '#simulator/scenarios/scenario'

type Pace = Pick<NonNullable<Scenario['practice']>, 'firstAfterMs' | 'nextAfterMs' | 'afterMissedMs'>

export interface PracticeGuideOptions {
  readonly extension: string
  readonly pace: Pace
  readonly clock: Clock
  readonly random: Random
  /** Whether a queue could ask the learner now. */
  isFree(): boolean
  /** A caller dials the practice line now. */
  arrive(): void
}

export interface PracticeGuide {
  /** To be told of every event, after the floor has taken it. */
  handleEvent(event: PbxEvent): void
  /** To be called after anything that may have made the learner free or busy. */
  look(): void
  close(): void
}

export function createPracticeGuide(options: PracticeGuideOptions): PracticeGuide {
  const { extension, pace, clock, random } = options
  let delay: keyof Pace = 'firstAfterMs'
  let cancel: (() => void) | null = null

  const stop = () => {
    cancel?.()
    cancel = null
  }
  const look = () => {
    if (!options.isFree()) {
      stop()
    } else if (cancel === null) {
      cancel = clock.after(drawRange(pace[delay], random), () => {
        cancel = null
        delay = 'nextAfterMs'
        options.arrive()
      })
    }
  }
  return {
    handleEvent(event) {
      if (!('extension' in event) || event.extension !== extension) return
      if (event.kind === 'extensionChanged' && !event.signedIn) delay = 'firstAfterMs'
      if (event.kind === 'callConnected') delay = 'nextAfterMs'
      if (event.kind === 'offerEnded' && event.outcome !== 'cancelled') delay = 'afterMissedMs'
    },
    look,
    close: stop,
  }
}
