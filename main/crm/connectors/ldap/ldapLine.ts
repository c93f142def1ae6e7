/** One connection to a directory: encrypted and signed in before anything is asked. */
import { readFileSync } from 'node:fs'
import { getCACertificates } from 'node:tls'
import { Client } from 'ldapts'
import { answered, type CrmAnswer, hasProblem } from '#main/crm/connector/crmAnswer'
import type { CrmSecrets } from '#main/crm/connector/crmConfig'
import type { LdapConfig } from '#main/crm/connectors/ldap/ldapMapping'
import { isLoopback } from '#main/desk/loopback'

/** Of one question. */
const timeLimitMs = 10_000

export interface LdapDoor {
  /**
   * A new connection, each time: one that was lost and made again behind our back would be neither encrypted nor
   * signed in. The caller ends it. Throws what the directory or the network says.
   */
  open(signal: AbortSignal): Promise<Client>
}

/** `misconfigured` where a password would go in clear over a network, or the file of authorities is not there. */
export function createLdapDoor(config: LdapConfig, secrets: CrmSecrets): CrmAnswer<LdapDoor> {
  const { hostname, protocol, host } = new URL(config.url)
  const isTls = protocol === 'ldaps:'
  const startsTls = !isTls && config.startTls
  if (!isTls && !startsTls && !isLoopback(hostname))
    return hasProblem(
      'misconfigured',
      `${host} needs ldaps: or startTls: names and passwords would be readable`,
    )
  let tlsOptions: { readonly ca?: string[]; readonly servername?: string }
  try {
    const ca = config.caFile === undefined ? null : readFileSync(config.caFile, 'utf8')
    const isName = !/^[\d.]+$|^\[/.test(hostname)
    tlsOptions = {
      ...(ca !== null && { ca: [...getCACertificates('default'), ca] }),
      ...(isName && { servername: hostname }),
    }
  } catch {
    return hasProblem('misconfigured', `The file of authorities ${config.caFile} cannot be read`)
  }
  const { user, password } = secrets
  return answered({
    async open(signal) {
      const client = new Client({
        url: config.url,
        timeout: timeLimitMs,
        connectTimeout: timeLimitMs,
        ...(isTls && { tlsOptions }),
      })
      const giveUp = (): void => void client.unbind().catch(() => undefined)
      signal.addEventListener('abort', giveUp, { once: true })
      try {
        if (startsTls) await client.startTLS({ ...tlsOptions, host: hostname })
        // An empty password would sign in as nobody and look like success (RFC 4513 section 5.1.2).
        if (user !== undefined && password !== undefined && password !== '') await client.bind(user, password)
        return client
      } catch (error) {
        await client.unbind().catch(() => undefined)
        throw error
      } finally {
        signal.removeEventListener('abort', giveUp)
      }
    },
  })
}
