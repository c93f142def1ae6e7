/** The rows that are refused, each with where it stands and why, as a file in the reader's language. Pure. */
import type { RowError } from '#contract/contactImport'
import { toCsv } from '#contract/csv'
import type { SavedFile } from '#contract/writeBack'
import type { Translate } from '#renderer/i18n/translate'

/** With a byte order mark, or spreadsheets take it for another encoding. The rows' own data is not in it. */
export function toRefusedFile(fileName: string, errors: readonly RowError[], t: Translate): SavedFile {
  const head = [t('import.csv.row'), t('import.csv.column'), t('import.csv.reason')]
  const rows = errors.map(({ line, column, reason }) => [line, column, t(`import.reason.${reason}`)])
  const name = fileName.replace(/\.[^.]{1,5}$/, '').slice(0, 80)
  return {
    name: `${name} - ${t('import.csv.name')}.csv`,
    mediaType: 'text/csv',
    text: `\ufeff${toCsv([head, ...rows])}`,
  }
}

/** Pure: the reason with its column, where it is about one. */
export function toRefusal({ column, reason }: RowError, t: Translate): string {
  const why = t(`import.reason.${reason}`)
  return column === null ? why : t('import.inColumn', { reason: why, column })
}
