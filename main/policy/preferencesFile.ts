/** Reads a policy out of a managed preferences file of macOS, written by the system from a configuration profile. */
import { parse, parseBinary } from 'plist'
import { z } from 'zod'
import { emptyRaw, type RawPolicy } from '#main/policy/toPolicy'

/** The preference domain; the files are `<domain>.plist`. */
export const preferenceDomain = 'com.najva.desk'

const Entries = z.record(z.string(), z.unknown()).default({})
const Preferences = z.object({ Defaults: Entries, Enforced: Entries })

/** Pure: null when the file is no property list (binary or XML) or not of this shape. */
export function parsePreferences(file: Uint8Array): RawPolicy | null {
  if (file.length === 0) return emptyRaw
  try {
    const parsed = Preferences.safeParse(
      isBinary(file) ? parseBinary(file) : parse(new TextDecoder().decode(file)),
    )
    return parsed.success ? { defaults: parsed.data.Defaults, enforced: parsed.data.Enforced } : null
  } catch {
    // Both readers throw many kinds of error for a file that is none.
    return null
  }
}

function isBinary(file: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(file.subarray(0, 6)) === 'bplist'
}
