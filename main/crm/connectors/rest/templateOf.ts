/** The template of a CRM that is asked by one: the site's own file, or the one that comes with the program. */
import { answered, type CrmAnswer, hasProblem } from '#main/crm/connector/crmAnswer'
import type { CrmConfig } from '#main/crm/connector/crmConfig'
import { readTemplate } from '#main/crm/connectors/rest/template/readTemplate'
import type { Template } from '#main/crm/connectors/rest/template/template'
import { toSalesforceTemplate } from '#main/crm/connectors/salesforce/salesforceTemplate'
import { formatMistakes } from '#main/crm/profile/yamlText'

/** `misconfigured`, with its lines, when it cannot be used. */
export function readTemplateOf(
  config: Extract<CrmConfig, { kind: 'rest' | 'salesforce' }>,
): CrmAnswer<Template> {
  if (config.kind === 'salesforce') return toSalesforceTemplate(config)
  const read = readTemplate(config.templatePath)
  if (read.ok) return answered(read.template)
  return hasProblem('misconfigured', formatMistakes(config.templatePath, read.mistakes))
}
