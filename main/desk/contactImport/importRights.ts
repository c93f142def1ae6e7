/** Who may bring people of a file into a desk's cache, by the organisation's rule. Pure. */
import type { Session } from '#contract/session'
import type { SiteSettings } from '#contract/siteSettings'

export type ImportRule = SiteSettings['privacy']['contactImport']

export function mayImport(rule: ImportRule, session: Session | null): boolean {
  if (session === null || rule === 'nobody') return false
  return rule === 'everybody' || session.role !== 'agent'
}
