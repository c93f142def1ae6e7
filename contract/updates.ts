/** How new this desk is, and what it does about it, as the page shows it. */
import { z } from 'zod'
import { EpochMs } from '#contract/time'

/**
 * Why a desk does not renew itself.
 * - `policy` the organisation says so
 * - `installer` it was put in by the organisation's own means (MSI, a package of the system), which renew it
 * - `unpacked` it runs from its source, or in a browser
 */
export const UpdatesOff = z.enum(['policy', 'installer', 'unpacked'])
export type UpdatesOff = z.infer<typeof UpdatesOff>

/** What keeps a version from being put in now. */
export const UpdateHindrance = z.enum(['call', 'wrap-up', 'available'])
export type UpdateHindrance = z.infer<typeof UpdateHindrance>

/**
 * Why the last try came to nothing.
 * - `unreachable` no connection to where versions lie, or it broke
 * - `untrusted` what lies there is not signed by whoever makes Najva, or is not what was signed
 * - `unwritable` the disk refuses
 */
export const UpdateTrouble = z.enum(['unreachable', 'untrusted', 'unwritable'])
export type UpdateTrouble = z.infer<typeof UpdateTrouble>

const Version = z.string().max(60)
const Notes = z.object({ en: z.string().max(8000), fa: z.string().max(8000) })

export const UpdateState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('off'), why: UpdatesOff }),
  /** Nothing newer is to be had now. `checkedAtMs` null before the first look. */
  z.object({ kind: z.literal('current'), checkedAtMs: EpochMs.nullable() }),
  z.object({ kind: z.literal('checking') }),
  /** Heard of, and not taken before then. */
  z.object({ kind: z.literal('deferred'), version: Version, untilMs: EpochMs }),
  z.object({
    kind: z.literal('fetching'),
    version: Version,
    /** From 0 to 1; null before the first bytes. */
    share: z.number().min(0).max(1).nullable(),
  }),
  /** Whole, verified and waiting: put in at the next start or when the person says so. */
  z.object({
    kind: z.literal('ready'),
    version: Version,
    notes: Notes,
    hindrance: UpdateHindrance.nullable(),
  }),
  z.object({ kind: z.literal('installing'), version: Version }),
  z.object({ kind: z.literal('failed'), trouble: UpdateTrouble, nextTryAtMs: EpochMs }),
  /** It was put in and yet does not run: a person has to look at the installation. */
  z.object({ kind: z.literal('stuck'), version: Version }),
])
export type UpdateState = z.infer<typeof UpdateState>

export const DeskUpdates = z.object({
  /** What runs. */
  current: Version,
  /** The organisation asks for a newer one; null where what runs will do. */
  mustBe: Version.nullable(),
  state: UpdateState,
})
export type DeskUpdates = z.infer<typeof DeskUpdates>
