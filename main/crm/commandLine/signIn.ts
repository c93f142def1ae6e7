/** Asks a person for the secrets of the profile's CRM, or sends them to its sign-in page, and locks what comes of it. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '#contract/time'
import { openCommandRoute } from '#main/crm/commandLine/commandRoute'
import type { CrmAnswer } from '#main/crm/connector/crmAnswer'
import { answered } from '#main/crm/connector/crmAnswer'
import type { CrmConfig, CrmSecrets } from '#main/crm/connector/crmConfig'
import { createCrmHttp } from '#main/crm/connector/http/crmHttp'
import { signInByBrowser } from '#main/crm/connector/signIn/browserSignIn'
import type { Template } from '#main/crm/connectors/rest/template/template'
import { readTemplateOf } from '#main/crm/connectors/rest/templateOf'
import { toSecretNames } from '#main/crm/connectors/rest/toCredentialSource'
import { keepCrmSecrets } from '#main/crm/profile/crmSecrets'
import { dropSecrets, hasLetterBox } from '#main/crm/profile/secretDrop'
import { loadProfileKey } from '#main/store/profileKey'

/** One secret, without showing it; null when there is nothing more to read. */
export type AskSecret = (name: string) => Promise<string | null>

export interface SignInOptions {
  readonly profileDir: string
  readonly config: CrmConfig
  readonly clock: Clock
  readonly say: (line: string) => void
  readonly askSecret: AskSecret
  readonly openBrowser: (url: string) => void
}

/** How long a person may take in the browser. */
const patienceMs = 5 * 60_000

/** The exit code. */
export async function signIn(options: SignInOptions): Promise<number> {
  const { config, say } = options
  const place = findPlace(options)
  if (typeof place === 'string') {
    say(place)
    return 1
  }
  const secrets = await getSecrets(config, options)
  if (!secrets.ok) {
    say(`${secrets.problem.kind}: ${secrets.problem.detail}`)
    return 1
  }
  const names = Object.keys(secrets.value)
  if (names.length === 0) {
    say('There was nothing to keep.')
    return 0
  }
  const isKept = place.keep(secrets.value)
  say(
    isKept ? `Locked into the profile: ${names.join(', ')}. ${place.then}` : 'The disk refuses to keep them.',
  )
  return isKept ? 0 : 1
}

interface Place {
  keep(secrets: CrmSecrets): boolean
  /** What the person does next. */
  readonly then: string
}

/** Where the secrets go: under the profile's key, or into its letter box where the keychain has the key; or why nowhere. */
function findPlace({ profileDir, clock }: SignInOptions): Place | string {
  const then = 'A desk takes them when it starts.'
  if (existsSync(join(profileDir, 'key.locked'))) {
    if (!hasLetterBox(profileDir))
      return 'Start the desk once with this crm.yaml, and sign in then: its key is in the system’s keychain.'
    return { keep: (secrets) => dropSecrets(profileDir, secrets), then }
  }
  const key = loadProfileKey(join(profileDir, 'key'), clock)
  if (!key.ok) return `The profile’s key cannot be read or made in ${profileDir}.`
  return { keep: (secrets) => keepCrmSecrets(profileDir, key.value, secrets).ok, then }
}

async function getSecrets(config: CrmConfig, options: SignInOptions): Promise<CrmAnswer<CrmSecrets>> {
  switch (config.kind) {
    case 'odoo':
      return ask(['user', 'apiKey'], options)
    case 'ldap':
      return ask(['user', 'password'], options)
    case 'rest':
    case 'salesforce': {
      const template = readTemplateOf(config)
      if (!template.ok) return template
      const { signIn: way } = template.value
      if (way.kind === 'authorizationCode') return goToBrowser(template.value, options)
      return ask(toSecretNames(way), options)
    }
  }
}

/** An empty answer leaves what was there. */
async function ask(names: readonly string[], { askSecret }: SignInOptions): Promise<CrmAnswer<CrmSecrets>> {
  const given: Record<string, string> = {}
  for (const name of names) {
    const value = await askSecret(name)
    if (value !== null && value !== '') given[name] = value
  }
  return answered(given)
}

async function goToBrowser(template: Template, { clock, say, openBrowser }: SignInOptions) {
  const { signIn: way, tls } = template
  if (way.kind !== 'authorizationCode') throw new TypeError('Only this way goes by the browser')
  const proxies = openCommandRoute()
  const http = createCrmHttp({ clock, caFile: tls?.caFile ?? null, proxies })
  if (!http.ok) return http
  const { tokenUrl, clientId, clientProof } = way
  const late = new AbortController()
  const stop = clock.after(patienceMs, () => late.abort())
  try {
    return await signInByBrowser(
      {
        http: http.value,
        client: { tokenUrl, clientId, clientProof, clientSecret: null },
        authorizeUrl: way.authorizeUrl,
        scope: way.scope ?? null,
        parameters: way.parameters,
        redirectPort: way.redirectPort ?? 0,
        redirectPath: way.redirectPath,
        openBrowser(url) {
          say(`Sign in with the browser. If it does not open, go to:\n${url}`)
          openBrowser(url)
        },
      },
      late.signal,
    )
  } finally {
    stop()
    http.value.close()
  }
}
