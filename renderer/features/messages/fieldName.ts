/** What a field of the caller card is called, on both screens. */
import type { MessageKey } from '#renderer/i18n/messages'
import type { CardField } from '#renderer/state/caller/cardFields'

const names: Readonly<Record<CardField, MessageKey>> = {
  phone: 'caller.number',
  openIssue: 'card.openIssue',
  account: 'card.account',
  satisfaction: 'card.satisfaction',
  campaign: 'card.campaign',
  orders: 'card.orders',
  contacts: 'card.contacts',
  notes: 'card.notes',
  extra: 'card.extra',
}

export function fieldName(field: CardField): MessageKey {
  return names[field]
}
