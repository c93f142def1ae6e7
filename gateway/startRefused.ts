/** Why a gateway could not start, in a way the person who started it can act on. */
import { type Failure, type FailureCode, toFailure } from '#contract/failure'

export class StartRefused extends Error {
  readonly failure: Failure

  constructor(code: FailureCode, subject: string | null, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'StartRefused'
    this.failure = toFailure(code, subject)
  }
}
