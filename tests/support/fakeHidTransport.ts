/** USB as bytes: devices are plugged in and out by the test, reports are pressed, and every write is kept as hex. */
import type { HeadsetFailure } from '#contract/headset'
import { parseDescriptor } from '#native/descriptor/parseDescriptor'
import { toPage, toUsageId } from '#native/descriptor/usage'
import { fromHex, toHex } from '#native/report/hex'
import type { HeadsetTransport, HidAnswer, HidConnection, HidPath } from '#native/transport'

export interface FakeDeviceOptions {
  readonly vendorId: number
  readonly productId: number
  readonly product: string
  readonly descriptor: Uint8Array
  readonly serialNumber?: string
  /** As on Windows: one path per top-level collection, and no descriptor to be had. */
  readonly windows?: boolean
  /** As on macOS: one path for all, and no descriptor to be had. */
  readonly hidesDescriptor?: boolean
}

export interface FakeDevice {
  readonly options: FakeDeviceOptions
  /** Output reports as hex, oldest first; `takeWritten` empties it. */
  readonly written: string[]
  readonly features: string[]
  /** The path each output report went to, oldest first. */
  readonly writtenPaths: string[]
  takeWritten(): string[]
  /** Paths opened and not closed. */
  readonly openPaths: readonly string[]
  readonly opens: number
  /** Sends an input report. */
  press(hex: string): void
  /** Answers every further write; null: it never comes back. */
  answerWrites(answer: HidAnswer<null> | null): void
  /** Refuses to be opened, with this failure; null: it can be opened. */
  refuseOpen(failure: HeadsetFailure | null): void
  /** Called before each write is answered, with the bytes written. */
  onWrite(listener: (hex: string) => void): void
}

export interface FakeHidTransport extends HeadsetTransport {
  plug(options: FakeDeviceOptions): FakeDevice
  /** Unplugs: open connections are told, the list forgets it. */
  unplug(device: FakeDevice): void
  /** The device leaves without a word: it is only that nothing works any more. */
  vanish(device: FakeDevice): void
  failList(failure: HeadsetFailure | null): void
  readonly lists: number
}

interface Live {
  readonly device: FakeDevice
  readonly paths: readonly HidPath[]
  readonly reportListeners: Set<(bytes: Uint8Array) => void>
  readonly goneListeners: Set<(detail: string) => void>
  open(path: string): HidAnswer<HidConnection>
  present: boolean
}

export function createFakeHidTransport(): FakeHidTransport {
  const live: Live[] = []
  let serial = 0
  let listFailure: HeadsetFailure | null = null
  let lists = 0

  const remove = (device: FakeDevice): Live | undefined => {
    const at = live.findIndex((each) => each.device === device)
    const [found] = at === -1 ? [] : live.splice(at, 1)
    if (found !== undefined) found.present = false
    return found
  }

  return {
    plug(options) {
      serial += 1
      const added = createLive(options, serial)
      live.push(added)
      return added.device
    },
    unplug(device) {
      const found = remove(device)
      for (const listener of [...(found?.goneListeners ?? [])]) listener('device disconnected')
    },
    vanish(device) {
      remove(device)
    },
    failList(failure) {
      listFailure = failure
    },
    get lists() {
      return lists
    },
    async list() {
      lists += 1
      if (listFailure !== null) return { ok: false, failure: listFailure, detail: 'no list' }
      return { ok: true, value: live.flatMap((each) => each.paths) }
    },
    async open(path) {
      const found = live.find((each) => each.paths.some((member) => member.path === path))
      return found?.open(path) ?? { ok: false, failure: 'gone', detail: 'no such device' }
    },
    async readDescriptor(path) {
      const found = live.find((each) => each.paths.some((member) => member.path === path))
      const { options } = found?.device ?? {}
      if (options === undefined || options.windows === true || options.hidesDescriptor === true) return null
      return options.descriptor
    },
  }
}

function createLive(options: FakeDeviceOptions, serial: number): Live {
  const written: string[] = []
  const features: string[] = []
  const writtenPaths: string[] = []
  const openPaths: string[] = []
  const reportListeners = new Set<(bytes: Uint8Array) => void>()
  const goneListeners = new Set<(detail: string) => void>()
  const writeListeners = new Set<(hex: string) => void>()
  let writeAnswer: HidAnswer<null> | null = { ok: true, value: null }
  let openFailure: HeadsetFailure | null = null
  let opens = 0

  const answer = (): Promise<HidAnswer<null>> => {
    if (!self.present) return Promise.resolve({ ok: false, failure: 'gone', detail: 'no such device' })
    return writeAnswer === null ? new Promise(() => {}) : Promise.resolve(writeAnswer)
  }

  const device: FakeDevice = {
    options,
    written,
    features,
    writtenPaths,
    takeWritten: () => written.splice(0),
    openPaths,
    get opens() {
      return opens
    },
    press(hex) {
      for (const listener of [...reportListeners]) listener(fromHex(hex))
    },
    answerWrites(next) {
      writeAnswer = next
    },
    refuseOpen(failure) {
      openFailure = failure
    },
    onWrite(listener) {
      writeListeners.add(listener)
    },
  }

  const connect = (path: string): HidConnection => ({
    onReport: (listener) => subscribe(reportListeners, listener),
    onGone: (listener) => subscribe(goneListeners, listener),
    write(bytes) {
      const hex = toHex(bytes)
      if (self.present) {
        written.push(hex)
        writtenPaths.push(path)
        for (const listener of writeListeners) listener(hex)
      }
      return answer()
    },
    sendFeature(bytes) {
      features.push(toHex(bytes))
      return answer()
    },
    async close() {
      const at = openPaths.indexOf(path)
      if (at !== -1) openPaths.splice(at, 1)
    },
  })

  const self: Live = {
    device,
    paths: toPaths(options, serial),
    reportListeners,
    goneListeners,
    present: true,
    open(path) {
      opens += 1
      if (openFailure !== null) return { ok: false, failure: openFailure, detail: 'refused' }
      openPaths.push(path)
      return { ok: true, value: connect(path) }
    },
  }
  return self
}

function toPaths(options: FakeDeviceOptions, serial: number): HidPath[] {
  const parsed = parseDescriptor(options.descriptor)
  const collections = parsed.ok ? parsed.layout.collections : []
  const hex = (value: number) => value.toString(16).padStart(4, '0')
  return collections.map((usage, index) => ({
    path:
      options.windows === true
        ? `\\\\?\\HID#VID_${hex(options.vendorId)}&PID_${hex(options.productId)}&MI_03&Col0${index + 1}#8&${serial}a0&0&${hex(index)}#{4d1e55b2}`
        : `/dev/hidraw${serial}`,
    vendorId: options.vendorId,
    productId: options.productId,
    serialNumber: options.serialNumber ?? '',
    product: options.product,
    interfaceNumber: 3,
    usagePage: toPage(usage),
    usage: toUsageId(usage),
  }))
}

function subscribe<T>(listeners: Set<(value: T) => void>, listener: (value: T) => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
