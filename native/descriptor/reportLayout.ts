/** What a report descriptor says: which bits of which report mean what. */

export type ReportDirection = 'input' | 'output' | 'feature'

/** Usages `min` to `max`, both included, both on one page. */
export interface UsageRange {
  readonly min: number
  readonly max: number
  /** `min` with the page that stood when it was declared; some devices change the page before the main item. */
  readonly declaredMin: number
}

/** Consecutive elements of a report that share a meaning. Padding (no usage) is no field. */
export interface ReportField {
  readonly direction: ReportDirection
  /** 0 where the device uses no report ids. */
  readonly reportId: number
  /** From the first bit after the report id; bit 0 is the lowest of the first byte. */
  readonly bitOffset: number
  /** Of one element. */
  readonly sizeBits: number
  /** Elements with this meaning, 1 or more; the slots of an array. */
  readonly count: number
  /** One usage for a variable field; for an array what each value stands for, counted from `logicalMin`. */
  readonly usages: readonly UsageRange[]
  readonly isArray: boolean
  readonly isRelative: boolean
  readonly hasPreferredState: boolean
  readonly hasNullState: boolean
  /** The device says "constant"; with a usage it is live data all the same. */
  readonly isConstant: boolean
  readonly logicalMin: number
  readonly logicalMax: number
  /** Usage of the outermost collection around it. */
  readonly collection: number
}

export interface ReportSize {
  readonly direction: ReportDirection
  readonly reportId: number
  /** Without the report id; not always a multiple of 8. */
  readonly sizeBits: number
}

export interface ReportLayout {
  /** True when every report begins with a byte that is its id. */
  readonly usesReportIds: boolean
  readonly fields: readonly ReportField[]
  readonly reports: readonly ReportSize[]
  /** Usages of the outermost collections, in order. */
  readonly collections: readonly number[]
}

/** Whole bytes of a report without its id; 0 when there is no such report. */
export function reportBytes(layout: ReportLayout, direction: ReportDirection, reportId: number): number {
  const size = layout.reports.find((each) => each.direction === direction && each.reportId === reportId)
  return size === undefined ? 0 : Math.ceil(size.sizeBits / 8)
}
