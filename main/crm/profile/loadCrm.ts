/** Which CRM this desk works with: `crm.yaml` of the profile, and the secrets beside it. */
import { readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { CrmMistake } from '#contract/crmSync'
import { type Answer, done, type Failure, toFailure } from '#contract/failure'
import { CrmConfig, type CrmSecrets } from '#main/crm/connector/crmConfig'
import { readTemplate } from '#main/crm/connectors/rest/template/readTemplate'
import { keepCrmSecrets, loadCrmSecrets } from '#main/crm/profile/crmSecrets'
import { parseSiteWords, wordsBeside } from '#main/crm/profile/readKeepRules'
import { openLetterBox, readLetter, throwLetterAway } from '#main/crm/profile/secretDrop'
import { formatMistakes, parseYaml, wrong, type YamlMistake } from '#main/crm/profile/yamlText'
import type { KeepRules } from '#main/crm/sync/keepRules'
import { toErrorCode, toStoreFault } from '#main/store/storeFault'

export interface ProfileCrm {
  readonly config: CrmConfig
  readonly secrets: CrmSecrets
  readonly rules: KeepRules
  /** `https://…` with `{callId}` in it; null where the site keeps recordings to itself. */
  readonly recordingAddress: string | null
}

/** `mistake`: where a file is wrong; null where it was not the file. */
export type LoadedCrm<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure; readonly mistake: CrmMistake | null }

const maxBytes = 64 * 1024

/**
 * null when there is no such file: the desk has no CRM. `invalid`, with what is wrong, when there is one that cannot be
 * used. `file` is another place than the profile's `crm.yaml`; there it has to be.
 */
export function loadCrm(
  profileDir: string,
  key: Uint8Array,
  file: string | null = null,
): LoadedCrm<ProfileCrm | null> {
  const read = readCrmFile(file ?? join(profileDir, 'crm.yaml'), file !== null)
  if (!read.ok) return read
  if (read.value === null) return { ok: true, value: null }
  takeLetters(profileDir, key)
  const secrets = loadCrmSecrets(profileDir, key)
  if (!secrets.ok) return { ...secrets, mistake: null }
  return { ok: true, value: { ...read.value, secrets: secrets.value } }
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
  const read = readCrmFile(path, isNeeded)
  return read.ok ? done(read.value?.config ?? null) : read
}

type CrmFile = Omit<ProfileCrm, 'secrets'>

function readCrmFile(path: string, isNeeded: boolean): LoadedCrm<CrmFile | null> {
  let text: string
  try {
    if (statSync(path).size > maxBytes) return refuse(path, wrong('long', 'is too long').mistakes)
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const code = toErrorCode(error)
    if (code === null) throw error
    if (code === 'ENOENT' && !isNeeded) return { ok: true, value: null }
    return refuse(path, wrong('unreadable', `cannot be read (${code})`).mistakes)
  }
  const folder = dirname(resolve(path))
  const config = parseYaml(text, CrmConfig, 'crm.yaml', (raw) => fromFolder(raw, folder))
  if (!config.ok) return refuse(path, config.mistakes.map(asWritten))
  const words = parseSiteWords(text)
  if (!words.ok) return refuse(path, words.mistakes)
  return { ok: true, value: { config: config.value, ...words.value } }
}

/** `template` and `caFile` as a person writes them become absolute paths. */
function fromFolder(raw: unknown, folder: string): unknown {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return raw
  const isOfCrm = ([key]: [string, unknown]) => !wordsBeside.some((word) => word === key)
  const { template, caFile, ...rest } = Object.fromEntries(Object.entries(raw).filter(isOfCrm))
  return {
    ...rest,
    ...(typeof template === 'string' && { templatePath: resolve(folder, template) }),
    ...(typeof caFile === 'string' && { caFile: resolve(folder, caFile) }),
  }
}

function asWritten(mistake: YamlMistake): YamlMistake {
  if (mistake.key !== 'templatePath') return mistake
  return { ...mistake, key: 'template', message: mistake.message.replace('templatePath', 'template') }
}

/** Where the template of a CRM that has one is wrong; null when it can be read, or there is none. */
export function findTemplateMistake(config: CrmConfig): CrmMistake | null {
  if (config.kind !== 'rest') return null
  const read = readTemplate(config.templatePath)
  return read.ok ? null : toCrmMistake(config.templatePath, read.mistakes)
}

/** The first is told: those behind it often come of it. */
function refuse(path: string, mistakes: readonly YamlMistake[]): LoadedCrm<never> {
  const failure = toFailure('invalid', formatMistakes(path, mistakes.slice(0, 1)).slice(0, 200))
  return { ok: false, failure, mistake: toCrmMistake(path, mistakes) }
}

function toCrmMistake(path: string, mistakes: readonly YamlMistake[]): CrmMistake | null {
  const [first] = mistakes
  if (first === undefined) return null
  const { line, reason, key } = first
  return { file: basename(path).slice(0, 120), line, reason, key: key?.slice(0, 80) ?? null }
}
