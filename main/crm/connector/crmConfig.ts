/** Which CRM a desk works with, as its site says; plain data, because it is handed to the thread that asks the CRM. */
import { z } from 'zod'

/** PEM, absolute: authorities trusted besides the ones Node carries. */
const caFile = z.string().min(1).optional()

/** Of an LDAP entry, by where they go on the card; those of RFC 4519 and RFC 2798 unless told. */
const LdapAttributes = z
  .strictObject({
    personId: z.string().min(1),
    name: z.array(z.string().min(1)),
    company: z.array(z.string().min(1)),
    numbers: z.array(z.string().min(1)),
    /** Extra fields of the card: the label, and the attribute. */
    extra: z.record(z.string().min(1).max(80), z.string().min(1)),
  })
  .partial()

/**
 * `secrets` are not here: they are handed to `openConnector` beside it, from the profile's locked store.
 * `templatePath` and `caFile` are absolute.
 */
export const CrmConfig = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rest'), templatePath: z.string().min(1) }).strict(),
  z.object({ kind: z.literal('odoo'), url: z.url(), database: z.string().min(1), caFile }).strict(),
  z
    .object({
      kind: z.literal('salesforce'),
      /** `https://yourname.my.salesforce.com`. */
      url: z.url(),
      /** The connected app's consumer key. */
      clientId: z.string().min(1),
      caFile,
    })
    .strict(),
  z
    .object({
      kind: z.literal('ldap'),
      url: z.url({ protocol: /^ldaps?$/ }),
      baseDn: z.string().min(1),
      /** RFC 4513 section 3: `ldap:` becomes TLS before anything is said; no, only for this machine itself. */
      startTls: z.boolean().default(true),
      /** Who counts as a person (RFC 4515). */
      filter: z.string().min(1).max(2000).default('(objectClass=person)'),
      attributes: LdapAttributes.default({}),
      caFile,
    })
    .strict(),
])
export type CrmConfig = z.infer<typeof CrmConfig>

/** What a CRM asks of whoever signs in; which ones a connector needs is its own matter. Never logged, never stored in clear. */
export type CrmSecrets = Readonly<Record<string, string>>
