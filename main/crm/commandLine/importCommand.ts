/** `npm run crm -- import`: people of a file into a profile's cache, looked at before and undone after. */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ColumnMapping } from '#contract/columnMapping'
import type { Clock } from '#contract/time'
import { toCountLines, toPreviewLines } from '#main/crm/commandLine/importReport'
import type { ImportWords } from '#main/crm/commandLine/importWords'
import { changeMapping, proposeMapping } from '#main/crm/connectors/file/columnMapping'
import { faultWords, toErrorFile } from '#main/crm/connectors/file/faultWords'
import { type PreviewAnswer, previewFile } from '#main/crm/connectors/file/previewFile'
import { keepImportMap, loadImportMap } from '#main/crm/profile/importMaps'
import { readCrmConfig } from '#main/crm/profile/loadCrm'
import { readKeepRules } from '#main/crm/profile/readKeepRules'
import type { ImportOutcome, ImportProgress } from '#main/crm/sync/importFile'
import { keepAll } from '#main/crm/sync/keepRules'
import { startWriter, type Writer, type WriterAnswer } from '#main/crm/sync/startWriter'
import { createLog } from '#main/desk/log'
import { createSettingsStore } from '#main/desk/settingsStore'
import { loadProfileKey } from '#main/store/profileKey'

export interface ImportCommandOptions extends ImportWords {
  readonly profileDir: string
  readonly clock: Clock
  readonly say: (line: string) => void
  /** The person breaks it off: what was taken stays. */
  readonly signal?: AbortSignal | undefined
}

/** The exit code: 0 when the file was taken (rows may have been refused), 1 when it was not. */
export async function importCommand(options: ImportCommandOptions): Promise<number> {
  const { profileDir, say } = options
  const key = findKey(options)
  if (typeof key === 'string') {
    say(key)
    return 1
  }
  if (options.file === null) return undo(options, key)
  const country = options.country ?? readCountry(options)
  const { encoding, delimiter, sheet } = options
  const order = { path: options.file, form: { encoding, delimiter, sheet } }
  const looked = await previewFile(order, country, (headings, samples) => {
    const known = proposeMapping(loadImportMap(profileDir, key, headings), headings, samples)
    return changeMapping(known, headings, options.map ?? '')
  })
  if (!looked.ok) {
    say(toRefusal(looked))
    return 1
  }
  for (const line of toPreviewLines(looked.value, country)) say(line)
  if (options.preview) return 0
  const { mapping, headings } = looked.value
  if (!keepImportMap(profileDir, key, headings, mapping)) say('The disk does not keep this mapping.')
  return take(options, key, country, mapping)
}

function toRefusal(answer: Extract<PreviewAnswer, { ok: false }>): string {
  if (answer.fault === 'mapping') return answer.detail
  if (answer.fault === 'no-column') return `The file has no column ${answer.column}.`
  return `${answer.line === null ? '' : `Row ${answer.line}: `}${faultWords[answer.fault]}`
}

/** The profile's key, or why there is none to be had here. */
function findKey({ profileDir, clock }: ImportCommandOptions): Uint8Array | string {
  if (existsSync(join(profileDir, 'key.locked')))
    return 'This profile’s key is in the system’s keychain, which only its desk can ask. Import the file on the desk’s page: the menu under your name, “Import contacts”.'
  if (!existsSync(join(profileDir, 'key')))
    return `There is no profile of a desk in ${profileDir}: start the desk once.`
  const key = loadProfileKey(join(profileDir, 'key'), clock)
  return key.ok ? key.value : `The profile’s key cannot be read in ${profileDir}.`
}

/** As the desk of this profile reads national numbers. */
function readCountry({ profileDir, clock }: ImportCommandOptions): string {
  const log = createLog({ folder: null, level: 'silent' })
  const settings = createSettingsStore({ path: join(profileDir, 'settings.json'), clock, log })
  settings.close()
  return settings.current.country
}

