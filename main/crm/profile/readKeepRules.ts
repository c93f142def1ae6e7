/** How long a desk keeps people, from `keep` of its `crm.yaml`. */
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { type Answer, done, failed } from '#contract/failure'
import { KeepRules, keepAll } from '#main/crm/sync/keepRules'

/** Of a file that was read as a whole just before; everybody stays where it says nothing. */
export function readKeepRules(path: string): Answer<KeepRules> {
  const raw: unknown = parse(readFileSync(path, 'utf8'), { maxAliasCount: 0 })
  const keep = typeof raw === 'object' && raw !== null && 'keep' in raw ? raw.keep : undefined
  if (keep === undefined) return done(keepAll)
  const parsed = KeepRules.safeParse(keep)
  if (parsed.success) return done(parsed.data)
  const [issue] = parsed.error.issues
  return failed('invalid', `${path}: keep.${issue?.path.join('.')} ${issue?.message}`.slice(0, 200))
}
