/** Reads a policy out of what `reg.exe export` writes: the registry as text, in every language of Windows the same. */
import type { RawPolicy } from '#main/policy/toPolicy'

/** Under HKEY_LOCAL_MACHINE and HKEY_CURRENT_USER, where Group Policy writes. */
export const policyKey = 'SOFTWARE\\Policies\\Najva'

const escaped = /\\(["\\])/g

/**
 * Pure: the text or numbers under `…\Najva\Defaults` and `…\Najva\Enforced`. A value of another kind becomes null,
 * which no setting takes, so that it is said.
 */
export function parseRegistryExport(file: Uint8Array): RawPolicy {
  const levels: Record<'defaults' | 'enforced', Record<string, unknown>> = { defaults: {}, enforced: {} }
  let level: 'defaults' | 'enforced' | null = null
  for (const line of toText(file).split(/\r?\n/)) {
    const key = /^\[-?(.+)\]$/.exec(line)?.[1]
    if (key !== undefined) level = toLevel(key)
    const [, name, value] = /^"((?:[^"\\]|\\["\\])+)"=(.*)$/.exec(line) ?? []
    if (level !== null && name !== undefined && value !== undefined)
      levels[level][name.replace(escaped, '$1')] = toValue(value)
  }
  return levels
}

function toLevel(key: string): 'defaults' | 'enforced' | null {
  const lower = key.toLowerCase()
  if (lower.endsWith(`\\${policyKey.toLowerCase()}\\defaults`)) return 'defaults'
  return lower.endsWith(`\\${policyKey.toLowerCase()}\\enforced`) ? 'enforced' : null
}

function toValue(text: string): string | number | null {
  const number = /^dword:([0-9a-f]{8})$/i.exec(text)?.[1]
  if (number !== undefined) return Number.parseInt(number, 16)
  return /^"((?:[^"\\]|\\["\\])*)"$/.exec(text)?.[1]?.replace(escaped, '$1') ?? null
}

/** Version 5 is UTF-16 with its mark; version 4 has neither. */
function toText(file: Uint8Array): string {
  const isUtf16 = file[0] === 0xff && file[1] === 0xfe
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(file)
}
