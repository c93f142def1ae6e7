/** Lays what an organisation rules over what a person chose: enforced before chosen, chosen before default. */
import { type Policy, type PolicyValue, policySettings } from '#contract/policy'
import { Settings } from '#contract/settings'
import { SiteSettings } from '#contract/siteSettings'

/** What a person has at this desk, before any rule. */
export interface KeptSettings {
  /** Every setting; of a key they never touched it is what was in force when the file was written. */
  readonly values: Settings
  /** Keys of single values that the person set themselves. */
  readonly chosen: readonly string[]
}

type Tree = Readonly<Record<string, unknown>>

const ofPerson = policySettings.filter((setting) => setting.of === 'person')
const ofSite = policySettings.filter((setting) => setting.of === 'site')

/** Pure: what is in force. */
export function applyPolicy(kept: KeptSettings, policy: Policy): Settings {
  let tree: Tree = kept.values
  for (const { key } of ofPerson) {
    const ruled = policy.enforced[key] ?? (kept.chosen.includes(key) ? undefined : policy.defaults[key])
    if (ruled !== undefined) tree = put(tree, key.split('.'), ruled)
  }
  return Settings.parse(tree)
}

/** Pure: what is in force of the site's own settings, which no person changes. */
export function toSiteSettings(policy: Policy): SiteSettings {
  let tree: Tree = {}
  for (const { key } of ofSite) {
    const ruled = policy.enforced[key] ?? policy.defaults[key]
    if (ruled !== undefined) tree = put(tree, key.split('.'), ruled)
  }
  return SiteSettings.parse(tree)
}

/** Pure: the keys in which two settings differ. */
export function findChanged(before: Settings, after: Settings): string[] {
  return ofPerson
    .map((setting) => setting.key)
    .filter((key) => read(before, key.split('.')) !== read(after, key.split('.')))
}

/** Pure: the keys that differ from what Najva comes with; of a file that was kept before choices were noted. */
export function guessChosen(values: Settings): string[] {
  return findChanged(Settings.parse({}), values)
}

/** Pure: `to` with the values of `keys` as they are in `from`. */
export function keepValues(to: Settings, from: Settings, keys: readonly string[]): Settings {
  let tree: Tree = to
  for (const key of keys) tree = put(tree, key.split('.'), read(from, key.split('.')))
  return Settings.parse(tree)
}

/** The enforced keys of a person's own settings, for the page to say so. */
export function listManaged(policy: Policy): string[] {
  return ofPerson.map((setting) => setting.key).filter((key) => policy.enforced[key] !== undefined)
}

function read(tree: unknown, path: readonly string[]): unknown {
  const [name, ...rest] = path
  if (name === undefined) return tree
  return isTree(tree) ? read(tree[name], rest) : undefined
}

function put(tree: Tree, path: readonly string[], value: PolicyValue | unknown): Tree {
  const [name, ...rest] = path
  if (name === undefined) return tree
  const below = tree[name]
  return { ...tree, [name]: rest.length === 0 ? value : put(isTree(below) ? below : {}, rest, value) }
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
