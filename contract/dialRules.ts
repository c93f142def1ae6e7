/** How a site dials: what stays inside, how one gets outside, and how numbers are written on the way there. */
import { z } from 'zod'
import { QueueId } from '#contract/ids'

/** Digits and the two keys beside the nought; `w`, `p` and the like are no part of a number here. */
const Digits = z.string().regex(/^[0-9*#]{1,8}$/, 'one to eight of 0–9, * and #')
const InternalNumber = z.string().regex(/^[0-9]{1,16}$/, 'one to sixteen digits')

/** Both ends belong to it and have the same number of digits: 100 to 499 does not hold 0200 or 2000. */
export const InternalRange = z
  .strictObject({ from: InternalNumber, to: InternalNumber })
  .refine(
    ({ from, to }) => from.length === to.length && from <= to,
    'from and to of the same length, in order',
  )
export type InternalRange = z.infer<typeof InternalRange>

export const DialRules = z.strictObject({
  /**
   * Dialled before every number outside, such as `9`; null where nothing is. With one, numbers of this country always go
   * out as `national`, and `00` stands for a `+`: no telephone has that key behind a prefix.
   */
  outsidePrefix: Digits.nullable().default(null),
  /** Numbers of the centre itself, dialled as they are; null: every number of two to five digits. */
  internal: z.array(InternalRange).max(100).nullable().default(null),
  /** ISO 3166 alpha-2: how a national number is read; null: as the desk is set. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'a country such as IR')
    .nullable()
    .default(null),
  /** How numbers of this country go out: `+98912…` (E.164) or `0912…` as it is dialled inside the country. */
  national: z.enum(['e164', 'national']).default('e164'),
  /** What stands before the country's code of a number abroad: `+`, or what the trunk wants, such as `00`. */
  international: z
    .string()
    .regex(/^(\+|[0-9]{1,5})$/, '+ or one to five digits')
    .default('+'),
})
export type DialRules = z.infer<typeof DialRules>

/** What a site says of dialling to every desk. */
export const SiteDialling = z.object({
  rules: DialRules,
  /** Where a caller is sent to reach a queue; a queue without a number cannot be transferred to. */
  queueNumbers: z.array(z.object({ queueId: QueueId, number: z.string().min(1).max(64) })).max(1000),
  /** The voicemail of an extension, such as `*{extension}`; null where the site has none. */
  voicemail: z.string().max(40).includes('{extension}').nullable(),
  /** What one dials to listen to one's own messages; absent where the site has no voicemail. */
  mailbox: z.string().min(1).max(40).optional(),
})
export type SiteDialling = z.infer<typeof SiteDialling>

export const defaultDialRules: DialRules = DialRules.parse({})
