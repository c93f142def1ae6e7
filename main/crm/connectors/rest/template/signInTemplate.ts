/** How a template says that the desk signs in to the CRM; the secrets themselves are never in it. */
import { z } from 'zod'

const Url = z.url({ protocol: /^https?$/, error: 'an address that begins with https://' })
const HeaderName = z.string().regex(/^[A-Za-z0-9!#$&^_.+-]{1,60}$/, 'the name of a header')

const OAuth = {
  tokenUrl: Url,
  clientId: z.string().min(1).max(300),
  scope: z.string().max(1000).optional(),
  /** Parameters of this CRM's own, such as `audience`. */
  parameters: z.record(z.string(), z.string().max(500)).default({}),
  /** How the client proves itself at the token address (RFC 6749 section 2.3.1). */
  clientProof: z.enum(['basic', 'body']).default('basic'),
}

export const SignInTemplate = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('none') }),
    /** Secret: `apiKey`. Sent in a header, after `prefix`, or in the address. */
    z
      .strictObject({
        kind: z.literal('apiKey'),
        header: HeaderName.optional(),
        prefix: z.string().max(40).default(''),
        query: z.string().min(1).max(60).optional(),
      })
      .refine((each) => (each.header === undefined) !== (each.query === undefined), {
        message: 'needs header or query, and not both',
      }),
    /** Secrets: `user`, `password` (RFC 7617). */
    z.strictObject({ kind: z.literal('basic') }),
    /** Secret: `clientSecret` (RFC 6749 section 4.4). */
    z.strictObject({ kind: z.literal('clientCredentials'), ...OAuth }),
    /**
     * A person signs in with the system's browser (RFC 6749 section 4.1, RFC 7636, RFC 8252); `refreshToken` is what is
     * kept of it. `clientSecret` only where the CRM insists on one.
     */
    z.strictObject({
      kind: z.literal('authorizationCode'),
      authorizeUrl: Url,
      ...OAuth,
      /** Of the loopback address the browser comes back to; any free one unless the CRM wants it named beforehand. */
      redirectPort: z.number().int().min(1024).max(65_535).optional(),
      redirectPath: z
        .string()
        .regex(/^\/[A-Za-z0-9/_-]{0,100}$/, 'a path such as /callback')
        .default('/'),
    }),
  ],
  'kind is none, apiKey, basic, clientCredentials or authorizationCode',
)
export type SignInTemplate = z.infer<typeof SignInTemplate>
export type OAuthTemplate = Extract<SignInTemplate, { kind: 'clientCredentials' | 'authorizationCode' }>