async function take(
  options: ImportCommandOptions,
  key: Uint8Array,
  country: string,
  mapping: ColumnMapping,
): Promise<number> {
  const { file: path, encoding, delimiter, sheet } = options
  if (path === null) return 1
  const order = { path, form: { encoding, delimiter, sheet }, mapping }
  const answer = await withWriter(options, key, country, (writer) => writer.ask('import', order))
  if (!answer.ok) return sayTrouble(options, answer)
  return report(options, answer.value)
}

function report({ say, errors }: ImportCommandOptions, outcome: ImportOutcome): number {
  if (outcome.kind === 'no-column') {
    say(toRefusal({ ok: false, fault: 'no-column', column: outcome.column }))
    return 1
  }
  for (const line of toCountLines(outcome, errors === null)) say(line)
  if (errors !== null && outcome.refused > 0) {
    writeFileSync(errors, toErrorFile(outcome.errors))
    say(`What was refused and why: ${errors}`)
  }
  if (outcome.kind === 'problem') say(toRefusal({ ok: false, fault: outcome.fault, line: outcome.line }))
  if (outcome.kind === 'done') return 0
  say('What was taken stays. Import the file again to go on, or take it out with undo-import.')
  return 1
}

async function undo(options: ImportCommandOptions, key: Uint8Array): Promise<number> {
  const country = options.country ?? readCountry(options)
  const answer = await withWriter(options, key, country, (writer) => writer.ask('undoImport', null))
  if (!answer.ok) return sayTrouble(options, answer)
  if (answer.value === null) {
    options.say('There is no import to undo.')
    return 1
  }
  const { fileName, begunAtMs, removed } = answer.value
  options.say(
    `Undone: ${fileName} of ${new Date(begunAtMs).toISOString()}, ${removed} people removed. Those it had replaced stay as the file had them; notes written at the desk are kept.`,
  )
  return 0
}

/** The same thread that writes a desk's cache; a desk that is running on the profile goes on beside it. */
async function withWriter<T>(
  options: ImportCommandOptions,
  key: Uint8Array,
  country: string,
  work: (writer: Writer) => Promise<WriterAnswer<T>>,
): Promise<WriterAnswer<T>> {
  const { profileDir, say, signal } = options
  const rules = readRules(profileDir)
  if (typeof rules === 'string') return { ok: false, trouble: { fault: 'surprise', message: rules } }
  const order = { path: join(profileDir, 'crm.db'), key, source: null, country, rules }
  const writer = startWriter(order, {
    onMessage: () => undefined,
    onEnd: () => undefined,
    onImporting: createTeller(say),
  })
  const stop = () => void writer.stop()
  signal?.addEventListener('abort', stop, { once: true })
  try {
    return await work(writer)
  } finally {
    signal?.removeEventListener('abort', stop)
    await writer.stop()
  }
}

function readRules(profileDir: string) {
  const path = join(profileDir, 'crm.yaml')
  const config = readCrmConfig(path, false)
  if (!config.ok) return config.failure.subject ?? 'crm.yaml cannot be used'
  if (config.value === null) return keepAll
  const rules = readKeepRules(path)
  return rules.ok ? rules.value : (rules.failure.subject ?? 'crm.yaml cannot be used')
}

/** A line for each tenth of the file, or for each 50,000 rows where its end is not known. */
function createTeller(say: (line: string) => void): (progress: ImportProgress) => void {
  let told = 0
  return ({ rows, part }) => {
    const step = part === null ? Math.floor(rows / 50_000) : Math.floor(part * 10)
    if (step <= told) return
    told = step
    say(part === null ? `${rows} rows` : `${Math.floor(part * 100)} %, ${rows} rows`)
  }
}

function sayTrouble(
  { say }: ImportCommandOptions,
  { trouble }: Extract<WriterAnswer<unknown>, { ok: false }>,
): number {
  say(`The cache cannot be written (${trouble.fault}): ${trouble.message}`)
  return 1
}
