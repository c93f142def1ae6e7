/** Makers of headsets whose devices Linux must let the person at the screen open. */

export interface HeadsetVendor {
  readonly vendorId: number
  readonly name: string
  /** The headsets among a vendor's products; null for a vendor that makes little else with buttons. */
  readonly productIds: readonly number[] | null
}

/** Vendors of keyboards and mice too are listed by product, so that no keyboard is opened to programs. */
export const headsetVendors: readonly HeadsetVendor[] = [
  { vendorId: 0x0b0e, name: 'Jabra', productIds: null },
  { vendorId: 0x047f, name: 'Plantronics, Poly', productIds: null },
  { vendorId: 0x095d, name: 'Polycom', productIds: null },
  { vendorId: 0x1395, name: 'Sennheiser, EPOS', productIds: null },
  { vendorId: 0x6993, name: 'Yealink', productIds: null },
  { vendorId: 0x3391, name: 'Cyber Acoustics', productIds: null },
  { vendorId: 0x3015, name: 'Sangoma', productIds: null },
  { vendorId: 0x291a, name: 'Anker', productIds: [0x3301] },
  { vendorId: 0x046d, name: 'Logitech', productIds: [0x0944] },
  { vendorId: 0x2f05, name: 'BOYA', productIds: [0x003b] },
]
