/** The credential a template's way of signing in needs, made from the secrets of the profile. */

import type { ConnectorDeps } from '#main/crm/connector/connectorDeps'
import { answered, type CrmAnswer } from '#main/crm/connector/crmAnswer'
import type { CrmSecrets } from '#main/crm/connector/crmConfig'
import type { CrmHttp } from '#main/crm/connector/http/crmHttp'
import {
  type CredentialSource,
  needSecret,
  noCredential,
  toBasic,
  toFixedSource,
} from '#main/crm/connector/signIn/credential'
import { createTokenSource } from '#main/crm/connector/signIn/tokenSource'
import type { OAuthTemplate, SignInTemplate } from '#main/crm/connectors/rest/template/signInTemplate'

/** The names of the secrets to be given by a person; `authorizationCode` makes its own by the browser. */
export function toSecretNames(signIn: SignInTemplate): readonly string[] {
  switch (signIn.kind) {
    case 'none':
    case 'authorizationCode':
      return []
    case 'apiKey':
      return ['apiKey']
    case 'basic':
      return ['user', 'password']
    case 'clientCredentials':
      return ['clientSecret']
  }
}

/** `misconfigured` when a secret is missing. */
export function toCredentialSource(
  signIn: SignInTemplate,
  secrets: CrmSecrets,
  http: CrmHttp,
  deps: ConnectorDeps,
): CrmAnswer<CredentialSource> {
  switch (signIn.kind) {
    case 'none':
      return answered(toFixedSource(noCredential))
    case 'apiKey': {
      const key = needSecret(secrets, 'apiKey')
      if (!key.ok) return key
      const { header, query, prefix } = signIn
      return answered(
        toFixedSource({
          headers: header === undefined ? {} : { [header.toLowerCase()]: prefix + key.value },
          query: query === undefined ? {} : { [query]: key.value },
        }),
      )
    }
    case 'basic': {
      const user = needSecret(secrets, 'user')
      const password = needSecret(secrets, 'password')
      if (!user.ok) return user
      if (!password.ok) return password
      const authorization = toBasic(user.value, password.value)
      return answered(toFixedSource({ headers: { authorization }, query: {} }))
    }
    case 'clientCredentials': {
      const secret = needSecret(secrets, 'clientSecret')
      return secret.ok ? answered(toTokens(signIn, secret.value, null, http, deps)) : secret
    }
    case 'authorizationCode': {
      const token = needSecret(secrets, 'refreshToken')
      if (!token.ok) return token
      return answered(toTokens(signIn, secrets.clientSecret ?? null, token.value, http, deps))
    }
  }
}

function toTokens(
  { tokenUrl, clientId, clientProof, scope, parameters }: OAuthTemplate,
  clientSecret: string | null,
  refreshToken: string | null,
  http: CrmHttp,
  { clock, keepSecrets }: ConnectorDeps,
): CredentialSource {
  return createTokenSource({
    http,
    client: { tokenUrl, clientId, clientSecret, clientProof },
    scope: scope ?? null,
    parameters,
    refreshToken,
    clock,
    keep: (changed) => keepSecrets?.(changed),
  })
}
