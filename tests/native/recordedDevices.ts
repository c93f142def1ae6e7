/** Real report descriptors and reports, as recorded by those who own the devices. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { parseDescriptor } from '#native/descriptor/parseDescriptor'
import type { ReportLayout } from '#native/descriptor/reportLayout'
import { fromHex } from '#native/report/hex'

const Field = z.strictObject({
  report: z.number(),
  bit: z.number(),
  bits: z.number(),
  usage: z.string(),
  /** Lower byte of the main item's data, in hexadecimal. */
  flags: z.string(),
  logical: z.tuple([z.number(), z.number()]),
  collection: z.string(),
  /** As declared, when the page changed before the main item. */
  declared: z.string().optional(),
  array: z.literal(true).optional(),
  usageMax: z.string().optional(),
  direction: z.enum(['input', 'output', 'feature']).optional(),
})
export type RecordedField = z.infer<typeof Field>

const Example = z.strictObject({
  direction: z.enum(['in', 'out', 'feature']),
  hex: z.string(),
  meaning: z.string(),
  evidence: z.enum(['captured', 'code', 'derived']),
  source: z.string().nullable(),
  /** Standard buttons or lights this report shows as on; null when it concerns only vendor pages. */
  shows: z.record(z.string(), z.number()).nullable(),
})

const Recorded = z.strictObject({
  name: z.string(),
  vendorId: z.number().nullable(),
  productId: z.number().nullable(),
  evidence: z.enum(['dump', 'partly rebuilt', 'virtual']),
  source: z.string().nullable(),
  descriptor: z.array(z.string()),
  collections: z.array(z.string()),
  reportBits: z.partialRecord(z.enum(['input', 'output', 'feature']), z.record(z.string(), z.number())),
  inputs: z.array(Field),
  outputs: z.array(Field),
  vendor: z.array(Field),
  /** The report in which only this button or light is on. */
  onlyThisBit: z.partialRecord(z.enum(['inputs', 'outputs']), z.record(z.string(), z.string())),
  examples: z.array(Example),
})
export type RecordedDevice = z.infer<typeof Recorded> & { readonly slug: string }

const folder = join(import.meta.dirname, 'data')

export const recordedDevices: readonly RecordedDevice[] = readdirSync(folder)
  .toSorted()
  .map((file) => ({
    slug: file.replace('.json', ''),
    ...Recorded.parse(JSON.parse(readFileSync(join(folder, file), 'utf8'))),
  }))

/** By file name, for example `0b0e-0307`. */
export function recordedDevice(slug: string): RecordedDevice {
  const device = recordedDevices.find((each) => each.slug === slug)
  if (device === undefined) throw new Error(`No recorded device ${slug}`)
  return device
}

export function descriptorOf(device: RecordedDevice): Uint8Array {
  return fromHex(device.descriptor.join(''))
}

export function layoutOf(device: RecordedDevice): ReportLayout {
  const parsed = parseDescriptor(descriptorOf(device))
  if (!parsed.ok) throw new Error(`${device.name}: ${parsed.problem}`)
  return parsed.layout
}
