/** Makes a note safe for another person's screen: it keeps its lines and loses what could hide or reorder text. */
import { toDisplayText } from '#contract/text'
import { maxNoteLength } from '#contract/wrapUp'

/** Empty where nothing was written. */
export function toPlainNote(note: string): string {
  const lines = note.split(/\r?\n/).map((line) => toDisplayText(line, maxNoteLength))
  return lines.join('\n').trim().slice(0, maxNoteLength)
}
