/** The bundled table of report descriptors, by vendor and product id. */
import { ankerDevices } from '#native/table/anker'
import { boyaDevices } from '#native/table/boya'
import { eposDevices } from '#native/table/epos'
import { jabraDevices } from '#native/table/jabra'
import type { KnownDevice } from '#native/table/knownDevice'
import { logitechDevices } from '#native/table/logitech'
import { polyDevices } from '#native/table/poly'
import { polycomDevices } from '#native/table/polycom'
import { razerDevices } from '#native/table/razer'
import { yealinkDevices } from '#native/table/yealink'

export const knownDevices: readonly KnownDevice[] = [
  ...jabraDevices,
  ...polyDevices,
  ...eposDevices,
  ...yealinkDevices,
  ...polycomDevices,
  ...ankerDevices,
  ...logitechDevices,
  ...razerDevices,
  ...boyaDevices,
]
