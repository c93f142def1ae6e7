/** Writes the administrative template of Group Policy (ADMX) and its words (ADML) from the list of settings. */
import { create, type XMLElement } from 'xmlbuilder'
import { type PolicyKind, type PolicySetting, policySettings } from '#contract/policy'
import { type PolicyTexts, wordsOf } from '#tools/policy/policyTexts'

const schema = 'http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions'
const levels = ['Enforced', 'Defaults'] as const
type Level = (typeof levels)[number]

/** Names in these files are words without dots. */
const toName = (key: string): string => key.replaceAll('.', '_')
const toPolicyName = (level: Level, key: string): string => `${level}_${toName(key)}`

/** `key` is the registry key under HKLM or HKCU, without the level. */
export function renderAdmx(key: string): string {
  const root = begin('policyDefinitions')
  root
    .ele('policyNamespaces')
    .ele('target', { prefix: 'najva', namespace: 'Najva.Policies.Desk' })
    .up()
    .ele('using', { prefix: 'windows', namespace: 'Microsoft.Policies.Windows' })
  root.ele('resources', { minRequiredRevision: '1.0' })
  root
    .ele('supportedOn')
    .ele('definitions')
    .ele('definition', { name: 'Najva', displayName: '$(string.supported)' })
  const categories = root.ele('categories')
  categories.ele('category', { name: 'Najva', displayName: '$(string.najva)' })
  for (const level of levels)
    categories
      .ele('category', { name: level, displayName: `$(string.${level.toLowerCase()})` })
      .ele('parentCategory', { ref: 'Najva' })
  const policies = root.ele('policies')
  for (const level of levels) for (const setting of policySettings) addPolicy(policies, key, level, setting)
  return root.end({ pretty: true })
}

function addPolicy(policies: XMLElement, key: string, level: Level, setting: PolicySetting): void {
  const name = toPolicyName(level, setting.key)
  const isBoolean = setting.kind.type === 'boolean'
  const policy = policies.ele('policy', {
    name,
    class: 'Both',
    displayName: `$(string.${toName(setting.key)})`,
    explainText: `$(string.${toName(setting.key)}_help)`,
    ...(isBoolean ? { valueName: setting.key } : { presentation: `$(presentation.${name})` }),
    key: `${key}\\${level}`,
  })
  policy.ele('parentCategory', { ref: level })
  policy.ele('supportedOn', { ref: 'Najva' })
  if (isBoolean) {
    policy.ele('enabledValue').ele('decimal', { value: 1 })
    policy.ele('disabledValue').ele('decimal', { value: 0 })
  } else addElement(policy.ele('elements'), setting)
}

function addElement(elements: XMLElement, { key, kind }: PolicySetting): void {
  const common = { id: 'value', valueName: key, required: 'true' }
  switch (kind.type) {
    case 'integer':
      elements.ele('decimal', { ...common, minValue: kind.min, maxValue: kind.max })
      break
    case 'choice': {
      const list = elements.ele('enum', common)
      for (const choice of kind.choices)
        list
          .ele('item', { displayName: `$(string.${toName(key)}_${choice})` })
          .ele('value')
          .ele('string', {}, choice)
      break
    }
    case 'number':
    case 'text':
      elements.ele('text', { ...common, maxLength: 500 })
      break
    case 'boolean':
  }
}

export function renderAdml(texts: PolicyTexts): string {
  const root = begin('policyDefinitionResources')
  root.ele('displayName', {}, texts.words.najva)
  root.ele('description', {}, texts.words.najva)
  const resources = root.ele('resources')
  const strings = resources.ele('stringTable')
  const say = (id: string, text: string) => strings.ele('string', { id }, text)
  for (const [id, text] of Object.entries(texts.words)) say(id, text)
  for (const { key, kind } of policySettings) {
    const { name, help } = wordsOf(texts, key)
    say(toName(key), name)
    say(`${toName(key)}_help`, `${help}\n\n${key}`)
    if (kind.type === 'choice') for (const choice of kind.choices) say(`${toName(key)}_${choice}`, choice)
  }
  const presentations = resources.ele('presentationTable')
  for (const level of levels)
    for (const { key, kind } of policySettings)
      if (kind.type !== 'boolean')
        addField(
          presentations.ele('presentation', { id: toPolicyName(level, key) }),
          kind,
          wordsOf(texts, key).name,
        )
  return root.end({ pretty: true })
}

function addField(presentation: XMLElement, kind: PolicyKind, label: string): void {
  switch (kind.type) {
    case 'integer':
      presentation.ele('decimalTextBox', { refId: 'value', spinStep: 1 }, label)
      break
    case 'choice':
      presentation.ele('dropdownList', { refId: 'value', noSort: 'true' }, label)
      break
    case 'number':
    case 'text':
      presentation.ele('textBox', { refId: 'value' }).ele('label', {}, label)
      break
    case 'boolean':
  }
}

function begin(name: string): XMLElement {
  return create(name, { encoding: 'utf-8' }, {}, { separateArrayItems: false })
    .att('xmlns:xsd', 'http://www.w3.org/2001/XMLSchema')
    .att('xmlns:xsi', 'http://www.w3.org/2001/XMLSchema-instance')
    .att('revision', '1.0')
    .att('schemaVersion', '1.0')
    .att('xmlns', schema)
}
