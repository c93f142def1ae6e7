/** What the agent sees of the person calling, each block with the age of its data. */
import { z } from 'zod'
import { CallId, PersonId } from '#contract/ids'
import { EpochMs } from '#contract/time'

const line = (max: number) => z.string().max(max)

/** A block of the card: `asOfMs` is when the CRM last confirmed it, null when it never did. */
function blockOf<T extends z.ZodType>(value: T) {
  return z.object({ asOfMs: EpochMs.nullable(), value })
}

/** Money in the currency's own unit (not cents). */
export const Money = z.object({ amount: z.number(), currency: z.string().length(3) })
export type Money = z.infer<typeof Money>

export const Order = z.object({
  id: line(64),
  title: line(160),
  orderedAtMs: EpochMs,
  total: Money,
  state: z.enum(['open', 'shipped', 'delivered', 'returned', 'cancelled']),
})
export type Order = z.infer<typeof Order>

/** An earlier contact with this person, by any channel. */
export const Contact = z.object({
  atMs: EpochMs,
  channel: z.enum(['call-in', 'call-out', 'mail', 'chat', 'visit']),
  summary: line(240),
  /** Who spoke with them; null when not recorded. */
  agentName: line(120).nullable(),
})
export type Contact = z.infer<typeof Contact>

export const Note = z.object({ atMs: EpochMs, authorName: line(120), text: line(4000) })
export type Note = z.infer<typeof Note>

/**
 * A CRM field of the site's own, shown as it is. A sensitive one reaches the page without its value, until the agent asks
 * for it and the asking is on record.
 */
export const ExtraField = z.object({
  name: line(80),
  value: line(400),
  sensitive: z.literal(true).optional(),
})
export type ExtraField = z.infer<typeof ExtraField>

export const Priority = z.enum(['normal', 'high', 'vip'])
export type Priority = z.infer<typeof Priority>

/** The blocks of a card, by the names they have in it. */
export const CardBlock = z.enum([
  'account',
  'openIssue',
  'orders',
  'satisfaction',
  'contacts',
  'notes',
  'campaign',
  'extra',
])
export type CardBlock = z.infer<typeof CardBlock>

export const CallerCard = z.object({
  personId: PersonId,
  name: line(160),
  company: line(160).nullable(),
  /** E.164 numbers known for the person, the matched one first. */
  numbers: z.array(line(32)),
  priority: Priority,
  account: blockOf(Money.nullable()),
  /** The one open issue that matters, in a line; null when there is none. */
  openIssue: blockOf(line(240).nullable()),
  /** Newest first; the page shows the first few and folds the rest. */
  orders: blockOf(z.array(Order)),
  /** Customer satisfaction 0–100; null when never asked. */
  satisfaction: blockOf(z.number().min(0).max(100).nullable()),
  /** Newest first. */
  contacts: blockOf(z.array(Contact)),
  /** Colleagues' and own notes, newest first. */
  notes: blockOf(z.array(Note)),
  campaign: blockOf(line(160).nullable()),
  extra: blockOf(z.array(ExtraField)),
  /** Blocks that are sensitive as a whole: they reach the page empty, as a sensitive extra field does. Absent for none. */
  sensitive: z.array(CardBlock).max(8).optional(),
})
export type CallerCard = z.infer<typeof CallerCard>

/** A person found by name or number, for a list. */
export const PersonHit = CallerCard.pick({
  personId: true,
  name: true,
  company: true,
  numbers: true,
  priority: true,
}).extend({
  /** Where a note has the words looked for; null for a person found by name, company or number. */
  snippet: line(200).nullable(),
})
export type PersonHit = z.infer<typeof PersonHit>

/** What the cache says about a number. */
export const CardAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('one'), card: CallerCard, matchedBy: z.enum(['number', 'last-digits']) }),
  /** Several people share the number: the agent chooses, nothing is guessed. At most 12. */
  z.object({
    kind: z.literal('several'),
    cards: z.array(CallerCard).min(2),
    matchedBy: z.enum(['number', 'last-digits']),
  }),
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('withheld') }),
])
export type CardAnswer = z.infer<typeof CardAnswer>

/** A card made ready before the phone rings. The page keeps it under `dialString`. */
export const PreparedCard = z.object({
  /** The caller's number exactly as the live model gives it. */
  dialString: z.string().max(32),
  answer: CardAnswer,
  preparedAtMs: EpochMs,
  /** The call it was prepared for: one that this desk dialled may stand under another form of its number. */
  callId: CallId.optional(),
  /** When the CRM was asked for this caller, since they came; absent until it has answered. */
  freshAtMs: EpochMs.optional(),
})
export type PreparedCard = z.infer<typeof PreparedCard>

/** One sensitive field of a card, as the agent asks for it: a whole block, or the extra field of that name. */
export const SensitiveField = z.object({
  personId: PersonId,
  block: CardBlock,
  /** null for a whole block. */
  name: line(80).nullable(),
})
export type SensitiveField = z.infer<typeof SensitiveField>
