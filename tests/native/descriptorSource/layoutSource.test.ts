/** Where a layout comes from, in which order, and that the bundled table holds what the devices really send. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ReportField, ReportLayout } from '#native/descriptor/reportLayout'
import { findTelephony } from '#native/descriptor/telephony'
import { toPage, toUsageId } from '#native/descriptor/usage'
import { findKnownLayout, findVendorLayout } from '#native/descriptorSource/knownLayouts'
import { createLayoutSource } from '#native/descriptorSource/layoutSource'
import { readSysfsDescriptor } from '#native/descriptorSource/sysfs'
import { parseWebHidCollections } from '#native/descriptorSource/webHidCollections'
import { groupPaths } from '#native/service/groupPaths'
import { knownDevices } from '#native/table/knownDevices'
import { createMemoryLog } from '#tests/native/headsetBench'
import { descriptorOf, layoutOf, recordedDevice, recordedDevices } from '#tests/native/recordedDevices'

/** A layout as Chromium would hand it to a page: reports by collection, items with their padding. */
function toWebHid(layout: ReportLayout) {
  return layout.collections.map((collection) => {
    const reportsOf = (direction: ReportField['direction']) =>
      layout.reports
        .filter((report) => report.direction === direction)
        .filter((report) => owner(layout, direction, report.reportId) === collection)
        .map((report) => ({
          reportId: report.reportId,
          items: toItems(layout, direction, report.reportId, report.sizeBits),
        }))
    return {
      usagePage: toPage(collection),
      usage: toUsageId(collection),
      type: 1,
      children: [],
      inputReports: reportsOf('input'),
      outputReports: reportsOf('output'),
      featureReports: reportsOf('feature'),
    }
  })
}

function owner(layout: ReportLayout, direction: string, reportId: number): number | undefined {
  return layout.fields.find((field) => field.direction === direction && field.reportId === reportId)
    ?.collection
}

function toItems(layout: ReportLayout, direction: string, reportId: number, totalBits: number) {
  const fields = layout.fields
    .filter((field) => field.direction === direction && field.reportId === reportId)
    .toSorted((a, b) => a.bitOffset - b.bitOffset)
  const items: object[] = []
  let at = 0
  const pad = (bits: number) => {
    if (bits > 0) items.push({ ...item, isConstant: true, usages: [], reportSize: bits, reportCount: 1 })
  }
  for (const field of fields) {
    pad(field.bitOffset - at)
    items.push({
      ...item,
      isAbsolute: !field.isRelative,
      isArray: field.isArray,
      isConstant: field.isConstant,
      hasNull: field.hasNullState,
      hasPreferredState: field.hasPreferredState,
      isRange: isRange(field),
      usages: isRange(field) ? undefined : toUsageList(field),
      usageMinimum: field.usages[0]?.min,
      usageMaximum: field.usages.at(-1)?.max,
      reportSize: field.sizeBits,
      reportCount: field.count,
      logicalMinimum: field.logicalMin,
      logicalMaximum: field.logicalMax,
    })
    at = field.bitOffset + field.sizeBits * field.count
  }
  pad(totalBits - at)
  return items
}

function isRange(field: ReportField): boolean {
  return field.isArray && field.usages.length === 1
}

function toUsageList(field: ReportField): number[] {
  if (field.isArray) return field.usages.map((each) => each.min)
  return Array.from({ length: field.count }, () => field.usages[0]?.min ?? 0)
}

const item = {
  isAbsolute: true,
  isArray: false,
  isRange: false,
  hasNull: false,
  hasPreferredState: true,
  logicalMinimum: 0,
  logicalMaximum: 1,
}

/** What matters of buttons and lights: where they are. The page tells no declared page and folds ranges. */
function places(layout: ReportLayout) {
  const { controls, lights } = findTelephony(layout)
  const placeOf = ({ field }: { field: ReportField }) => [
    field.reportId,
    field.bitOffset,
    field.sizeBits,
    field.collection,
  ]
  return {
    controls: controls.map((each) => [each.control, each.behaviour, ...placeOf(each)]),
    lights: lights.map((each) => [each.light, ...placeOf(each)]),
  }
}

test.each(recordedDevices)('WebHID collections give the same buttons and lights: $slug', (device) => {
  const own = layoutOf(device)
  const told = parseWebHidCollections(toWebHid(own))
  expect(told && places(told)).toEqual(places(own))
  for (const direction of ['input', 'output'] as const) {
    expect(told?.reports.filter((each) => each.direction === direction).length).toBeGreaterThanOrEqual(
      new Set(own.fields.filter((each) => each.direction === direction).map((each) => each.reportId)).size,
    )
  }
})

