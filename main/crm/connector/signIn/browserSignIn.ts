/** Signs a person in with the system's browser: authorization code with PKCE and a loopback redirect (RFC 8252). */
import { randomBytes } from 'node:crypto'
import { answered, type CrmAnswer, hasProblem } from '#main/crm/connector/crmAnswer'
import type { CrmSecrets } from '#main/crm/connector/crmConfig'
import type { CrmHttp } from '#main/crm/connector/http/crmHttp'
import { openLoopbackRedirect } from '#main/crm/connector/signIn/loopbackRedirect'
import { newProof } from '#main/crm/connector/signIn/pkce'
import { askForToken, type TokenClient } from '#main/crm/connector/signIn/tokenSource'

export interface BrowserSignIn {
  readonly http: CrmHttp
  readonly client: TokenClient
  readonly authorizeUrl: string
  readonly scope: string | null
  readonly parameters: Readonly<Record<string, string>>
  /** 0 for any free one. */
  readonly redirectPort: number
  readonly redirectPath: string
  /** Shows the person the CRM's own sign-in page. */
  readonly openBrowser: (url: string) => void
}

/** The secrets to keep. Ends as `timed-out` when `signal` does before the person is back. */
export async function signInByBrowser(
  options: BrowserSignIn,
  signal: AbortSignal,
): Promise<CrmAnswer<CrmSecrets>> {
  const { http, client, redirectPort: port, redirectPath: path } = options
  const proof = newProof()
  const state = randomBytes(24).toString('base64url')
  const opened = await openLoopbackRedirect({ port, path, state }).catch(() => null)
  if (opened === null) return hasProblem('misconfigured', `sign-in: port ${port} of this machine is in use`)
  try {
    options.openBrowser(toAuthorizeAddress(options, opened.redirectUri, state, proof.challenge))
    const code = await Promise.race([opened.code, toAborted(signal)])
    if (!code.ok) return code
    const grant = {
      grant_type: 'authorization_code',
      code: code.value,
      redirect_uri: opened.redirectUri,
      code_verifier: proof.verifier,
    }
    const token = await askForToken(http, client, grant, signal)
    if (!token.ok) return token
    const { refresh_token } = token.value
    if (refresh_token !== undefined) return answered({ refreshToken: refresh_token })
    return hasProblem(
      'misconfigured',
      'sign-in: the CRM gave no refresh token; its scope may have to ask for one',
    )
  } finally {
    await opened.close()
  }
}

/** RFC 6749 section 4.1.1 with RFC 7636 section 4.3. */
function toAuthorizeAddress(
  { authorizeUrl, client, scope, parameters }: BrowserSignIn,
  redirectUri: string,
  state: string,
  challenge: string,
): string {
  const url = new URL(authorizeUrl)
  const asked = {
    ...parameters,
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: redirectUri,
    ...(scope !== null && { scope }),
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  }
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value)
  return url.href
}

function toAborted(signal: AbortSignal): Promise<CrmAnswer<never>> {
  const late = hasProblem('timed-out', 'sign-in: nobody came back from the browser')
  return new Promise((resolve) => {
    if (signal.aborted) resolve(late)
    signal.addEventListener('abort', () => resolve(late), { once: true })
  })
}
