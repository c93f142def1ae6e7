/** Which CRM a desk works with, as its site says; plain data, because it is handed to the thread that asks the CRM. */
import { z } from 'zod'

/**
 * `secrets` are not here: they are handed to `openConnector` beside it, from the profile's locked store.
 * `templatePath` and `path` are absolute.
 */
export const CrmConfig = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rest'), templatePath: z.string().min(1) }).strict(),
  z.object({ kind: z.literal('odoo'), url: z.url(), database: z.string().min(1) }).strict(),
  z.object({ kind: z.literal('salesforce'), url: z.url() }).strict(),
  z
    .object({
      kind: z.literal('ldap'),
      url: z.url({ protocol: /^ldaps?$/ }),
      baseDn: z.string().min(1),
    })
    .strict(),
])
export type CrmConfig = z.infer<typeof CrmConfig>

/** What a CRM asks of whoever signs in; which ones a connector needs is its own matter. Never logged, never stored in clear. */
export type CrmSecrets = Readonly<Record<string, string>>
