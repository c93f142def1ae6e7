/** The file in which a site says how its CRM is asked: every field with its default, checked when it is read. */
import { z } from 'zod'
import { CardTemplate } from '#main/crm/connectors/rest/template/cardTemplate'
import { refuseContradictions } from '#main/crm/connectors/rest/template/contradictions'
import { PathText } from '#main/crm/connectors/rest/template/field'
import { names } from '#main/crm/connectors/rest/template/placeholder'
import { requestFor } from '#main/crm/connectors/rest/template/requestTemplate'
import { SignInTemplate } from '#main/crm/connectors/rest/template/signInTemplate'

const Status = z.number().int().min(400).max(499)

const Lookup = z.strictObject({
  request: requestFor('lookup'),
  /** How `{number}` is written; one after the other until somebody is found. */
  formats: z
    .array(z.enum(['e164', 'digits', 'national', 'significant'], 'e164, digits, national or significant'))
    .min(1)
    .default(['e164']),
  /** Where the people are in the answer; the answer itself unless told. */
  people: PathText.default([]),
  /** What this CRM answers for a number nobody has, besides an empty list. */
  nobody: z.array(Status).default([]),
  /** Found people without the number asked for are left out, since many searches are vague; `trust` keeps them. */
  trust: z.boolean('true or false').default(false),
})

/** How the next page is asked for. */
const Paging = z.discriminatedUnion(
  'by',
  [
    /** `{page}` counts; the last page has fewer than `size` people. */
    z.strictObject({ by: z.literal('page'), first: z.number().int().min(0).max(1).default(1) }),
    /** `{offset}` counts people. */
    z.strictObject({ by: z.literal('offset') }),
    /** `{cursor}` is what the last answer said at `at`, or `first`; the last page says nothing there. */
    z.strictObject({ by: z.literal('cursor'), at: PathText, first: z.string().max(200).optional() }),
    /** The address of the next page, in the answer at `at`. */
    z.strictObject({ by: z.literal('url'), at: PathText }),
    /** The address of the next page, in the `Link` header (RFC 8288). */
    z.strictObject({ by: z.literal('link') }),
    /** Everything comes at once. */
    z.strictObject({ by: z.literal('nothing') }),
  ],
  'by is page, offset, cursor, url, link or nothing',
)

/** From where the next delta begins. */
const Since = z.discriminatedUnion(
  'from',
  [
    /** What the last page says at `at`, verbatim. */
    z.strictObject({ from: z.literal('body'), at: PathText }),
    /** The CRM's clock at the first page, a little earlier: what changes meanwhile comes again next time. */
    z.strictObject({
      from: z.literal('clock'),
      overlapSeconds: z.number().int().min(0).max(86_400).default(60),
      as: z.enum(['iso', 'seconds', 'milliseconds']).default('iso'),
    }),
    /** The newest `changedAt` of everybody seen. */
    z.strictObject({
      from: z.literal('newest'),
      as: z.enum(['iso', 'seconds', 'milliseconds']).default('iso'),
    }),
  ],
  'from is body, clock or newest',
)

const pages = {
  request: requestFor('page'),
  people: PathText.default([]),
  paging: Paging,
  /** How many people there are in all. */
  total: PathText.optional(),
}

/** People who are no longer in the CRM: named in the same answer, marked among the people, or asked for after them. */
const Gone = z
  .strictObject({
    ids: PathText.optional(),
    when: z.strictObject({ at: PathText, is: z.union([z.string(), z.number(), z.boolean()]) }).optional(),
    pages: z.strictObject({ request: requestFor('page'), ids: PathText, paging: Paging }).optional(),
  })
  .refine((gone) => Object.keys(gone).length > 0, 'says nothing; give ids, when or pages')

const Sync = z.strictObject({
  /** People a page, as `{size}`. */
  size: z.number().int().min(1).max(500).default(200),
  full: z.strictObject(pages),
  delta: z.strictObject({ ...pages, gone: Gone.optional() }).optional(),
  since: Since.optional(),
})

/** Asked before writing: an activity that is there already is not written again. */
const Existing = z.strictObject({
  request: requestFor('write'),
  /** Leads to something exactly when it is there. */
  found: PathText,
})

const writeStep = {
  request: requestFor('write'),
  existing: Existing.optional(),
  /** A status that means "I have that already". */
  alreadyThere: z.array(Status).default([]),
  /** Leads to something in the answer when the activity was taken, for a CRM that answers 200 to everything. */
  taken: PathText.optional(),
}

const Write = z.strictObject({
  ...writeStep,
  /** A record of its own for the follow-up, written after the activity when the agent set a day. */
  followUp: z.strictObject(writeStep).optional(),
  /** The CRM's words for the desk's, by field: `direction: { in: Inbound, out: Outbound }`. */
  words: z
    .partialRecord(
      z.enum(names.write.map((name) => name.replace('activity.', ''))),
      z.record(z.string(), z.union([z.string(), z.number()])),
    )
    .default({}),
  /** An activity of nobody is refused at the desk instead of at the CRM. */
  needsPerson: z.boolean('true or false').default(false),
})

export const Template = z
  .strictObject({
    /** As the site calls its CRM. */
    name: z.string().min(1).max(80),
    /** Where its interface begins; paths are relative to it. */
    url: z.url({ protocol: /^https?$/, error: 'an address that begins with https://' }),
    /** ISO 3166 alpha-2: how `national` and `significant` numbers are written. */
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'a country’s two capital letters')
      .optional(),
    /** PEM; from the template's own folder. */
    tls: z.strictObject({ caFile: z.string().min(1).max(4096) }).optional(),
    timeLimitSeconds: z.number().min(1).max(120).default(10),
    /** Of one answer. */
    sizeLimitMegabytes: z.number().min(0.1).max(64).default(8),
    /** Sent with every request. */
    headers: z.record(z.string().regex(/^[A-Za-z0-9-]{1,60}$/), z.string().max(500)).default({}),
    signIn: SignInTemplate,
    lookup: Lookup.optional(),
    sync: Sync.optional(),
    card: CardTemplate.optional(),
    write: Write.optional(),
  })
  .superRefine(refuseContradictions)
export type Template = z.infer<typeof Template>
export type Paging = z.infer<typeof Paging>
export type Since = z.infer<typeof Since>
export type LookupTemplate = z.infer<typeof Lookup>
export type SyncTemplate = z.infer<typeof Sync>
export type WriteTemplate = z.infer<typeof Write>
export type WriteStep = Pick<WriteTemplate, keyof typeof writeStep>
