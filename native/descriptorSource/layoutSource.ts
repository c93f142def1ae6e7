/** Finds out how a headset's reports are laid out: the device itself, the page's WebHID, the table, its vendor's habit. */
import type { Headset } from '#contract/headset'
import { parseDescriptor } from '#native/descriptor/parseDescriptor'
import type { ReportLayout } from '#native/descriptor/reportLayout'
import { findKnownLayout, findVendorLayout } from '#native/descriptorSource/knownLayouts'
import { parseWebHidCollections } from '#native/descriptorSource/webHidCollections'
import type { HeadsetLog } from '#native/log'
import type { HidGroup } from '#native/service/groupPaths'
import type { KnownDevice } from '#native/table/knownDevice'

export interface FoundLayout {
  readonly layout: ReportLayout
  readonly from: NonNullable<Headset['layoutFrom']>
}

export interface LayoutSource {
  /** null when nobody knows. */
  find(group: HidGroup): Promise<FoundLayout | null>
  /** Takes the `collections` a page got from WebHID; false when they are not what a browser gives. */
  learnFromPage(vendorId: number, productId: number, collections: unknown): boolean
}

export interface LayoutSourceParts {
  readDescriptor(path: string): Promise<Uint8Array | null>
  readonly table: readonly KnownDevice[]
  readonly log: HeadsetLog
}

export function createLayoutSource(parts: LayoutSourceParts): LayoutSource {
  const told = new Map<string, ReportLayout>()
  const idOf = (vendorId: number, productId: number) => `${vendorId}:${productId}`

  const readFromDevice = async (group: HidGroup): Promise<ReportLayout | null> => {
    for (const path of new Set(group.paths.map((each) => each.path))) {
      const bytes = await parts.readDescriptor(path)
      if (bytes === null) continue
      const parsed = parseDescriptor(bytes)
      if (parsed.ok) return parsed.layout
      parts.log.warn({ headset: group.key, problem: parsed.problem }, 'headset descriptor cannot be read')
    }
    return null
  }

  return {
    async find(group) {
      const own = await readFromDevice(group)
      if (own !== null) return { layout: own, from: 'device' }
      const page = told.get(idOf(group.vendorId, group.productId))
      if (page !== undefined) return { layout: page, from: 'page' }
      const known = findKnownLayout(parts.table, group.vendorId, group.productId)
      if (known !== null) return { layout: known, from: 'table' }
      const habit = group.hasTelephony ? findVendorLayout(parts.table, group.vendorId) : null
      return habit === null ? null : { layout: habit, from: 'vendor' }
    },
    learnFromPage(vendorId, productId, collections) {
      const layout = parseWebHidCollections(collections)
      if (layout === null) return false
      told.set(idOf(vendorId, productId), layout)
      return true
    },
  }
}
