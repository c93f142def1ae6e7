/** What is wrong with a template although each of its fields is right by itself. */
import type { z } from 'zod'
import { toNames } from '#main/crm/connectors/rest/template/placeholder'
import type { RequestTemplate } from '#main/crm/connectors/rest/template/requestTemplate'
import type { Paging } from '#main/crm/connectors/rest/template/template'

interface Parts {
  readonly lookup?: { readonly request: RequestTemplate } | undefined
  readonly sync?:
    | {
        readonly full: Pages
        readonly delta?: Pages | undefined
        readonly since?: unknown
      }
    | undefined
  readonly write?: (Step & { readonly followUp?: Step | undefined }) | undefined
  readonly card?: unknown
}

interface Step {
  readonly request: RequestTemplate
  readonly existing?: unknown
}

interface Pages {
  readonly request: RequestTemplate
  readonly paging: Paging
}

/** Which name a way of paging lives by; without it every page would be the first. */
const pagingNames: Partial<Record<Paging['by'], string>> = {
  page: 'page',
  offset: 'offset',
  cursor: 'cursor',
}

export function refuseContradictions(template: Parts, context: z.RefinementCtx): void {
  const { lookup, sync, write, card } = template
  const refuse = (path: (string | number)[], message: string): void =>
    context.addIssue({ code: 'custom', path, message })
  if (lookup === undefined && sync === undefined && write === undefined)
    refuse([], 'says nothing to do; give lookup, sync or write')
  if ((lookup !== undefined || sync !== undefined) && card === undefined)
    refuse([], 'card is missing: it says how an answer becomes a caller card')
  if (lookup !== undefined && !namesIn(lookup.request).some((name) => name.startsWith('number')))
    refuse(['lookup', 'request'], 'does not say which {number} is looked up')
  for (const kind of ['full', 'delta'] as const) {
    const pages = sync?.[kind]
    const name = pages === undefined ? undefined : pagingNames[pages.paging.by]
    if (pages !== undefined && name !== undefined && !namesIn(pages.request).includes(name))
      refuse(['sync', kind, 'request'], `pages by ${pages.paging.by} and does not send {${name}}`)
  }
  if (sync?.delta !== undefined && !namesIn(sync.delta.request).includes('since'))
    refuse(['sync', 'delta', 'request'], 'does not say {since} when')
  if (sync?.delta !== undefined && sync.since === undefined)
    refuse(['sync'], 'since is missing: it says from where the next delta begins')
  for (const [path, step] of [
    [['write'], write],
    [['write', 'followUp'], write?.followUp],
  ] as const) {
    if (step === undefined || namesIn([step.request, step.existing]).includes('activity.activityId')) continue
    refuse(
      [...path],
      'does not send {activity.activityId}: an answer lost on the way would make two activities',
    )
  }
}

/** Every name in every text of a request, however deep. */
function namesIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return toNames(value)
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(namesIn)
}
