/** The way to USB devices, as the headsets see it: bytes in, bytes out, failures by name. */
import type { HeadsetFailure } from '#contract/headset'

/** One thing the system lets us open. Windows gives each top-level collection a path of its own; others one for all. */
export interface HidPath {
  readonly path: string
  readonly vendorId: number
  readonly productId: number
  /** Empty when the device has none. */
  readonly serialNumber: string
  readonly product: string
  /** −1 when unknown. */
  readonly interfaceNumber: number
  /** Of the top-level collection; 0 when unknown. */
  readonly usagePage: number
  readonly usage: number
}

export type HidAnswer<T> =
  | { readonly ok: true; readonly value: T }
  /** `detail` is for the log only. */
  | { readonly ok: false; readonly failure: HeadsetFailure; readonly detail: string }

export interface HidConnection {
  /** All bytes of an input report; the report id first where the device uses ids. */
  onReport(listener: (bytes: Uint8Array) => void): () => void
  /** Told once, when the device can no longer be read. */
  onGone(listener: (detail: string) => void): () => void
  /** The first byte is the report id, 0 where the device uses none. */
  write(bytes: Uint8Array): Promise<HidAnswer<null>>
  sendFeature(bytes: Uint8Array): Promise<HidAnswer<null>>
  close(): Promise<void>
}

export interface HeadsetTransport {
  /** Costly for the system: never to be called more than about once a second. */
  list(): Promise<HidAnswer<readonly HidPath[]>>
  open(path: string): Promise<HidAnswer<HidConnection>>
  /** The report descriptor of a path, where the system hands it out; null where it does not. */
  readDescriptor(path: string): Promise<Uint8Array | null>
}

export function hidFailure(failure: HeadsetFailure, detail: string): HidAnswer<never> {
  return { ok: false, failure, detail }
}
