/** Opens the connector a site's settings ask for. */
import type { CrmConnector } from '#main/crm/connector/connector'
import type { ConnectorDeps } from '#main/crm/connector/connectorDeps'
import { type CrmAnswer, hasProblem } from '#main/crm/connector/crmAnswer'
import type { CrmConfig, CrmSecrets } from '#main/crm/connector/crmConfig'
import { openRestConnector } from '#main/crm/connectors/rest/restConnector'

/** Asks nothing of the CRM yet. `misconfigured` when the settings, the template or the secrets cannot be used. */
export function openConnector(
  config: CrmConfig,
  secrets: CrmSecrets,
  deps: ConnectorDeps,
): CrmAnswer<CrmConnector> {
  switch (config.kind) {
    case 'rest':
      return openRestConnector(config.templatePath, secrets, deps)
    case 'odoo':
    case 'salesforce':
    case 'ldap':
      return hasProblem('misconfigured', `This version has no connector for ${config.kind}`)
  }
}
