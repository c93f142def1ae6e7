/** Reads what a person wrote after `npm run crm --`. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type ImportWords, importHelp, readImportWords } from '#main/crm/commandLine/importWords'

export interface CrmWords {
  readonly command: 'check' | 'sign-in' | 'import' | 'help'
  /** Absolute; the template `check` reads. null for the profile's CRM. */
  readonly file: string | null
  /** As written; null when only the template is looked at. */
  readonly number: string | null
  /** Also asks for the first page of a full load. */
  readonly page: boolean
  /** Absolute; null for the usual one. */
  readonly profile: string | null
  /** Absolute; a `crm.yaml` elsewhere than in the profile. */
  readonly crm: string | null
  /** What `import` and `undo-import` are told. */
  readonly import: ImportWords
}

export const crmHelp = `npm run crm -- check [FILE] [--number +98912…] [--page]
npm run crm -- sign-in
npm run crm -- import FILE [--preview] [--map "Phone=number,…"]
npm run crm -- undo-import

  check              says what is wrong with a template, line by line; with --number it asks the CRM and shows the
                     caller card field by field, with --page the first page of a full load. Nothing is written.
                     Without FILE it takes the CRM of the profile's crm.yaml, which may be a template, Odoo, Salesforce
                     or a directory; of a CSV, vCard or XLSX file it shows what an import would take.
  sign-in            reads the secrets the CRM asks for from the terminal (or a line each from standard input),
                     or signs in with the browser, and locks them into the profile
${importHelp}

  --profile DIR      the profile that is meant; the usual one unless told
  --crm FILE         a crm.yaml elsewhere than in the profile`

/** A sentence when the words cannot be understood. `here` is where the person stands. */
export function readCrmWords(words: readonly string[], here: string): CrmWords | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        number: { type: 'string' },
        page: { type: 'boolean', default: false },
        profile: { type: 'string' },
        crm: { type: 'string' },
        preview: { type: 'boolean', default: false },
        map: { type: 'string' },
        encoding: { type: 'string' },
        delimiter: { type: 'string' },
        sheet: { type: 'string' },
        country: { type: 'string' },
        errors: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    const [named = 'help', file, ...rest] = positionals
    const command = values.help ? 'help' : named
    if (!isCommand(command)) return `There is no command ${command}.`
    if (command === 'import' && (file === undefined || rest.length > 0)) return 'import takes one file.'
    const takesNone = command === 'sign-in' || command === 'undo-import'
    if (rest.length > 0 || (takesNone && file !== undefined))
      return `${command} takes ${command === 'check' ? 'one template' : 'no file'}.`
    const at = (path: string | undefined) => (path === undefined ? null : resolve(here, path))
    const imported = readImportWords(values, command === 'import' ? at(file) : null, at)
    if (typeof imported === 'string') return imported
    return {
      command: command === 'undo-import' ? 'import' : command,
      import: imported,
      file: at(file),
      number: values.number ?? null,
      page: values.page,
      profile: at(values.profile),
      crm: at(values.crm),
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const commands = ['check', 'sign-in', 'import', 'undo-import', 'help'] as const

function isCommand(word: string): word is (typeof commands)[number] {
  return commands.some((each) => each === word)
}