test('items listed in the outer collection and again in an inner one are counted once', () => {
  const hook = { ...item, hasPreferredState: false, usages: [0x0b0020], reportSize: 1, reportCount: 1 }
  const report = { reportId: 2, items: [hook] }
  const outer = { usagePage: 0x0b, usage: 5, inputReports: [report] }
  const inner = { usagePage: 0x0b, usage: 1, inputReports: [report] }
  const sizes = (collections: unknown) =>
    parseWebHidCollections(collections)?.reports.map((each) => each.sizeBits)
  expect(sizes([{ ...outer, children: [inner] }])).toEqual([1])
  expect(sizes([{ ...outer, inputReports: [], children: [inner] }])).toEqual([1])
  const own = { ...hook, usages: [0x0b002f], reportSize: 1 }
  const wider = { reportId: 2, items: [hook, { ...own, reportCount: 1 }] }
  expect(
    sizes([
      {
        ...outer,
        inputReports: [{ reportId: 2, items: [own] }],
        children: [{ ...inner, inputReports: [wider] }],
      },
    ]),
  ).toEqual([3])
})

test('what no browser sends is refused', () => {
  let deep: object = { usagePage: 1, usage: 1 }
  for (let depth = 0; depth < 30; depth += 1) deep = { usagePage: 1, usage: 1, children: [deep] }
  const huge = { ...item, usages: [1], reportSize: 131_072, reportCount: 131_072 }
  const hostile = [
    null,
    7,
    'x',
    {},
    [{}],
    [{ usagePage: -1, usage: 0 }],
    [deep],
    [{ usagePage: 11, usage: 5, inputReports: [{ reportId: 1, items: [huge] }] }],
  ]
  for (const each of hostile) expect(parseWebHidCollections(each)).toBeNull()
})

test('the bundled table equals the recorded devices, byte for byte', () => {
  for (const known of knownDevices) {
    const recorded = recordedDevices.find(
      (each) =>
        each.vendorId === known.vendorId && each.productId === known.productId && each.evidence !== 'virtual',
    )
    expect(known.descriptor).toBe(recorded?.descriptor.join(''))
  }
  expect(new Set(knownDevices.map((each) => `${each.vendorId}:${each.productId}`)).size).toBe(
    knownDevices.length,
  )
})

test('the habit of a vendor is what all its known headsets agree on', () => {
  const jabra = findVendorLayout(knownDevices, 0x0b0e)
  const { controls, lights } = findTelephony(jabra ?? layoutOf(recordedDevice('046d-0ac4')))
  expect(controls.map((each) => each.control)).toEqual(['hook', 'lineBusy', 'mute', 'flash'])
  expect(lights.map((each) => each.light)).toEqual([
    'offHook',
    'ring',
    'ringer',
    'mute',
    'hold',
    'microphone',
  ])
  // Poly's two agree on nothing, Yealink has one only.
  expect(findVendorLayout(knownDevices, 0x047f)).toBeNull()
  expect(findVendorLayout(knownDevices, 0x6993)).toBeNull()
})

function groupOf(vendorId: number, productId: number) {
  const path = {
    path: '/dev/hidraw0',
    vendorId,
    productId,
    serialNumber: '',
    product: 'X',
    interfaceNumber: 0,
    usagePage: 0x0b,
    usage: 5,
  }
  const [group] = groupPaths([path])
  if (group === undefined) throw new Error('no group')
  return group
}

test('the device itself comes first, then the page, the table, the vendor; else nobody knows', async () => {
  let own: Uint8Array | null = descriptorOf(recordedDevice('1395-0082'))
  const log = createMemoryLog()
  const source = createLayoutSource({ readDescriptor: async () => own, table: knownDevices, log })
  const fromOf = async (vendorId: number, productId: number) =>
    (await source.find(groupOf(vendorId, productId)))?.from
  expect(await fromOf(0x0b0e, 0x0307)).toBe('device')
  own = new Uint8Array([0x26])
  expect(await fromOf(0x0b0e, 0x0307)).toBe('table')
  expect(log.lines).toHaveLength(1)
  own = null
  expect(await fromOf(0x0b0e, 0x0307)).toBe('table')
  expect(await fromOf(0x0b0e, 0xbeef)).toBe('vendor')
  expect(await fromOf(0x7777, 0x0001)).toBeUndefined()
  expect(source.learnFromPage(0x7777, 0x0001, { not: 'collections' })).toBe(false)
  expect(source.learnFromPage(0x7777, 0x0001, toWebHid(layoutOf(recordedDevice('1395-0082'))))).toBe(true)
  expect(await fromOf(0x7777, 0x0001)).toBe('page')
  expect(findKnownLayout(knownDevices, 0x7777, 1)).toBeNull()
})

test('Linux: the kernel is asked for hidraw nodes only, and a missing file is no error', async () => {
  const root = await mkdtemp(join(tmpdir(), 'najva-sysfs-'))
  try {
    const folder = join(root, 'class/hidraw/hidraw7/device')
    await mkdir(folder, { recursive: true })
    const bytes = descriptorOf(recordedDevice('0b0e-0307'))
    await writeFile(join(folder, 'report_descriptor'), bytes)
    expect(await readSysfsDescriptor('/dev/hidraw7', root)).toEqual(bytes)
    expect(await readSysfsDescriptor('/dev/hidraw8', root)).toBeNull()
    expect(await readSysfsDescriptor('/dev/hidraw7/../../../etc/passwd', root)).toBeNull()
    await writeFile(join(folder, 'report_descriptor'), new Uint8Array(20_000))
    expect(await readSysfsDescriptor('/dev/hidraw7', root)).toBeNull()
  } finally {
    await rm(root, { recursive: true })
  }
})
