/** How long a desk keeps people, from `keep` of its `crm.yaml`. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { type Answer, done, failed } from '#contract/failure'
import { formatMistakes, parseYaml, type YamlAnswer } from '#main/crm/profile/yamlText'
import { KeepRules, keepAll } from '#main/crm/sync/keepRules'

/** What else stands in the file is read beside this. */
const Kept = z.looseObject({ keep: KeepRules.default(keepAll) })

/** Pure: everybody stays where the text says nothing. */
export function parseKeepRules(text: string): YamlAnswer<KeepRules> {
  const read = parseYaml(text, Kept, 'crm.yaml')
  return read.ok ? { ok: true, value: read.value.keep } : read
}

/** Of a file that was read as a whole just before. */
export function readKeepRules(path: string): Answer<KeepRules> {
  const read = parseKeepRules(readFileSync(path, 'utf8'))
  if (read.ok) return done(read.value)
  return failed('invalid', formatMistakes(path, read.mistakes.slice(0, 1)).slice(0, 200))
}
