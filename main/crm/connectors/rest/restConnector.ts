/** A CRM that speaks JSON over HTTP, asked as its site's template says. */

import type { CrmConnector } from '#main/crm/connector/connector'
import type { ConnectorDeps } from '#main/crm/connector/connectorDeps'
import { answered, type CrmAnswer, hasProblem } from '#main/crm/connector/crmAnswer'
import type { CrmSecrets } from '#main/crm/connector/crmConfig'
import { createCrmHttp } from '#main/crm/connector/http/crmHttp'
import { createAsker } from '#main/crm/connectors/rest/asker'
import { askNumber } from '#main/crm/connectors/rest/askNumber'
import { askPage } from '#main/crm/connectors/rest/syncPage'
import type { Template } from '#main/crm/connectors/rest/template/template'
import { toCredentialSource } from '#main/crm/connectors/rest/toCredentialSource'
import { writeActivity } from '#main/crm/connectors/rest/writeActivity'

/** Asks nothing yet; `misconfigured` when a secret or the file of authorities is missing. */
export function createRestConnector(
  template: Template,
  secrets: CrmSecrets,
  deps: ConnectorDeps,
): CrmAnswer<CrmConnector> {
  const made = createCrmHttp({
    clock: deps.clock,
    timeLimitMs: template.timeLimitSeconds * 1000,
    bodyLimit: template.sizeLimitMegabytes * 1024 * 1024,
    caFile: template.tls?.caFile ?? null,
    proxies: deps.proxies,
  })
  if (!made.ok) return made
  const http = made.value
  const source = toCredentialSource(template.signIn, secrets, http, deps)
  if (!source.ok) {
    http.close()
    return source
  }
  const { lookup, sync, write, card, url: base } = template
  const parts = { asker: createAsker(http, source.value, template.headers), base, nowMs: deps.clock.nowMs }
  const country = template.country ?? null
  return answered({
    can: {
      lookup: lookup !== undefined,
      sync: sync === undefined ? 'none' : sync.delta === undefined ? 'full' : 'delta',
      write: write !== undefined,
    },
    async page(order, signal) {
      if (sync === undefined || card === undefined) return cannot('sync')
      return askPage({ ...parts, sync, card }, order, signal)
    },
    async lookup(number, signal) {
      if (lookup === undefined || card === undefined) return cannot('lookup')
      return askNumber({ ...parts, lookup, card, country }, number, signal)
    },
    async write(activity, signal) {
      if (write === undefined) return cannot('write')
      return writeActivity({ ...parts, write }, activity, signal)
    },
    async close() {
      http.close()
    },
  })
}

function cannot(what: string): CrmAnswer<never> {
  return hasProblem('misconfigured', `The template has no ${what}`)
}
