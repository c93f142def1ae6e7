/** What a person wrote after `npm run crm -- import`. */
import { FileForm } from '#contract/contactImport'

export interface ImportWords extends FileForm {
  /** Absolute; null undoes the last import. */
  readonly file: string | null
  /** `Heading=use`, commas between; null leaves the columns as they were guessed or kept. */
  readonly map: string | null
  readonly preview: boolean
  /** ISO 3166 alpha-2; null: the profile's own. */
  readonly country: string | null
  /** Absolute; where the refused rows are listed. */
  readonly errors: string | null
}

interface ImportValues {
  readonly map?: string | undefined
  readonly preview: boolean
  readonly encoding?: string | undefined
  readonly delimiter?: string | undefined
  readonly sheet?: string | undefined
  readonly country?: string | undefined
  readonly errors?: string | undefined
}

/** Pure: a sentence when a word cannot be understood. `at` makes a path absolute. */
export function readImportWords(
  values: ImportValues,
  file: string | null,
  at: (path: string | undefined) => string | null,
): ImportWords | string {
  const { map = null, preview, encoding = null, sheet = null, country = null } = values
  const delimiter = values.delimiter === 'tab' ? '\t' : (values.delimiter ?? null)
  const form = FileForm.safeParse({ encoding: encoding?.toLowerCase() ?? null, delimiter, sheet })
  if (!form.success) {
    const [named] = form.error.issues[0]?.path ?? []
    return `--${String(named)} cannot be that: ${form.error.issues[0]?.message}`
  }
  if (country !== null && !/^[A-Za-z]{2}$/.test(country)) return '--country is two letters, as IR.'
  return {
    ...form.data,
    file,
    map,
    preview,
    country: country?.toUpperCase() ?? null,
    errors: at(values.errors),
  }
}

export const importHelp = `  import FILE        takes the people of a CSV, vCard or XLSX file into the profile's cache, beside those of the CRM
      --preview      only shows the columns and the first 20 rows as cards
      --map WORDS    what columns are: "Heading=use,…" with id, name, company, number, note, extra or - for none;
                     a column may be named by its place. Kept for the next file with these headings
      --encoding X   utf-8, utf-16le, utf-16be, windows-1256 or windows-1252; guessed unless told
      --delimiter X  , ; tab or |; guessed unless told
      --sheet X      a workbook's sheet, by name or place; the first unless told
      --country XX   whose national numbers these are; the profile's unless told
      --errors FILE  lists the refused rows as CSV
  undo-import        removes whom the last import added`
