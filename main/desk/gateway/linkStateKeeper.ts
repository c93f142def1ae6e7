/** Keeps the word, the age and the round trip of one link. */
import type { Failure } from '#contract/failure'
import type { LinkState } from '#contract/link'
import type { Clock } from '#contract/time'

export interface LinkStateKeeper {
  readonly current: LinkState
  /** The same kind again changes nothing: an age counts from when the link first became so. */
  set(kind: LinkState['kind'], failure?: Failure): void
  measure(roundTripMs: number): void
}

/** Begins as `connecting`. `onChange` is told after every change, the round trip's too. */
export function createLinkStateKeeper(
  clock: Clock,
  onChange: (from: LinkState, to: LinkState) => void,
): LinkStateKeeper {
  let current: LinkState = {
    kind: 'connecting',
    sinceMs: clock.nowMs(),
    failure: null,
    roundTripMs: null,
  }
  const change = (to: LinkState): void => {
    const from = current
    current = to
    onChange(from, to)
  }
  return {
    get current() {
      return current
    },
    set(kind, failure) {
      if (kind === current.kind) return
      change({ kind, sinceMs: clock.nowMs(), failure: failure ?? null, roundTripMs: null })
    },
    measure: (roundTripMs) => change({ ...current, roundTripMs }),
  }
}
