/** Which CRM this desk works with: `crm.yaml` of the profile, and the secrets beside it. */
import { readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parse } from 'yaml'
import { type Answer, done, failed } from '#contract/failure'
import { CrmConfig, type CrmSecrets } from '#main/crm/connector/crmConfig'
import { keepCrmSecrets, loadCrmSecrets } from '#main/crm/profile/crmSecrets'
import { readKeepRules } from '#main/crm/profile/readKeepRules'
import { openLetterBox, readLetter, throwLetterAway } from '#main/crm/profile/secretDrop'
import type { KeepRules } from '#main/crm/sync/keepRules'
import { toErrorCode, toStoreFault } from '#main/store/storeFault'

export interface ProfileCrm {
  readonly config: CrmConfig
  readonly secrets: CrmSecrets
  readonly rules: KeepRules
}

const maxBytes = 64 * 1024

/**
 * null when there is no such file: the desk has no CRM. `invalid`, with what is wrong, when there is one that cannot be
 * used. `file` is another place than the profile's `crm.yaml`; there it has to be.
 */
export function loadCrm(
  profileDir: string,
  key: Uint8Array,
  file: string | null = null,
): Answer<ProfileCrm | null> {
  const path = file ?? join(profileDir, 'crm.yaml')
  const config = readCrmConfig(path, file !== null)
  if (!config.ok) return config
  if (config.value === null) return done(null)
  const rules = readKeepRules(path)
  if (!rules.ok) return rules
  takeLetters(profileDir, key)
  const secrets = loadCrmSecrets(profileDir, key)
  return secrets.ok ? done({ config: config.value, secrets: secrets.value, rules: rules.value }) : secrets
}

/** What `npm run crm -- sign-in` left for a key it could not ask for. A disk that refuses leaves it where it is. */
function takeLetters(profileDir: string, key: Uint8Array): void {
  try {
    openLetterBox(profileDir, key)
    const letter = readLetter(profileDir, key)
    if (letter === null || keepCrmSecrets(profileDir, key, letter).ok) throwLetterAway(profileDir)
  } catch (error) {
    if (toStoreFault(error) === null) throw error
  }
}

/** Paths in the file are meant from its own folder. */
export function readCrmConfig(path: string, isNeeded: boolean): Answer<CrmConfig | null> {
  let raw: unknown
  try {
    if (statSync(path).size > maxBytes) return failed('invalid', `${path} is too long`)
    raw = parse(readFileSync(path, 'utf8'), { maxAliasCount: 0 })
  } catch (error) {
    const code = toErrorCode(error)
    if (code === 'ENOENT' && !isNeeded) return done(null)
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
    return failed('invalid', `${path}: ${code ?? reason}`.slice(0, 200))
  }
  const parsed = CrmConfig.safeParse(fromFolder(raw, dirname(resolve(path))))
  if (parsed.success) return done(parsed.data)
  const [issue] = parsed.error.issues
  return failed('invalid', `${path}: ${issue?.path.join('.')} ${issue?.message}`.slice(0, 200))
}

/** `template` and `caFile` as a person writes them become absolute paths. */
function fromFolder(raw: unknown, folder: string): unknown {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return raw
  // Who may stay in the cache is read beside this (`readKeepRules`).
  const { template, caFile, keep: _, ...rest } = raw as Record<string, unknown>
  return {
    ...rest,
    ...(typeof template === 'string' && { templatePath: resolve(folder, template) }),
    ...(typeof caFile === 'string' && { caFile: resolve(folder, caFile) }),
  }
}
