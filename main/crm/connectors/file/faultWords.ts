/** What is said of a file and of its rows where there is no page to say it: in English, for whoever imports. */
import type { FileFault, RowError, RowReason } from '#contract/contactImport'

export const faultWords: Readonly<Record<FileFault, string>> = {
  'not-found': 'There is no such file.',
  'not-a-file': 'This is a folder or a device, and no file.',
  unreadable: 'The system does not let the file be read.',
  empty: 'There is nothing in the file.',
  'not-text': 'This is no text: neither CSV nor vCard, nor a workbook.',
  'too-many-columns': 'The headings have more than 500 columns.',
  'heading-too-long': 'The headings cannot be read: the first line is too long, or its quotes are amiss.',
  'unclosed-quote': 'A quotation mark is opened and never closed.',
  changed: 'The file was changed while it was read. Import it again.',
  'no-cards': 'There is no card in the file.',
  'old-spreadsheet': 'This workbook is locked with a password, or of the old form (.xls). Save it as .xlsx.',
  'damaged-spreadsheet': 'The workbook is damaged.',
  'too-large': 'The workbook unpacks to more than can be read. Save the sheet as CSV.',
  'no-such-sheet': 'The workbook has no such sheet.',
}

export const reasonWords: Readonly<Record<RowReason, string>> = {
  'too-many-columns': 'more than 500 columns',
  'too-long': 'longer than a million characters',
  'stray-quote': 'text after a closing quotation mark',
  'more-cells-than-headings': 'more cells than headings',
  'unreadable-letters': 'letters of another encoding than the file',
  'unfinished-card': 'the card has no end',
  nobody: 'no name, no company and no number',
  'no-id': 'nothing in the column of the id',
  'id-too-long': 'an id of more than 128 characters',
  'unreadable-number': 'no telephone number in it',
  'rounded-number': 'a rounded number (9.89E+11): format the column as text and export again',
  forgotten: 'somebody asked that this person be forgotten',
  expired: 'the last contact is longer ago than people are kept',
  'no-card': 'cannot become a card',
}

/** Pure: with a byte order mark, or spreadsheets take it for another encoding. The rows' own data is not in it. */
export function toErrorFile(errors: readonly RowError[]): string {
  const rows = errors.map(({ line, column, reason }) => [String(line), column ?? '', reasonWords[reason]])
  return `\ufeff${[['Row', 'Column', 'Reason'], ...rows].map((row) => `${row.map(toCell).join(',')}\r\n`).join('')}`
}

/** A heading of the file is not to be a formula in the next program that opens this one. */
function toCell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
