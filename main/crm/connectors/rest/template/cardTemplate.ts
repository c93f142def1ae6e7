/** How a template says which field of the CRM becomes which field of the caller card. */
import { z } from 'zod'
import { CardBlock, Priority } from '#contract/callerCard'
import { Field, PathText } from '#main/crm/connectors/rest/template/field'

/** A list on the card: `each` leads to its elements, from which the fields are read. */
const listOf = <T extends z.ZodRawShape>(shape: T) => z.strictObject({ each: PathText, ...shape })

const Extra = z.strictObject({
  name: z.string().min(1).max(80),
  value: Field,
  /** Shown only when the agent asks for it, and the asking is written down. */
  sensitive: z.boolean('true or false').default(false),
})

/** Paths begin at one person of the answer. Text unless told; amounts are numbers, moments are dates. */
export const CardTemplate = z.strictObject({
  personId: Field,
  name: Field,
  company: Field.optional(),
  /** Every number there is; the first is the main one. */
  numbers: z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(Field).min(1).max(8)),
  /** When the CRM last changed the person: of two states the newer wins. */
  changedAt: Field.optional(),
  priority: z
    .strictObject({
      from: PathText,
      map: z.record(z.string(), z.enum(Priority.options, Priority.options.join(', '))),
    })
    .optional(),
  account: z.strictObject({ amount: Field, currency: Field }).optional(),
  openIssue: Field.optional(),
  /** `state` is one of open, shipped, delivered, returned, cancelled, by a `map`. */
  orders: listOf({
    id: Field,
    title: Field,
    orderedAt: Field,
    amount: Field,
    currency: Field,
    state: Field,
  }).optional(),
  satisfaction: Field.optional(),
  /** `channel` is one of call-in, call-out, mail, chat, visit, by a `map`. */
  contacts: listOf({ at: Field, channel: Field, summary: Field, agentName: Field.optional() }).optional(),
  notes: listOf({ at: Field, author: Field, text: Field }).optional(),
  campaign: Field.optional(),
  extra: z.array(Extra).max(20).default([]),
  /** Whole blocks that are shown only when asked for. */
  sensitive: z.array(z.enum(CardBlock.options, CardBlock.options.join(', '))).default([]),
})
export type CardTemplate = z.infer<typeof CardTemplate>
