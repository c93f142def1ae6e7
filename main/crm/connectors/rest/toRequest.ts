/** Makes the request a template describes: names filled in, each made safe for the place it stands in. */
import { answered, type CrmAnswer, hasProblem } from '#main/crm/connector/crmAnswer'
import type { CrmRequest } from '#main/crm/connector/http/crmHttp'
import { fill, fillWhole, type Values } from '#main/crm/connectors/rest/template/placeholder'
import type { RequestTemplate } from '#main/crm/connectors/rest/template/requestTemplate'

/** `base` is the template's url. Query parameters and headers that come out empty are left out. */
export function toRequest(
  base: string,
  { path, query, headers, body, method }: RequestTemplate,
  values: Values,
  what: string,
): CrmRequest {
  const url = toAddress(
    base,
    fill(path, values, (value) => encodeURIComponent(value)),
  )
  for (const [name, text] of Object.entries(query)) {
    const value = fill(String(text), values)
    if (value !== '') url.searchParams.append(name, value)
  }
  return {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    url,
    headers: toHeaders(headers, values, body !== undefined),
    body: body === undefined ? null : JSON.stringify(fillBody(body, values)),
    what,
  }
}

function toAddress(base: string, path: string): URL {
  const folder = base.endsWith('/') || path.startsWith('/') || path === '' ? base : `${base}/`
  return new URL(path, folder)
}

function toHeaders(
  headers: Readonly<Record<string, string>>,
  values: Values,
  hasBody: boolean,
): Record<string, string> {
  const filled = Object.entries(headers).map(
    // A line break would begin a header of the value's own.
    ([name, text]) => [name.toLowerCase(), fill(text, values).replace(/[^\t\x20-\x7e]/g, '?')] as const,
  )
  const written = Object.fromEntries(filled.filter(([, value]) => value !== ''))
  return { ...(hasBody && { 'content-type': 'application/json' }), ...written }
}

function fillBody(body: unknown, values: Values): unknown {
  if (typeof body === 'string') return fillWhole(body, values)
  if (Array.isArray(body)) return body.map((each) => fillBody(each, values))
  if (typeof body !== 'object' || body === null) return body
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, fillBody(value, values)]))
}

/** An address the CRM gave for the next page: only ever its own. */
export function toGivenAddress(base: string, given: string, what: string): CrmAnswer<URL> {
  const url = URL.parse(given, base)
  if (url === null) return hasProblem('nonsense', `${what}: the next page has no readable address`)
  if (url.origin === new URL(base).origin) return answered(url)
  return hasProblem('nonsense', `${what}: the next page is on another host, ${url.host}; not asked`)
}
