/** Tells which cells of a workbook are dates, and writes them out; the file has only a number of days (ECMA-376 part 1). */
import { parseXml, type XmlEar } from '#main/crm/connectors/file/xmlEar'

export interface DateCells {
  /** Of the cell's style `s`, by its place among the styles. */
  isDate(style: number): boolean
  /** `2026-11-23`, with ` 14:30` where it has a time of day. The day is the calendar's the file was written in. */
  toText(days: number): string
}

/** Section 18.8.30: the formats every program has, as far as they show a date. */
const usual = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58])

/** A format of the file's own shows a date where a day or a year stands in it, outside quotes, colours and escapes. */
const passive = /"[^"]*"|\[[^\]]*\]|\\./g

export async function readDateCells(styles: AsyncIterable<string>, isFrom1904: boolean): Promise<DateCells> {
  const own = new Set<number>()
  const dated: boolean[] = []
  let isCellStyle = false
  const ear: XmlEar = {
    open(name, { numFmtId, formatCode }) {
      if (name === 'cellXfs') isCellStyle = true
      if (name === 'numFmt' && /[dy]/i.test((formatCode ?? '').replace(passive, '')))
        own.add(Number(numFmtId))
      if (name === 'xf' && isCellStyle) dated.push(usual.has(Number(numFmtId)) || own.has(Number(numFmtId)))
    },
    text: () => undefined,
    close(name) {
      if (name === 'cellXfs') isCellStyle = false
    },
  }
  for await (const _ of parseXml(styles, ear));
  const firstDay = isFrom1904 ? daysTo1904 : daysTo1900
  return { isDate: (style) => dated[style] === true, toText: (days) => toDateText(days + firstDay) }
}

export const noDates: DateCells = { isDate: () => false, toText: String }

/** From 1970, in days. Day 60 of 1900 is one that never was, so days are counted from a day earlier after it. */
const daysTo1900 = -25_569
const daysTo1904 = -24_107

const dayMs = 86_400_000

function toDateText(daysSince1970: number): string {
  const minutes = Math.round((daysSince1970 * dayMs) / 60_000)
  const at = new Date(minutes * 60_000)
  if (Number.isNaN(at.getTime())) return ''
  const text = at.toISOString()
  return Number.isInteger(daysSince1970) ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 16)}`
}
