/** `npm run crm`: looks at a template without a desk, signs the profile in to its CRM, and imports files of people. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '#contract/time'
import { checkConnector } from '#main/crm/commandLine/checkConnector'
import { type CheckOptions, checkTemplate } from '#main/crm/commandLine/checkTemplate'
import { crmHelp, readCrmWords } from '#main/crm/commandLine/crmWords'
import { importCommand } from '#main/crm/commandLine/importCommand'
import { type AskSecret, signIn } from '#main/crm/commandLine/signIn'
import { keepCrmSecrets, loadCrmSecrets } from '#main/crm/profile/crmSecrets'
import { readCrmConfig } from '#main/crm/profile/loadCrm'
import { loadProfileKey } from '#main/store/profileKey'

export interface CrmCommandOptions {
  readonly words: readonly string[]
  /** Where the person stands. */
  readonly here: string
  /** Absolute. */
  readonly defaultProfile: string
  readonly clock: Clock
  readonly say: (line: string) => void
  readonly askSecret: AskSecret
  readonly openBrowser: (url: string) => void
  /** The person breaks off what lasts. */
  readonly signal?: AbortSignal
}

/** A file of people is no template: it is shown as its import would take it. */
const peopleFile = /\.(csv|tsv|txt|vcf|vcard|xlsx)$/i

/** The exit code: 0 well, 1 something is wrong, 2 the words were not understood. */
export async function runCrmCommand(options: CrmCommandOptions): Promise<number> {
  const { say, clock } = options
  const words = readCrmWords(options.words, options.here)
  if (typeof words === 'string') {
    say(`${words}\n\n${crmHelp}`)
    return 2
  }
  if (words.command === 'help') {
    say(crmHelp)
    return 0
  }
  const profileDir = words.profile ?? options.defaultProfile
  if (words.command === 'import')
    return importCommand({ ...words.import, profileDir, clock, say, signal: options.signal })
  const config = readCrmConfig(words.crm ?? join(profileDir, 'crm.yaml'), words.crm !== null)
  if (words.command === 'check' && words.file !== null && peopleFile.test(words.file)) {
    const { file } = words
    return importCommand({
      ...words.import,
      file,
      preview: true,
      profileDir,
      clock,
      say,
      signal: options.signal,
    })
  }
  if (words.command === 'check' && words.file !== null) {
    return checkTemplate({ ...words, ...readSecrets(profileDir, clock), path: words.file, clock, say })
  }
  if (!config.ok || config.value === null) {
    say(
      config.ok
        ? `There is no crm.yaml in ${profileDir}.`
        : (config.failure.subject ?? 'crm.yaml cannot be used'),
    )
    return 1
  }
  if (words.command === 'sign-in') return signIn({ ...options, profileDir, config: config.value })
  const tools = { ...words, ...readSecrets(profileDir, clock), clock, say }
  if (config.value.kind !== 'rest')
    return checkConnector({ ...tools, config: config.value, country: words.import.country ?? '' })
  return checkTemplate({ ...tools, path: config.value.templatePath })
}

/**
 * A profile that was never used has none, and is not made for a look at a template. What the CRM replaces is kept even
 * in a dry run: the old is then worth nothing.
 */
function readSecrets(profileDir: string, clock: Clock): Pick<CheckOptions, 'secrets' | 'keepSecrets'> {
  const keyPath = join(profileDir, 'key')
  const key = existsSync(keyPath) ? loadProfileKey(keyPath, clock) : null
  const secrets = key?.ok === true ? loadCrmSecrets(profileDir, key.value) : null
  return {
    secrets: secrets?.ok === true ? secrets.value : {},
    keepSecrets: (changed) => {
      if (key?.ok === true) keepCrmSecrets(profileDir, key.value, changed)
    },
  }
}
