/** What an organisation can rule about a desk: each setting as a default or enforced, by one list drawn from the schemas. */
import { z } from 'zod'
import { Settings } from '#contract/settings'
import { SiteSettings } from '#contract/siteSettings'

/** One value as every system's policy store can hold it. */
export type PolicyValue = boolean | number | string

/** Values by key, for example `calls.lines`. */
export type PolicyValues = Readonly<Record<string, PolicyValue>>

/** `defaults` stand until the person chooses otherwise; `enforced` stand whatever they chose. */
export interface Policy {
  readonly defaults: PolicyValues
  readonly enforced: PolicyValues
}

export const noPolicy: Policy = { defaults: {}, enforced: {} }

/** How a setting is written in a policy store. `number` is a decimal fraction, written as text. */
export type PolicyKind =
  | { readonly type: 'boolean' }
  | { readonly type: 'integer'; readonly min: number; readonly max: number }
  | { readonly type: 'number'; readonly min: number; readonly max: number }
  | { readonly type: 'choice'; readonly choices: readonly string[] }
  | { readonly type: 'text' }

export interface PolicySetting {
  /** The way to it through the settings, by dots. */
  readonly key: string
  /** Whose it is: a person's own settings, or the site's. */
  readonly of: 'person' | 'site'
  readonly kind: PolicyKind
  /** In force where nobody says anything; null for off. */
  readonly standard: PolicyValue | null
  readonly schema: z.ZodType
}

/** How a person left their windows is no rule for an organisation to make. */
const leftOut: ReadonlySet<string> = new Set(['floor', 'wallboard'])

/** Every setting that is one value: lists (devices, queues) are left to the person. In the order of the schemas. */
export const policySettings: readonly PolicySetting[] = [
  ...listLeaves(Settings, 'person', ''),
  ...listLeaves(SiteSettings, 'site', ''),
]

const byKey = new Map(policySettings.map((setting) => [setting.key, setting]))

/** null for a key that no setting has. */
export function findPolicySetting(key: string): PolicySetting | null {
  return byKey.get(key) ?? null
}

/**
 * Pure: the value a policy store gave for a key, as the setting wants it; null when it is none of its values. Stores
 * that know only numbers and text say 0 and 1 for no and yes, and a fraction as text.
 */
export function toPolicyValue(setting: PolicySetting, raw: unknown): PolicyValue | null {
  const parsed = setting.schema.safeParse(toPlain(setting.kind, raw))
  return parsed.success && isPolicyValue(parsed.data) ? parsed.data : null
}

function toPlain(kind: PolicyKind, raw: unknown): unknown {
  if (kind.type === 'boolean' && (raw === 0 || raw === 1)) return raw === 1
  if (kind.type === 'number' && typeof raw === 'string' && /^-?\d+(\.\d+)?$/.test(raw)) return Number(raw)
  return raw
}

function isPolicyValue(value: unknown): value is PolicyValue {
  return typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string'
}

function listLeaves(schema: z.ZodObject, of: PolicySetting['of'], above: string): PolicySetting[] {
  return Object.entries(schema.shape).flatMap(([name, field]) => {
    const key = `${above}${name}`
    if (leftOut.has(key)) return []
    const { inner, standard } = unwrap(field as z.ZodType)
    if (inner instanceof z.ZodObject) return listLeaves(inner, of, `${key}.`)
    const kind = toKind(inner)
    if (kind === null) return []
    return [{ key, of, kind, standard: isPolicyValue(standard) ? standard : null, schema: inner }]
  })
}

/** What lies under a default or a "may be null", and what is in force when nothing is said. */
function unwrap(field: z.ZodType): { inner: z.ZodType; standard: unknown } {
  let inner: z.ZodType = field
  let standard: unknown
  for (;;) {
    if (inner instanceof z.ZodDefault) standard = inner.parse(undefined)
    else if (!(inner instanceof z.ZodPrefault || inner instanceof z.ZodNullable)) return { inner, standard }
    inner = inner.unwrap() as z.ZodType
  }
}

function toKind(schema: z.ZodType): PolicyKind | null {
  if (schema instanceof z.ZodBoolean) return { type: 'boolean' }
  if (schema instanceof z.ZodEnum) return { type: 'choice', choices: schema.options.map(String) }
  if (schema instanceof z.ZodNumber) {
    const min = schema.minValue ?? 0
    const max = schema.maxValue ?? 0
    return schema.isInt ? { type: 'integer', min, max } : { type: 'number', min, max }
  }
  // An address that may be empty is a union of texts.
  return schema instanceof z.ZodString || schema instanceof z.ZodUnion ? { type: 'text' } : null
}
