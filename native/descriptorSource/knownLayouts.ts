/** Layouts from the bundled table: of a known device, or what all known devices of a vendor have in common. */
import { parseDescriptor } from '#native/descriptor/parseDescriptor'
import type { ReportField, ReportLayout } from '#native/descriptor/reportLayout'
import { findTelephony } from '#native/descriptor/telephony'
import { fromHex } from '#native/report/hex'
import type { KnownDevice } from '#native/table/knownDevice'

/** null when the table does not have the device. */
export function findKnownLayout(
  table: readonly KnownDevice[],
  vendorId: number,
  productId: number,
): ReportLayout | null {
  const known = table.find((each) => each.vendorId === vendorId && each.productId === productId)
  return known === undefined ? null : toLayout(known)
}

function toLayout(known: KnownDevice): ReportLayout | null {
  const parsed = parseDescriptor(fromHex(known.descriptor))
  return parsed.ok ? parsed.layout : null
}

/**
 * The buttons and lights at which all call-control headsets of this vendor agree, two of them at least; null when they
 * do not agree on a hook. It is a guess, and the last resort: it leaves out what differs from model to model.
 */
export function findVendorLayout(table: readonly KnownDevice[], vendorId: number): ReportLayout | null {
  const layouts = table
    .filter((each) => each.vendorId === vendorId)
    .flatMap((each) => toLayout(each) ?? [])
    .filter((layout) => findTelephony(layout).capability === 'callControl')
  const [first, ...others] = layouts
  if (first === undefined || others.length === 0) return null
  const { controls, lights } = findTelephony(first)
  const common = [...controls, ...lights]
    .map((each) => each.field)
    .filter((field) => others.every((layout) => hasField(layout, field)))
  const layout = { ...first, fields: common }
  return findTelephony(layout).capability === 'callControl' ? layout : null
}

function hasField(layout: ReportLayout, field: ReportField): boolean {
  const wanted = JSON.stringify(field)
  return layout.fields.some((each) => JSON.stringify(each) === wanted)
}
