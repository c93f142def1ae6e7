/** Reads a HID report descriptor (HID 1.11 section 6.2.2): any bytes give a layout or a named problem. */
import { createFieldMaker } from '#native/descriptor/fieldMaker'
import { type Item, readItem } from '#native/descriptor/item'
import { createUsageList } from '#native/descriptor/localUsages'
import type { ReportDirection, ReportLayout } from '#native/descriptor/reportLayout'

/**
 * - `too-long` more than 4,096 bytes, the limit of Linux (real ones stay below 1,000)
 * - `truncated` the last item ends beyond the bytes
 * - `too-deep` more than 64 collections or pushes inside each other
 * - `unbalanced-collection` an end without a beginning, or the reverse · `unbalanced-pop` a pop without a push
 * - `bad-report-id` not 1–255 · `too-many-fields` more than 4,096 · `report-too-large` more than 16,384 bytes
 */
export type DescriptorProblem =
  | 'too-long'
  | 'truncated'
  | 'too-deep'
  | 'unbalanced-collection'
  | 'unbalanced-pop'
  | 'bad-report-id'
  | 'too-many-fields'
  | 'report-too-large'

export type ParsedDescriptor =
  | { readonly ok: true; readonly layout: ReportLayout }
  /** `offset` is the byte at which the item in question begins. */
  | { readonly ok: false; readonly problem: DescriptorProblem; readonly offset: number }

/** Global items: they hold until changed, and push and pop save and restore them (6.2.2.7). */
export interface GlobalState {
  readonly page: number
  readonly logicalMin: number
  readonly logicalMax: number
  readonly sizeBits: number
  readonly count: number
  readonly reportId: number
}

export const maxDescriptorBytes = 4096
const maxDepth = 64

const itemType = { main: 0, global: 1, local: 2 } as const
const directions: Readonly<Record<number, ReportDirection>> = { 8: 'input', 9: 'output', 11: 'feature' }

export function parseDescriptor(bytes: Uint8Array): ParsedDescriptor {
  if (bytes.length > maxDescriptorBytes) return { ok: false, problem: 'too-long', offset: maxDescriptorBytes }
  const reader = createReader()
  let offset = 0
  while (offset < bytes.length) {
    const item = readItem(bytes, offset)
    if (item === null) return { ok: false, problem: 'truncated', offset }
    const problem = reader.take(item)
    if (problem !== null) return { ok: false, problem, offset }
    offset = item.nextOffset
  }
  const problem = reader.problemAtEnd()
  return problem === null ? { ok: true, layout: reader.layout() } : { ok: false, problem, offset }
}

function createReader() {
  let globals: GlobalState = { page: 0, logicalMin: 0, logicalMax: 0, sizeBits: 0, count: 0, reportId: 0 }
  let usesReportIds = false
  let depth = 0
  let collection = 0
  const collections: number[] = []
  const saved: GlobalState[] = []
  const usages = createUsageList()
  const fields = createFieldMaker()

  const openCollection = (): DescriptorProblem | null => {
    if (depth >= maxDepth) return 'too-deep'
    if (depth === 0) {
      collection = usages.first(globals.page)
      collections.push(collection)
    }
    depth += 1
    return null
  }

  const takeMain = (item: Item): DescriptorProblem | null => {
    const direction = directions[item.tag]
    let problem: DescriptorProblem | null = null
    if (direction !== undefined) {
      problem = fields.add(direction, item.unsigned, globals, usages.resolve(globals.page), collection)
    } else if (item.tag === 10) problem = openCollection()
    else if (item.tag === 12) {
      if (depth === 0) problem = 'unbalanced-collection'
      else depth -= 1
    }
    usages.clear()
    return problem
  }

  const takeGlobal = (item: Item): DescriptorProblem | null => {
    if (item.tag === 10) {
      if (saved.length >= maxDepth) return 'too-deep'
      saved.push(globals)
      return null
    }
    if (item.tag === 11) {
      const restored = saved.pop()
      if (restored === undefined) return 'unbalanced-pop'
      globals = restored
      return null
    }
    if (item.tag === 8) {
      if (item.unsigned < 1 || item.unsigned > 255) return 'bad-report-id'
      usesReportIds = true
    }
    globals = withGlobal(globals, item)
    return null
  }

  return {
    take(item: Item): DescriptorProblem | null {
      if (item.type === itemType.main) return takeMain(item)
      if (item.type === itemType.global) return takeGlobal(item)
      if (item.type === itemType.local) usages.take(item, globals.page)
      return null
    },
    problemAtEnd: (): DescriptorProblem | null => (depth > 0 ? 'unbalanced-collection' : null),
    layout: (): ReportLayout => ({ usesReportIds, collections, ...fields.result() }),
  }
}

function withGlobal(globals: GlobalState, item: Item): GlobalState {
  switch (item.tag) {
    case 0:
      return { ...globals, page: item.unsigned & 0xffff }
    case 1:
      return { ...globals, logicalMin: item.signed }
    case 2:
      // The maximum is unsigned unless the minimum is negative: many devices write 255 as one byte.
      return { ...globals, logicalMax: globals.logicalMin < 0 ? item.signed : item.unsigned }
    case 7:
      return { ...globals, sizeBits: item.unsigned }
    case 8:
      return { ...globals, reportId: item.unsigned }
    case 9:
      return { ...globals, count: item.unsigned }
    default:
      return globals
  }
}
