/** Decides, when a cache file has been opened, what the desk says of it and whether it can be filled. */
import type { FailureCode } from '#contract/failure'
import type { CacheState } from '#main/crm/cache/cacheState'
import type { SyncMark } from '#main/crm/sync/syncFile'

export interface OpenedFacts {
  /** False when the site has no source: the cache is then what it holds. */
  readonly hasSource: boolean
  /** What the source would be recorded as; null when it is not there now. */
  readonly mark: string | null
  /** What the file says of the copy in it; null when none was ever begun. */
  readonly file: SyncMark | null
  readonly writable: boolean
  /** Whether another file had to be set aside for this one. */
  readonly isRepair: boolean
}

export interface FillPlan {
  readonly state: CacheState['state']
  readonly failure: FailureCode | null
  /** `retry`: the disk or the source may be well again in a while. */
  readonly next: 'work' | 'retry'
}

export function planFill({ hasSource, mark, file, writable, isRepair }: OpenedFacts): FillPlan {
  const isComplete = file?.complete === true
  const isCurrent = !hasSource || (isComplete && (mark === null || mark === file.source))
  if (isCurrent && writable) return { state: 'ready', failure: null, next: 'work' }
  // People of an older source are better than none.
  const asItIs = isCurrent || isComplete ? 'ready' : 'unavailable'
  if (!writable) return { state: asItIs, failure: 'cache-unwritable', next: 'retry' }
  if (mark === null) return { state: asItIs, failure: 'cache-unavailable', next: 'retry' }
  const isAgain = isRepair || isComplete
  return {
    state: isAgain ? 'rebuilding' : 'opening',
    failure: isRepair ? 'cache-unavailable' : null,
    next: 'work',
  }
}
