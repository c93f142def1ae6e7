/** Instants, durations and the clock that is passed to everything that waits. */
import { z } from 'zod'

/** Milliseconds since 1970-01-01T00:00:00Z by the clock of whoever stamped it. */
export const EpochMs = z.number().int().nonnegative()
export type EpochMs = z.infer<typeof EpochMs>

/** A length of time in milliseconds, never negative. */
export const DurationMs = z.number().int().nonnegative()
export type DurationMs = z.infer<typeof DurationMs>

/** Time as something passed in, so that a test can hold it: a real one reads the machine, a fake one is moved. */
export interface Clock {
  /** Now, epoch milliseconds. */
  nowMs(): number
  /** Runs `task` once after `delayMs` (0 or more); the function returned cancels it and may be called twice. */
  after(delayMs: number, task: () => void): () => void
}
