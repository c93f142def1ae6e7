/** The word the desk shows for the cache, with why, and who wants to know when it changes. */
import type { DeskState } from '#contract/bridge'
import { type FailureCode, toFailure } from '#contract/failure'
import type { Log } from '#main/desk/log'

export type CacheState = DeskState['cache']

export interface CacheStateHolder {
  readonly current: CacheState
  enter(state: CacheState['state'], code: FailureCode | null): void
  onChange(listener: (state: CacheState) => void): () => void
}

export function createCacheState(log: Log): CacheStateHolder {
  const listeners = new Set<(state: CacheState) => void>()
  let current: CacheState = { state: 'opening', failure: null }
  return {
    get current() {
      return current
    },
    enter(state, code) {
      if (current.state === state && (current.failure?.code ?? null) === code) return
      current = { state, failure: code === null ? null : toFailure(code) }
      log.info({ cache: state, failure: code }, 'CRM cache')
      for (const listener of listeners) listener(current)
    },
    onChange(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
