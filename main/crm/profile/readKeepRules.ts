/** What `crm.yaml` says besides which CRM it is: how long a desk keeps people, and where recordings are. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { type Answer, done, failed } from '#contract/failure'
import { formatMistakes, parseYaml, type YamlAnswer } from '#main/crm/profile/yamlText'
import { KeepRules, keepAll } from '#main/crm/sync/keepRules'

/** `https://…` with `{callId}` in it: whoever opens it signs in there, the CRM gets the address alone. */
const RecordingAddress = z
  .url({ protocol: /^https$/ })
  .max(400)
  .refine((address) => address.includes('{callId}'), 'needs {callId} where the id of the call belongs')

/** Everybody stays where it says nothing, and no recording is named. */
const Beside = z.looseObject({
  keep: KeepRules.default(keepAll),
  recordings: RecordingAddress.nullable().default(null),
})

export interface SiteWords {
  readonly rules: KeepRules
  /** null where the site keeps recordings to itself. */
  readonly recordingAddress: string | null
}

/** The keys read here; the rest is the CRM's. */
export const wordsBeside = ['keep', 'recordings'] as const

/** Pure. */
export function parseSiteWords(text: string): YamlAnswer<SiteWords> {
  const read = parseYaml(text, Beside, 'crm.yaml')
  if (!read.ok) return read
  return { ok: true, value: { rules: read.value.keep, recordingAddress: read.value.recordings } }
}

/** Of a file that was read as a whole just before. */
export function readKeepRules(path: string): Answer<KeepRules> {
  const read = parseSiteWords(readFileSync(path, 'utf8'))
  if (read.ok) return done(read.value.rules)
  return failed('invalid', formatMistakes(path, read.mistakes.slice(0, 1)).slice(0, 200))
}
