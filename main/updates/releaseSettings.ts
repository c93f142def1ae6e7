/** Reads what the build wrote into the package of a release: where newer versions lie, and by whose word they count. */
import { z } from 'zod'
import { readKept } from '#main/store/keptFile'

export const ReleaseSettings = z
  .object({
    feedUrl: z.url({ protocol: /^https$/ }),
    /** Ed25519 public keys as in a JWK (`x`, 32 bytes in base64url). */
    keys: z
      .array(z.string().regex(/^[A-Za-z0-9_-]{43}$/))
      .min(1)
      .max(4),
    /** Whole distinguished names; a name of one part alone would let others in. Empty except for Windows. */
    publishers: z.array(z.string().regex(/=.*,.*=/)).max(4),
  })
  .strict()
export type ReleaseSettings = z.infer<typeof ReleaseSettings>

/** null for a package that does not renew itself: built without a release's settings, or with ones that make no sense. */
export function readReleaseSettings(path: string): ReleaseSettings | null {
  return readKept(path, ReleaseSettings)
}
