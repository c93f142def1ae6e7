/**
 * Lets the password answer the registrar alone. Whoever is called or calls could otherwise ask for it inside a call,
 * and try the answer at leisure (the "digest leak").
 */
import type { UserAgent } from 'sip.js'

/** The part of an outgoing request that says whether it is inside a dialogue. */
interface AskedRequest {
  readonly method: string
  /** Empty or undefined outside one. */
  readonly toTag?: string | undefined
}

interface Challenge {
  readonly realm?: string | undefined
}

/** Judges challenges; the realm of the first one to a REGISTER is the registrar's from then on. */
export function createChallengeJudge(): (request: AskedRequest, challenge: Challenge) => boolean {
  let registrarRealm: string | null = null
  return ({ method, toTag }, { realm }) => {
    if (realm === undefined || realm === '') return false
    if (method === 'REGISTER') {
      registrarRealm ??= realm
      return realm === registrarRealm
    }
    // Inside a call it is the other side that asks, whatever realm it names.
    return (toTag ?? '') === '' && realm === registrarRealm
  }
}

/** Makes the user agent ask the judge before it answers a challenge. */
export function guardChallenges(userAgent: UserAgent): void {
  const judge = createChallengeJudge()
  const { configuration } = userAgent.userAgentCore
  const create = configuration.authenticationFactory
  configuration.authenticationFactory = () => {
    const credentials = create()
    if (credentials === undefined) return undefined
    const authenticate = credentials.authenticate.bind(credentials)
    credentials.authenticate = (request, challenge, body) =>
      judge(request, challenge as Challenge) && authenticate(request, challenge, body)
    return credentials
  }
}
