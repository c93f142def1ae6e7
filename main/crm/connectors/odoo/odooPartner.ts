/** Odoo's contacts (`res.partner`): which fields are asked for, and the card of one. */
import type { SourceCard } from '#main/crm/connector/connector'
import { CardTemplate } from '#main/crm/connectors/rest/template/cardTemplate'
import { toSourceCard } from '#main/crm/connectors/rest/toCard'

/** `mobile` is gone in Odoo 19, and `phone_sanitized` comes with a module: only those there are asked for. */
export const wantedFields = [
  'name',
  'parent_id',
  'commercial_company_name',
  'phone',
  'mobile',
  'phone_sanitized',
  'email',
  'function',
  'active',
  'write_date',
] as const
export const numberFields: readonly string[] = ['phone', 'mobile']

const card = CardTemplate.parse({
  personId: 'id',
  name: 'name',
  company: { from: ['parent_id[1]', 'commercial_company_name'] },
  numbers: ['phone', 'mobile'],
  changedAt: 'write_date',
  extra: [
    { name: 'Position', value: 'function' },
    { name: 'Email', value: 'email' },
  ],
})

/** Pure: Odoo says `false` where there is nothing. */
export function toPartnerCard(partner: unknown, nowMs: number): SourceCard {
  const plain = Object.fromEntries(
    Object.entries(partner ?? {}).map(([name, value]) => [name, value === false ? null : value]),
  )
  return toSourceCard(card, plain, nowMs) ?? { card: null, changedAtMs: null }
}

/** Pure: `2026-11-23 06:00:00`, as Odoo writes moments, in UTC. */
export function toOdooMoment(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ')
}
