/** Reads a report's bits into values of buttons; bits beyond a short report are simply not there. */
import type { HeadsetControl } from '#contract/headset'
import { toSigned } from '#native/descriptor/item'
import type { ReportField, ReportLayout } from '#native/descriptor/reportLayout'
import type { ControlField, Telephony } from '#native/descriptor/telephony'
import { toUsageId } from '#native/descriptor/usage'

export interface ControlValue {
  readonly control: HeadsetControl
  /** 1 or 0 for a button (also −1 for an on/off pair); for the keypad the key 0–11, −1 for none. */
  readonly value: number
}

export interface DecodedReport {
  readonly reportId: number
  readonly values: readonly ControlValue[]
  /** 0–100; null when this report does not tell. */
  readonly batteryPercent: number | null
}

export type ReportDecoder = (bytes: Uint8Array) => DecodedReport | null

/** The decoder answers null for an empty report. */
export function createReportDecoder(layout: ReportLayout, telephony: Telephony): ReportDecoder {
  const idBytes = layout.usesReportIds ? 1 : 0
  const byReport = Map.groupBy(telephony.controls, (each) => each.field.reportId)
  return (bytes) => {
    if (bytes.length <= idBytes) return null
    const reportId = layout.usesReportIds ? (bytes[0] ?? 0) : 0
    const data = idBytes === 0 ? bytes : bytes.subarray(1)
    const values = (byReport.get(reportId) ?? []).flatMap((each) => readControl(each, data))
    return { reportId, values, batteryPercent: readBattery(telephony.battery, reportId, data) }
  }
}

function readControl(each: ControlField, data: Uint8Array): ControlValue[] {
  const raw = readBits(data, each.field.bitOffset, each.field.sizeBits)
  if (raw === null) return []
  if (each.control === 'keypad') {
    const key = toKey(each.field, raw)
    return key === null ? [] : [{ control: 'keypad', value: key }]
  }
  const isPair = each.behaviour === 'pair'
  const value = isPair ? Math.sign(toSigned(raw, each.field.sizeBits)) : Number(raw !== 0)
  return [{ control: each.control, value }]
}

/**
 * The key pressed, −1 for none; null where "no key" cannot be told from a key. An idle report is all zeros, so only a
 * range that leaves out 0 says clearly which is which.
 */
function toKey(field: ReportField, raw: number): number | null {
  if (field.logicalMin <= 0) return null
  const range = field.usages[0]
  if (range === undefined || raw < field.logicalMin || raw > field.logicalMax) return -1
  const key = toUsageId(range.min) - 0xb0 + raw - field.logicalMin
  return key >= 0 && key <= toUsageId(range.max) - 0xb0 ? key : -1
}

function readBattery(field: ReportField | null, reportId: number, data: Uint8Array): number | null {
  if (field === null || field.reportId !== reportId) return null
  const raw = readBits(data, field.bitOffset, field.sizeBits)
  const span = field.logicalMax - field.logicalMin
  if (raw === null || span <= 0 || raw < field.logicalMin || raw > field.logicalMax) return null
  return Math.round(((raw - field.logicalMin) / span) * 100)
}

/** `size` bits (1–32) from `offset`, lowest first; null when the data ends before. */
export function readBits(data: Uint8Array, offset: number, size: number): number | null {
  if (offset + size > data.length * 8) return null
  let value = 0
  for (let bit = 0; bit < size; bit += 1) {
    const at = offset + bit
    if (((data[at >> 3] ?? 0) >> (at & 7)) & 1) value += 2 ** bit
  }
  return value
}
