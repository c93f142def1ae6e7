/** USB through node-hid; the only file that knows it. Its library is loaded at the first use, not at start. */
import type { Device, HIDAsync } from 'node-hid'
import type { HeadsetFailure } from '#contract/headset'
import { readSysfsDescriptor } from '#native/descriptorSource/sysfs'
import {
  type HeadsetTransport,
  type HidAnswer,
  type HidConnection,
  type HidPath,
  hidFailure,
} from '#native/transport'

export function createNodeHidTransport(platform: NodeJS.Platform = process.platform): HeadsetTransport {
  const load = () => import('node-hid')
  return {
    async list() {
      try {
        const hid = await load()
        return { ok: true, value: (await hid.devicesAsync()).flatMap(toHidPath) }
      } catch (error) {
        return hidFailure('driver-missing', toDetail(error))
      }
    },
    async open(path) {
      try {
        const hid = await load()
        return { ok: true, value: wrap(await hid.HIDAsync.open(path, { nonExclusive: true })) }
      } catch (error) {
        return hidFailure(toOpenFailure(toDetail(error)), toDetail(error))
      }
    },
    readDescriptor: async (path) => (platform === 'linux' ? readSysfsDescriptor(path) : null),
  }
}

function toHidPath(device: Device): HidPath[] {
  if (device.path === undefined) return []
  return [
    {
      path: device.path,
      vendorId: device.vendorId,
      productId: device.productId,
      serialNumber: device.serialNumber ?? '',
      product: device.product ?? '',
      interfaceNumber: device.interface,
      usagePage: device.usagePage ?? 0,
      usage: device.usage ?? 0,
    },
  ]
}

function wrap(device: HIDAsync): HidConnection {
  return {
    onReport(listener) {
      const take = (data: Buffer) => listener(new Uint8Array(data))
      device.on('data', take)
      return () => {
        device.off('data', take)
      }
    },
    onGone(listener) {
      const take = (error: unknown) => listener(toDetail(error))
      device.on('error', take)
      return () => {
        device.off('error', take)
        // An error that still comes while it closes must not bring the desk down.
        device.on('error', ignore)
      }
    },
    write: (bytes) => answer(device.write(Buffer.from(bytes))),
    sendFeature: (bytes) => answer(device.sendFeatureReport(Buffer.from(bytes))),
    async close() {
      try {
        await device.close()
      } catch {
        // Already gone: closed is what it should be.
      }
    },
  }
}

function ignore(): void {}

async function answer(written: Promise<number>): Promise<HidAnswer<null>> {
  try {
    await written
    return { ok: true, value: null }
  } catch (error) {
    const detail = toDetail(error)
    return hidFailure(isGone(detail) ? 'gone' : 'write-failed', detail)
  }
}

/** hidapi gives words, not numbers; these are its words and those of the three systems under it. */
export function toOpenFailure(detail: string): HeadsetFailure {
  if (/0xe00002e2/i.test(detail)) return 'input-monitoring'
  if (/permission denied|access is denied|not permitted|EACCES|0x00000005/i.test(detail)) return 'denied'
  if (/busy|EBUSY|being used by another process|exclusive|0xe00002c5|0x00000020/i.test(detail)) return 'busy'
  return isGone(detail) ? 'gone' : 'open-failed'
}

function isGone(detail: string): boolean {
  return /no such (file|device)|ENOENT|ENODEV|not connected|disconnected|cannot find the (file|path)|0xe00002c0/i.test(
    detail,
  )
}

function toDetail(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 500)
}
