/** What an error of a directory means. */
import { InvalidAsn1Error, MessageParserError, ResultCodeError } from 'ldapts'
import { type CrmAnswer, type CrmProblemKind, hasProblem } from '#main/crm/connector/crmAnswer'
import { toNetworkProblem } from '#main/crm/connector/http/networkProblem'

/** By result code (RFC 4511 appendix A). */
const kinds: Readonly<Record<number, readonly [CrmProblemKind, string]>> = {
  2: ['nonsense', 'does not understand LDAP as it should'],
  3: ['busy', 'took too long for itself'],
  4: ['misconfigured', 'gives no more people at once; its size limit is below a page'],
  8: ['refused', 'wants a stronger sign-in'],
  11: ['busy', 'reached a limit of its own'],
  12: ['misconfigured', 'does not give results in pages'],
  13: ['refused', 'wants the connection encrypted first'],
  32: ['misconfigured', 'has nothing at baseDn'],
  34: ['misconfigured', 'says that baseDn or the user’s name is no distinguished name'],
  48: ['refused', 'does not let this user sign in so'],
  49: ['refused', 'does not know the user or the password'],
  50: ['refused', 'does not allow this user to read that'],
  51: ['busy', 'is busy'],
  52: ['busy', 'is out of service'],
  53: ['refused', 'is unwilling to answer'],
}

export function toLdapProblem(error: unknown, what: string, url: URL): CrmAnswer<never> {
  const { host } = url
  if (error instanceof ResultCodeError) {
    const [kind, words] = kinds[error.code] ?? ['nonsense', `answered with result ${error.code}`]
    return hasProblem(kind, `${what}: ${host} ${words}`)
  }
  if (error instanceof MessageParserError || error instanceof InvalidAsn1Error)
    return hasProblem('nonsense', `${what}: ${host} does not speak LDAP`)
  const message = error instanceof Error ? error.message : ''
  if (/timed out|timeout/i.test(message))
    return hasProblem('timed-out', `${what}: no whole answer from ${host} in time`)
  return toNetworkProblem(error, what, url)
}
