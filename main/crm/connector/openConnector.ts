/** Opens the connector a site's settings ask for. */
import type { CrmConnector } from '#main/crm/connector/connector'
import type { ConnectorDeps } from '#main/crm/connector/connectorDeps'
import type { CrmAnswer } from '#main/crm/connector/crmAnswer'
import type { CrmConfig, CrmSecrets } from '#main/crm/connector/crmConfig'
import { openLdapConnector } from '#main/crm/connectors/ldap/ldapConnector'
import { openOdooConnector } from '#main/crm/connectors/odoo/odooConnector'
import { createRestConnector } from '#main/crm/connectors/rest/restConnector'
import { readTemplateOf } from '#main/crm/connectors/rest/templateOf'

/** Asks nothing of the CRM yet. `misconfigured` when the settings, the template or the secrets cannot be used. */
export function openConnector(
  config: CrmConfig,
  secrets: CrmSecrets,
  deps: ConnectorDeps,
): CrmAnswer<CrmConnector> {
  switch (config.kind) {
    case 'rest':
    case 'salesforce': {
      const template = readTemplateOf(config)
      return template.ok ? createRestConnector(template.value, secrets, deps) : template
    }
    case 'ldap':
      return openLdapConnector(config, secrets, deps)
    case 'odoo':
      return openOdooConnector(config, secrets, deps)
  }
}
