/** Gathers the usages declared before a main item (HID 1.11 section 6.2.2.8). */
import type { Item } from '#native/descriptor/item'
import type { UsageRange } from '#native/descriptor/reportLayout'
import { toUsage } from '#native/descriptor/usage'

interface Declared {
  readonly min: number
  readonly max: number
  /** The page when it was declared. */
  readonly page: number
  /** Written with four bytes: it carries its own page, whatever the page at the main item is. */
  readonly extended: boolean
}

const tags = { usage: 0, usageMin: 1, usageMax: 2, delimiter: 10 } as const

export interface UsageList {
  take(item: Item, page: number): void
  /** The usages with the page that stands at the main item, in order. */
  resolve(page: number): UsageRange[]
  /** The first usage, for a collection; 0 when there is none. */
  first(page: number): number
  clear(): void
}

export function createUsageList(): UsageList {
  let declared: Declared[] = []
  let minimum: Item | null = null
  // Inside a delimiter the usages are alternatives for one control; the first is the preferred one.
  let inDelimiter = false
  let tookAlternative = false

  const add = (entry: Declared): void => {
    if (inDelimiter && tookAlternative) return
    tookAlternative = inDelimiter
    declared.push(entry)
  }

  const takeMaximum = (item: Item, page: number): void => {
    const low = minimum
    minimum = null
    if (low === null) return
    const extended = low.dataBytes === 4 || item.dataBytes === 4
    const min = extended && low.dataBytes < 4 ? toUsage(page, low.unsigned) : low.unsigned
    const max = extended && item.dataBytes < 4 ? toUsage(page, item.unsigned) : item.unsigned
    if (max >= min) add({ min, max, page, extended })
  }

  return {
    take(item, page) {
      if (item.tag === tags.usage) {
        add({ min: item.unsigned, max: item.unsigned, page, extended: item.dataBytes === 4 })
      } else if (item.tag === tags.usageMin) minimum = item
      else if (item.tag === tags.usageMax) takeMaximum(item, page)
      else if (item.tag === tags.delimiter) {
        inDelimiter = item.unsigned === 1
        tookAlternative = false
      }
    },
    resolve: (page) => declared.map((entry) => toRange(entry, page)),
    first(page) {
      const entry = declared[0]
      return entry === undefined ? 0 : toRange(entry, page).min
    },
    clear() {
      declared = []
      minimum = null
      inDelimiter = false
      tookAlternative = false
    },
  }
}

function toRange(entry: Declared, page: number): UsageRange {
  if (entry.extended) return { min: entry.min, max: entry.max, declaredMin: entry.min }
  return {
    min: toUsage(page, entry.min),
    max: toUsage(page, entry.max),
    declaredMin: toUsage(entry.page, entry.min),
  }
}
