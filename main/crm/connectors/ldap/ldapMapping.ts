/** Which attributes of a directory's entries are asked for, and what they become on a caller card. */
import type { Entry } from 'ldapts'
import type { CrmConfig } from '#main/crm/connector/crmConfig'
import { CardTemplate } from '#main/crm/connectors/rest/template/cardTemplate'

export type LdapConfig = Extract<CrmConfig, { kind: 'ldap' }>

/** Those of RFC 4519 and RFC 2798, and what Active Directory has in their place. */
const usual = {
  /** RFC 4530: stays when an entry is renamed. */
  personId: 'entryUUID',
  name: ['displayName', 'cn'],
  company: ['o', 'company'],
  numbers: ['telephoneNumber', 'mobile', 'ipPhone', 'homePhone'],
  extra: { Title: 'title', Department: 'departmentNumber', Email: 'mail' },
} as const

/** When the entry was changed: RFC 4512 section 3.4.2, and Active Directory's own. */
const changed = ['modifyTimestamp', 'whenChanged'] as const

export interface LdapMapping {
  /** Asked of the directory. */
  readonly attributes: string[]
  readonly numbers: readonly string[]
  readonly card: CardTemplate
}

interface UsedAttributes {
  readonly personId: string
  readonly name: readonly string[]
  readonly company: readonly string[]
  readonly numbers: readonly string[]
  readonly extra: Readonly<Record<string, string>>
}

/** Attributes' names are the same in any case (RFC 4512 section 2.5), so entries are read in lower case. */
export function toLdapMapping({ attributes }: LdapConfig): LdapMapping {
  const { personId, name, company, numbers, extra }: UsedAttributes = {
    personId: attributes.personId ?? usual.personId,
    name: attributes.name ?? usual.name,
    company: attributes.company ?? usual.company,
    numbers: attributes.numbers ?? usual.numbers,
    extra: attributes.extra ?? usual.extra,
  }
  const one = (attribute: string) => `['${attribute.toLowerCase().replaceAll("'", '')}'][0]`
  const every = (attribute: string) => `['${attribute.toLowerCase().replaceAll("'", '')}'][]`
  return {
    attributes: [personId, ...name, ...company, ...numbers, ...Object.values(extra), ...changed],
    numbers,
    card: CardTemplate.parse({
      personId: { from: [one(personId), 'dn'] },
      name: { from: name.map(one) },
      company: { from: company.map(one) },
      numbers: numbers.map(every),
      changedAt: { from: changed.map(one) },
      extra: Object.entries(extra).map(([label, attribute]) => ({ name: label, value: one(attribute) })),
    }),
  }
}

/** `20261123060000.5Z` (RFC 4517 section 3.3.13); others are left to the card's own dates. */
const generalizedTime = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:[.,]\d+)?Z$/

/** Pure: an entry as a mapping reads it: every attribute a list of texts; bytes that are no text are left out. */
export function toPlainEntry(entry: Entry): Readonly<Record<string, unknown>> {
  const attributes = Object.entries(entry).map(([name, value]) => {
    const values = (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string')
    return [name.toLowerCase(), values.map((each) => each.replace(generalizedTime, toIso))] as const
  })
  return { ...Object.fromEntries(attributes), dn: entry.dn }
}

function toIso(_whole: string, ...parts: (string | undefined)[]): string {
  const [year, month, day, hour, minute, second = '00'] = parts
  return `${year}-${month}-${day}T${hour}:${minute}:${second}Z`
}

/**
 * Pure: the filter that finds a number however it is punctuated: its last digits with anything between them. The
 * directory finds a few too many; they are compared afterwards.
 */
export function toNumberFilter(filter: string, attributes: readonly string[], digits: string): string {
  const pattern = `*${[...digits].join('*')}`
  const any = attributes.map((attribute) => `(${attribute}=${pattern})`).join('')
  return `(&${filter}(|${any}))`
}
