/** The HID usages a headset speaks with, as 32-bit numbers: page in the upper half, id in the lower (HUT 1.5). */

export const pages = { led: 0x08, button: 0x09, telephony: 0x0b, consumer: 0x0c } as const

/** Joins a usage page and an id, both 0–65535. */
export function toUsage(page: number, id: number): number {
  return ((page & 0xffff) * 0x10000 + (id & 0xffff)) >>> 0
}

export function toPage(usage: number): number {
  return usage >>> 16
}

export function toUsageId(usage: number): number {
  return usage & 0xffff
}

/** `000b:0020`, as people write usages. */
export function formatUsage(usage: number): string {
  const hex = (value: number) => value.toString(16).padStart(4, '0')
  return `${hex(toPage(usage))}:${hex(toUsageId(usage))}`
}
