/** Writes what every setting is called, takes and does as a page that IT reads, from the list of settings. */
import { type PolicyKind, type PolicySetting, policySettings } from '#contract/policy'
import { linuxPolicyPath } from '#main/policy/policyFile'
import { preferenceDomain } from '#main/policy/preferencesFile'
import { policyKey } from '#main/policy/registryExport'
import { type PolicyTexts, wordsOf } from '#tools/policy/policyTexts'

const head = ['| key | what it is | values | as delivered |', '|---|---|---|---|']

export function renderPolicyPage(texts: PolicyTexts): string {
  return `# What an organisation can rule

Written by \`npm run policy\` from the list of settings, as are the files beside it. Each setting stands on one of two
levels: under \`Defaults\` until the person chooses otherwise, under \`Enforced\` whatever they chose; the page then says
that it is managed by the organisation. A value that is none of a setting's values rules nothing and is named in the log.

| system | where | what to begin with |
|---|---|---|
| Windows | Group Policy, which writes \`${policyKey}\` under HKEY_LOCAL_MACHINE (stronger) or HKEY_CURRENT_USER | \`windows/Najva.admx\` with its \`Najva.adml\`, into \`PolicyDefinitions\` |
| macOS | a configuration profile for the domain \`${preferenceDomain}\` | \`macos/najva.mobileconfig\`: move keys from \`Defaults\` to \`Enforced\`, sign, hand out by MDM |
| Linux | \`${linuxPolicyPath}\`, owned by root and writable by nobody else | \`linux/policy.json\`: move keys from \`defaults\` to \`enforced\` |

A desk reads its rules when it starts.

## The site's own, which no person sets

${renderTable(texts, 'site')}

## A person's

${renderTable(texts, 'person')}
`
}

function renderTable(texts: PolicyTexts, of: PolicySetting['of']): string {
  const rows = policySettings
    .filter((setting) => setting.of === of)
    .map(({ key, kind, standard }) => {
      const { name, help } = wordsOf(texts, key)
      const delivered = standard === null ? 'off' : toCode(String(standard))
      return toRow([toCode(key), `${name}. ${help}`, toValues(kind), delivered])
    })
  return [...head, ...rows].join('\n')
}

function toValues(kind: PolicyKind): string {
  switch (kind.type) {
    case 'boolean':
      return '`true`, `false`; in the registry 1, 0'
    case 'choice':
      return kind.choices.map(toCode).join(', ')
    case 'integer':
      return `whole number, ${kind.min} to ${kind.max}`
    case 'number':
      return `${kind.min} to ${kind.max}; in the registry as text`
    case 'text':
      return 'text'
  }
}

const toCode = (text: string): string => (text === '' ? 'empty' : `\`${text}\``)
const toRow = (cells: readonly string[]): string => `| ${cells.join(' | ').replaceAll('\n', ' ')} |`
