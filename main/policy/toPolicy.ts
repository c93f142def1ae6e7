/** Makes a policy of what a system's policy store holds; what makes no sense is left out and said. */
import { findPolicySetting, type Policy, type PolicyValue, toPolicyValue } from '#contract/policy'

/** As read from a store, unchecked. */
export interface RawPolicy {
  readonly defaults: Readonly<Record<string, unknown>>
  readonly enforced: Readonly<Record<string, unknown>>
}

export interface ReadPolicy {
  readonly policy: Policy
  /** In English, for the log and for IT: one sentence for each entry that was left out. */
  readonly problems: readonly string[]
}

/** Pure. An entry that cannot be understood rules nothing: a slip in one must not undo the rest. */
export function toPolicy(raw: RawPolicy): ReadPolicy {
  const problems: string[] = []
  const check = (level: string, entries: Readonly<Record<string, unknown>>): Record<string, PolicyValue> => {
    const values: Record<string, PolicyValue> = {}
    for (const [key, entry] of Object.entries(entries)) {
      const setting = findPolicySetting(key)
      const value = setting === null ? null : toPolicyValue(setting, entry)
      if (value !== null) values[key] = value
      else problems.push(toProblem(level, key, setting === null))
    }
    return values
  }
  return {
    policy: { defaults: check('default', raw.defaults), enforced: check('enforced', raw.enforced) },
    problems,
  }
}

function toProblem(level: string, key: string, isUnknown: boolean): string {
  const name = key.slice(0, 80)
  return isUnknown
    ? `The ${level} setting "${name}" is unknown to this version and was left out`
    : `The ${level} setting "${name}" has a value it cannot have and was left out`
}

/** Pure: two stores as one; what `stronger` says of a key stands. */
export function joinRaw(stronger: RawPolicy, weaker: RawPolicy): RawPolicy {
  return {
    defaults: { ...weaker.defaults, ...stronger.defaults },
    enforced: { ...weaker.enforced, ...stronger.enforced },
  }
}

export const emptyRaw: RawPolicy = { defaults: {}, enforced: {} }
