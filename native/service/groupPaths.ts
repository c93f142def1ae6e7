/** Gathers the paths the system lists into devices: on Windows one device has a path per top-level collection. */
import { HeadsetKey } from '#contract/headset'
import { toDisplayText } from '#contract/text'
import { pages } from '#native/descriptor/usage'
import type { HidPath } from '#native/transport'

export interface HidGroup {
  readonly key: HeadsetKey
  readonly name: string
  readonly vendorId: number
  readonly productId: number
  readonly paths: readonly HidPath[]
  /** One of its collections is on the telephony page. */
  readonly hasTelephony: boolean
  /** Changes when the device is plugged in anew. */
  readonly instance: string
}

/** Only devices that can be headsets: those with a telephony or a consumer collection. */
export function groupPaths(paths: readonly HidPath[]): HidGroup[] {
  const byInstance = Map.groupBy(paths, instanceOf)
  const used = new Map<string, number>()
  return [...byInstance.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([instance, members]) => {
      const first = members[0]
      const hasPage = (page: number) => members.some((each) => each.usagePage === page)
      if (first === undefined || !(hasPage(pages.telephony) || hasPage(pages.consumer))) return []
      const stem = keyStem(first)
      const place = (used.get(stem) ?? 0) + 1
      used.set(stem, place)
      const key = HeadsetKey.parse(place === 1 ? stem : `${stem}#${place}`)
      return [
        {
          key,
          name: toDisplayText(first.product) || formatIds(first),
          vendorId: first.vendorId,
          productId: first.productId,
          paths: members,
          hasTelephony: hasPage(pages.telephony),
          instance,
        },
      ]
    })
}

/**
 * What the paths of one interface share. A Windows path ends in the collection's own number,
 * `…&mi_03&col02#8&36a0b1ce&0&0001#{…}`; elsewhere the path is the same for all collections.
 */
function instanceOf(path: HidPath): string {
  const windows = /^\\\\[?.]\\hid#(.+?)(?:&col\d+)?#(.+)&[0-9a-f]{4}#/i.exec(path.path)
  const place = windows === null ? path.path : `${windows[1]}#${windows[2]}`
  return `${formatIds(path)}:${path.serialNumber}:${path.interfaceNumber}:${place.toLowerCase()}`
}

function keyStem(path: HidPath): string {
  return `${formatIds(path)}:${toDisplayText(path.serialNumber, 120)}`
}

/** `0b0e:0307` */
export function formatIds(device: { readonly vendorId: number; readonly productId: number }): string {
  const hex = (value: number) => value.toString(16).padStart(4, '0')
  return `${hex(device.vendorId)}:${hex(device.productId)}`
}
