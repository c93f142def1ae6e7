/** Salesforce is asked by a template that comes with the program; its address and app are the site's. */
import { answered, type CrmAnswer, hasProblem } from '#main/crm/connector/crmAnswer'
import type { CrmConfig } from '#main/crm/connector/crmConfig'
import { parseTemplate } from '#main/crm/connectors/rest/template/readTemplate'
import type { Template } from '#main/crm/connectors/rest/template/template'
import { salesforceText } from '#main/crm/connectors/salesforce/salesforceText'
import { formatMistakes } from '#main/crm/profile/yamlText'

/** What the text has in place of the site's own address. */
const placeholder = 'https://INSTANCE.invalid'

export function toSalesforceTemplate({
  url,
  clientId,
  caFile,
}: Extract<CrmConfig, { kind: 'salesforce' }>): CrmAnswer<Template> {
  const read = parseTemplate(salesforceText)
  if (!read.ok) return hasProblem('misconfigured', formatMistakes('salesforce', read.mistakes))
  const at = (address: string) => address.replace(placeholder, new URL(url).origin)
  const { template } = read
  const { signIn } = template
  if (signIn.kind !== 'authorizationCode')
    return hasProblem('misconfigured', 'Salesforce signs in by the browser')
  return answered({
    ...template,
    url: at(template.url),
    signIn: {
      ...signIn,
      clientId,
      authorizeUrl: at(signIn.authorizeUrl),
      tokenUrl: at(signIn.tokenUrl),
    },
    ...(caFile !== undefined && { tls: { caFile } }),
  })
}
