/** Turns the `collections` of a WebHID device into the layout the parser gives. Pure; the page is not trusted. */
import { z } from 'zod'
import type { ReportDirection, ReportField, ReportLayout, ReportSize } from '#native/descriptor/reportLayout'
import { toUsage } from '#native/descriptor/usage'

const byteLimit = 16_384 * 8
const Item = z.object({
  isAbsolute: z.boolean(),
  isArray: z.boolean(),
  isConstant: z.boolean().default(false),
  hasNull: z.boolean().default(false),
  hasPreferredState: z.boolean().default(true),
  isRange: z.boolean(),
  usages: z.array(z.number().int().min(0).max(0xffffffff)).max(4096).nullish(),
  usageMinimum: z.number().int().min(0).max(0xffffffff).nullish(),
  usageMaximum: z.number().int().min(0).max(0xffffffff).nullish(),
  reportSize: z.number().int().min(0).max(byteLimit),
  reportCount: z.number().int().min(0).max(byteLimit),
  logicalMinimum: z.number().int(),
  logicalMaximum: z.number().int(),
})
type Item = z.infer<typeof Item>

const Report = z.object({ reportId: z.number().int().min(0).max(255), items: z.array(Item).max(1024) })
type Report = z.infer<typeof Report>

export interface WebHidCollection {
  readonly usagePage: number
  readonly usage: number
  readonly inputReports: readonly Report[]
  readonly outputReports: readonly Report[]
  readonly featureReports: readonly Report[]
  readonly children: readonly WebHidCollection[]
}

const Reports = z.array(Report).max(256).default([])
const Collection: z.ZodType<WebHidCollection> = z.lazy(() =>
  z.object({
    usagePage: z.number().int().min(0).max(0xffff),
    usage: z.number().int().min(0).max(0xffff),
    inputReports: Reports,
    outputReports: Reports,
    featureReports: Reports,
    children: z.array(Collection).max(64).default([]),
  }),
)
const Collections = z.array(Collection).max(64)

const sides = [
  ['input', 'inputReports'],
  ['output', 'outputReports'],
  ['feature', 'featureReports'],
] as const

const maxDepth = 16
const maxFields = 4096

/** null when it is not what a browser gives. */
export function parseWebHidCollections(input: unknown): ReportLayout | null {
  if (depthOf(input) > maxDepth) return null
  const parsed = Collections.safeParse(input)
  return parsed.success ? toLayout(parsed.data) : null
}

/** Counts nesting before the schema recurses into it. */
function depthOf(input: unknown): number {
  let level: unknown[] = Array.isArray(input) ? input : []
  let depth = 0
  while (level.length > 0 && depth <= maxDepth) {
    depth += 1
    level = level.flatMap((each) => {
      if (typeof each !== 'object' || each === null || !('children' in each)) return []
      return Array.isArray(each.children) ? each.children : []
    })
  }
  return depth
}

function toLayout(collections: readonly WebHidCollection[]): ReportLayout | null {
  const fields: ReportField[] = []
  const sizes = new Map<string, ReportSize>()
  for (const collection of collections) {
    const usage = toUsage(collection.usagePage, collection.usage)
    for (const [direction, side] of sides) {
      for (const report of gatherReports(collection, side)) {
        for (const item of report.items) addItem(fields, sizes, direction, report.reportId, item, usage)
      }
    }
  }
  const reports = [...sizes.values()]
  const isHuge = fields.length > maxFields || reports.some((each) => each.sizeBits > byteLimit)
  if (isHuge) return null
  const usesReportIds = reports.some((each) => each.reportId !== 0)
  return {
    usesReportIds,
    fields,
    reports,
    collections: collections.map((each) => toUsage(each.usagePage, each.usage)),
  }
}

type Side = (typeof sides)[number][1]

/**
 * A browser may list the items of inner collections in the outer one too. A report that the outer one already tells in
 * full is taken from there; otherwise the inner ones' items follow its own.
 */
function gatherReports(collection: WebHidCollection, side: Side): Report[] {
  const inner = mergeById(collection.children.flatMap((child) => gatherReports(child, side)))
  const own = mergeById(collection[side])
  const ids = new Set([...own.keys(), ...inner.keys()])
  return [...ids].map((reportId) => {
    const outerItems = own.get(reportId) ?? []
    const innerItems = inner.get(reportId) ?? []
    const isWhole = innerItems.length > 0 && bitsOf(outerItems) >= bitsOf(innerItems)
    return { reportId, items: isWhole ? outerItems : [...outerItems, ...innerItems] }
  })
}

function mergeById(reports: readonly Report[]): Map<number, Item[]> {
  const merged = new Map<number, Item[]>()
  for (const { reportId, items } of reports) merged.set(reportId, [...(merged.get(reportId) ?? []), ...items])
  return merged
}

function bitsOf(items: readonly Item[]): number {
  return items.reduce((sum, item) => sum + item.reportSize * item.reportCount, 0)
}

function addItem(
  fields: ReportField[],
  sizes: Map<string, ReportSize>,
  direction: ReportDirection,
  reportId: number,
  item: Item,
  collection: number,
): void {
  const key = `${direction}${reportId}`
  const bitOffset = sizes.get(key)?.sizeBits ?? 0
  sizes.set(key, { direction, reportId, sizeBits: bitOffset + item.reportSize * item.reportCount })
  const usages = toUsages(item)
  if (usages.length === 0 || item.reportSize === 0 || item.reportCount === 0) return
  const shape = {
    direction,
    reportId,
    sizeBits: item.reportSize,
    isArray: item.isArray,
    isRelative: !item.isAbsolute,
    hasPreferredState: item.hasPreferredState,
    hasNullState: item.hasNull,
    isConstant: item.isConstant,
    logicalMin: item.logicalMinimum,
    logicalMax: item.logicalMaximum,
    collection,
  }
  if (item.isArray) {
    const ranges = item.isRange
      ? [range(usages[0] ?? 0, usages.at(-1) ?? 0)]
      : usages.map((usage) => range(usage, usage))
    fields.push({ ...shape, bitOffset, count: item.reportCount, usages: ranges })
    return
  }
  for (let element = 0; element < item.reportCount && fields.length <= maxFields; element += 1) {
    const usage = item.isRange ? Math.min((usages[0] ?? 0) + element, usages.at(-1) ?? 0) : usages[element]
    if (usage === undefined) return
    fields.push({
      ...shape,
      bitOffset: bitOffset + element * item.reportSize,
      count: 1,
      usages: [range(usage, usage)],
    })
  }
}

/** The usages of a list; of a range its first and last. */
function toUsages(item: Item): readonly number[] {
  if (!item.isRange) return item.usages ?? []
  const { usageMinimum: min, usageMaximum: max } = item
  return min === null || min === undefined || max === null || max === undefined || max < min ? [] : [min, max]
}

function range(min: number, max: number) {
  return { min, max, declaredMin: min }
}
