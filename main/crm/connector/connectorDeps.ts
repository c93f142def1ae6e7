/** What every connector is given besides its settings. */
import type { Clock } from '#contract/time'
import type { CrmSecrets } from '#main/crm/connector/crmConfig'
import type { ProxyRoute } from '#main/desk/proxy/proxyRoute'

export interface ConnectorDeps {
  readonly clock: Clock
  /**
   * Told of secrets the CRM has replaced (a rotated refresh token, RFC 6749 section 6): kept, or the next start cannot
   * sign in. Absent where nothing may be kept, as in a dry run.
   */
  readonly keepSecrets?: (changed: CrmSecrets) => void
  /** Where connections over HTTP go; straight when absent. */
  readonly proxies?: ProxyRoute | undefined
}
