/** One entry of the bundled table: a device whose descriptor is known beforehand. */

export interface KnownDevice {
  readonly vendorId: number
  readonly productId: number
  readonly name: string
  /** The report descriptor in hexadecimal, all collections in the order of the device. */
  readonly descriptor: string
}
