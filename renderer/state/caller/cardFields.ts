/** The fields of the caller card a supervisor can point at, and whether one of them is pointed at now. */
import type { DeskModel } from '#renderer/state/deskModel'

/** By the name a message carries, in the order of the card. One order is pointed at as `order:` and its id. */
export const cardFields = [
  'phone',
  'openIssue',
  'account',
  'satisfaction',
  'campaign',
  'orders',
  'contacts',
  'notes',
  'extra',
] as const
export type CardField = (typeof cardFields)[number]

export function isCardField(field: string): field is CardField {
  return cardFields.some((each) => each === field)
}

/** Whether a coaching card of the call on the screen, not yet put aside, points at this field. */
export function isPointedAt({ me, caller, centre }: DeskModel, field: string): boolean {
  if (me === null || centre === null || caller === null || caller.callId === null) return false
  return centre.messages.some(
    (message) => message.field === field && message.toId === me.id && message.callId === caller.callId,
  )
}
