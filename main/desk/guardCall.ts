/** Stands around every call of a page: what is refused and what breaks is told in the log, each in its own way. */
import { ORPCError } from '@orpc/server'
import type { Log } from '#main/desk/log'

export interface CallGuard {
  /** The call by its name, as in the contract: `card.lookup`. */
  readonly call: string
  /** Notes in the log that something was refused; once a minute at most, whatever the page does. */
  readonly tellRefusal: (what: string) => void
  readonly newId: () => string
  readonly log: Log
}

/**
 * A refusal goes to the page as it is. A surprise goes to the log under a reference, and the page is told only the
 * reference: the error's words may quote what the page must not know.
 */
export async function guardCall<T>(guard: CallGuard, answer: () => T | PromiseLike<T>): Promise<T> {
  const { call, tellRefusal, newId, log } = guard
  try {
    return await answer()
  } catch (cause) {
    if (cause instanceof ORPCError && cause.status < 500) {
      tellRefusal(call)
      throw cause
    }
    const reference = newId()
    log.error({ err: cause, call, reference }, 'a bridge call failed')
    throw new ORPCError('INTERNAL_SERVER_ERROR', { data: { reference } })
  }
}
