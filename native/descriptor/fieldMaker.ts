/** Turns input, output and feature items into fields, and keeps count of each report's bits. */
import type { DescriptorProblem, GlobalState } from '#native/descriptor/parseDescriptor'
import type { ReportDirection, ReportField, ReportSize, UsageRange } from '#native/descriptor/reportLayout'

const maxFields = 4096
const maxReportBits = 16_384 * 8

/** Data bits of a main item (6.2.2.5). */
const flag = { constant: 0x01, variable: 0x02, relative: 0x04, noPreferred: 0x20, nullState: 0x40 } as const

export interface FieldMaker {
  add(
    direction: ReportDirection,
    flags: number,
    globals: GlobalState,
    usages: readonly UsageRange[],
    collection: number,
  ): DescriptorProblem | null
  result(): { fields: ReportField[]; reports: ReportSize[] }
}

export function createFieldMaker(): FieldMaker {
  const fields: ReportField[] = []
  const sizes = new Map<string, ReportSize>()

  return {
    add(direction, flags, globals, usages, collection) {
      const { reportId, sizeBits, count } = globals
      const key = `${direction}${reportId}`
      const bitOffset = sizes.get(key)?.sizeBits ?? 0
      const end = bitOffset + sizeBits * count
      if (end > maxReportBits) return 'report-too-large'
      sizes.set(key, { direction, reportId, sizeBits: end })
      if (usages.length === 0 || sizeBits === 0 || count === 0) return null
      const shape = { direction, reportId, bitOffset, sizeBits, collection, ...toTraits(flags, globals) }
      if (shape.isArray) fields.push({ ...shape, count, usages })
      else addVariables(fields, { ...shape, count, usages })
      return fields.length > maxFields ? 'too-many-fields' : null
    },
    result: () => ({ fields, reports: [...sizes.values()] }),
  }
}

function toTraits(flags: number, globals: GlobalState) {
  return {
    isArray: (flags & flag.variable) === 0,
    isRelative: (flags & flag.relative) !== 0,
    hasPreferredState: (flags & flag.noPreferred) === 0,
    hasNullState: (flags & flag.nullState) !== 0,
    isConstant: (flags & flag.constant) !== 0,
    logicalMin: globals.logicalMin,
    logicalMax: globals.logicalMax,
  }
}

/** One usage for each element in turn; the last usage serves all elements that remain (6.2.2.8). */
function addVariables(fields: ReportField[], whole: ReportField): void {
  let element = 0
  for (const [index, range] of whole.usages.entries()) {
    const isLast = index === whole.usages.length - 1
    for (let step = 0; step <= range.max - range.min; step += 1) {
      if (element >= whole.count || fields.length > maxFields) return
      const repeats = isLast && step === range.max - range.min ? whole.count - element : 1
      const usage = { min: range.min + step, max: range.min + step, declaredMin: range.declaredMin + step }
      const bitOffset = whole.bitOffset + element * whole.sizeBits
      fields.push({ ...whole, bitOffset, count: repeats, usages: [usage] })
      element += repeats
    }
  }
}
