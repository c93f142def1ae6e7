/** The health of a connection as one word with an age; used for desk to gateway, phone to PBX, gateway to PBX. */
import { z } from 'zod'
import { Failure } from '#contract/failure'
import { EpochMs } from '#contract/time'

/**
 * connecting → connected → disconnected → connecting → …
 *      └──────────────▶ failed (will not heal without a person: wrong credentials, refused)
 */
export const LinkState = z.object({
  kind: z.enum(['connecting', 'connected', 'disconnected', 'failed']),
  /** When it became so. */
  sinceMs: EpochMs,
  /** Why, for `disconnected` and `failed`; null when not known or not needed. */
  failure: Failure.nullable(),
  /** Round trip in milliseconds, last measured; null while unknown. */
  roundTripMs: z.number().nonnegative().nullable(),
})
export type LinkState = z.infer<typeof LinkState>
