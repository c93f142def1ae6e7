/** Makes a client of one of our boundaries check every answer and every streamed message against the contract. */
import type { AnyContractRouter } from '@orpc/contract'
import { ResponseValidationPlugin } from '@orpc/contract/plugins'

/** A link plugin: an answer that breaks the contract throws `ValidationError` at the caller instead of being used. */
export function checkResponses(contract: AnyContractRouter) {
  return new ResponseValidationPlugin(contract)
}
