/** A desk with one headset plugged in, for tests: a service over the byte-level transport, on a clock that is moved. */
import type { Headset, HeadsetCallModel, HeadsetIntent, HeadsetKey } from '#contract/headset'
import { createHeadsetService, type HeadsetServiceParts } from '#native/headsetService'
import { vendorProfiles } from '#native/profiles/vendorProfiles'
import { descriptorOf, recordedDevice } from '#tests/native/recordedDevices'
import { createFakeClock } from '#tests/support/fakeClock'
import {
  createFakeHidTransport,
  type FakeDevice,
  type FakeDeviceOptions,
} from '#tests/support/fakeHidTransport'

export interface LogLine {
  readonly level: 'info' | 'warn'
  readonly fields: object
  readonly message: string
}

export function createMemoryLog() {
  const lines: LogLine[] = []
  return {
    lines,
    info: (fields: object, message: string) => void lines.push({ level: 'info', fields, message }),
    warn: (fields: object, message: string) => void lines.push({ level: 'warn', fields, message }),
  }
}

export function optionsOf(slug: string, more: Partial<FakeDeviceOptions> = {}): FakeDeviceOptions {
  const device = recordedDevice(slug)
  return {
    vendorId: device.vendorId ?? 0x1234,
    productId: device.productId ?? 0x5678,
    product: device.name,
    descriptor: descriptorOf(device),
    ...more,
  }
}

export function createDesk(more: Partial<HeadsetServiceParts> = {}) {
  const clock = createFakeClock()
  const transport = createFakeHidTransport()
  const log = createMemoryLog()
  const start = () => {
    const service = createHeadsetService({ transport, clock, profiles: vendorProfiles, log, ...more })
    const intents: HeadsetIntent[] = []
    service.onIntent((intent) => intents.push(intent))
    return { service, intents }
  }
  return { clock, transport, log, start }
}

/** A service with one headset open and its time of settling over. */
export async function openHeadset(slug: string, more: Partial<FakeDeviceOptions> = {}) {
  const desk = createDesk()
  const device = desk.transport.plug(optionsOf(slug, more))
  const { service, intents } = desk.start()
  await desk.clock.advanceAsync(5000)
  const headset = service.state.headsets[0]
  if (headset === undefined) throw new Error(`${slug} is not listed`)
  const say = (kind: HeadsetCallModel['kind'], muted = false) => service.setCallModel({ kind, muted })
  return {
    ...desk,
    device,
    service,
    key: headset.key,
    headset: () => only(service.state.headsets, headset.key),
    say,
    /** Kinds asked for since the last call. */
    asked: () =>
      intents
        .splice(0)
        .map((intent) => (intent.kind === 'setMute' ? `setMute ${intent.muted}` : intent.kind)),
    /** Bytes written since the last call, all writes done. */
    async wrote(): Promise<string[]> {
      await desk.clock.advanceAsync(0)
      return device.takeWritten()
    },
    wait: (ms: number) => desk.clock.advanceAsync(ms),
  }
}

function only(headsets: readonly Headset[], key: HeadsetKey): Headset {
  const found = headsets.find((each) => each.key === key)
  if (found === undefined) throw new Error(`${key} is not listed`)
  return found
}

/** Presses a relative button: the bit set, then clear. */
export function tap(device: FakeDevice, pressed: string, released: string): void {
  device.press(pressed)
  device.press(released)
}
