/** The template a site would write for the instrumented CRM. */
import { writeFileSync } from 'node:fs'
import { stringify } from 'yaml'
import type { CrmConfig, CrmSecrets } from '#main/crm/connector/crmConfig'
import type { CrmServer, CrmServerOptions } from '#tests/support/crm/crmServer'

export interface TemplateOptions {
  readonly paging?: NonNullable<CrmServerOptions['paging']>
  /** `apiKey` unless told. */
  readonly signIn?: 'apiKey' | 'basic' | 'clientCredentials' | 'authorizationCode'
  /** `header`: an Idempotency-Key; `search`: asked for before it is written. `header` unless told. */
  readonly idempotency?: 'header' | 'search'
  /** People a page; 100 unless told. */
  readonly size?: number
  /** Laid over the template's first level. */
  readonly also?: Readonly<Record<string, unknown>>
}

/** Writes the template to `path`; what `openConnector` is then given. */
export function writeCrmTemplate(
  server: Pick<CrmServer, 'url' | 'apiKey'>,
  path: string,
  options: TemplateOptions = {},
): { readonly config: CrmConfig; readonly secrets: CrmSecrets } {
  writeFileSync(path, stringify(toTemplate(server.url, options), { aliasDuplicateObjects: false }))
  return { config: { kind: 'rest', templatePath: path }, secrets: toSecrets(server) }
}

export function toSecrets({ apiKey }: Pick<CrmServer, 'apiKey'>): CrmSecrets {
  return { apiKey, user: 'desk', password: 'geheim', clientSecret: 'hush', refreshToken: 'refresh-0' }
}

const pagings = {
  cursor: { paging: { by: 'cursor', at: 'meta.next' }, query: { cursor: '{cursor}' } },
  page: { paging: { by: 'page' }, query: { page: '{page}' } },
  offset: { paging: { by: 'offset' }, query: { offset: '{offset}' } },
  url: { paging: { by: 'url', at: 'meta.nextUrl' }, query: {} },
  link: { paging: { by: 'link' }, query: {} },
} as const

export function toTemplate(url: string, options: TemplateOptions = {}): Record<string, unknown> {
  const { paging = 'cursor', signIn = 'apiKey', idempotency = 'header', size = 100 } = options
  const way = pagings[paging]
  const pages = (query: Record<string, string>) => ({
    request: { path: 'people', query: { limit: '{size}', ...way.query, ...query } },
    people: 'data[]',
    paging: way.paging,
    total: 'meta.total',
  })
  const body = {
    activityId: '{activity.activityId}',
    personId: '{activity.personId}',
    number: '{activity.number}',
    direction: '{activity.direction}',
    startedAt: '{activity.startedAt}',
    talkSeconds: '{activity.talkSeconds}',
    agent: '{activity.agentName}',
    disposition: '{activity.dispositionId}',
    note: '{activity.note}',
    followUpOn: '{activity.followUpOn}',
    recordingUrl: '{activity.recordingUrl}',
  }
  const search = {
    request: { path: 'activities', query: { activityId: '{activity.activityId}' } },
    found: 'data[0]',
  }
  return {
    name: 'Test CRM',
    url,
    country: 'IR',
    signIn: toSignIn(signIn, url),
    lookup: { request: { path: 'people/search', query: { phone: '{number}' } }, people: 'data[]' },
    sync: {
      size,
      full: pages({}),
      delta: { ...pages({ since: '{since}' }), gone: { ids: 'deleted[].id' } },
      since: { from: 'body', at: 'meta.stamp' },
    },
    card: {
      personId: 'id',
      name: 'name',
      company: 'company',
      numbers: 'phones[]',
      changedAt: 'updatedAt',
      priority: { from: 'tier', map: { gold: 'vip' } },
      openIssue: 'openIssue',
      notes: { each: 'notes[]', at: 'at', author: 'author', text: 'text' },
    },
    write: {
      request: {
        path: 'activities',
        headers: idempotency === 'header' ? { 'Idempotency-Key': '{activity.activityId}' } : {},
        body,
      },
      ...(idempotency === 'search' && { existing: search }),
      words: { direction: { in: 'inbound', out: 'outbound' } },
    },
    ...options.also,
  }
}

function toSignIn(kind: NonNullable<TemplateOptions['signIn']>, url: string): Record<string, unknown> {
  const tokens = { tokenUrl: `${url}token`, clientId: 'najva' }
  switch (kind) {
    case 'apiKey':
      return { kind, header: 'X-Api-Key' }
    case 'basic':
      return { kind }
    case 'clientCredentials':
      return { kind, ...tokens, scope: 'people' }
    case 'authorizationCode':
      return { kind, ...tokens, authorizeUrl: `${url}authorize`, scope: 'people' }
  }
}
