/** Asks the browser's WebHID how a headset's reports are laid out, for systems that tell only the browser. */

export interface HidLayout {
  readonly vendorId: number
  readonly productId: number
  /** `HIDDevice.collections`, as plain data. */
  readonly collections: readonly unknown[]
}

/** What is used of WebHID, which TypeScript's DOM does not know. */
interface Hid {
  getDevices(): Promise<HidLayout[]>
  requestDevice(options: {
    readonly filters: readonly { readonly vendorId: number; readonly productId: number }[]
  }): Promise<HidLayout[]>
}

/** null where the browser has no WebHID, or the person chose no device. To be called in the turn of a click. */
export async function readHidLayout(vendorId: number, productId: number): Promise<HidLayout | null> {
  const hid = findHid()
  if (hid === null) return null
  const devices = await ask(hid, vendorId, productId)
  const collections = devices
    .filter((each) => each.vendorId === vendorId && each.productId === productId)
    .flatMap((each) => each.collections)
  // Out of the browser's objects, so that they can cross the bridge.
  return collections.length === 0
    ? null
    : { vendorId, productId, collections: JSON.parse(JSON.stringify(collections)) }
}

/** Without a choice to make, the one allowed earlier. A refusal is an answer, not a fault. */
async function ask(hid: Hid, vendorId: number, productId: number): Promise<HidLayout[]> {
  try {
    const chosen = await hid.requestDevice({ filters: [{ vendorId, productId }] })
    return chosen.length > 0 ? chosen : await hid.getDevices()
  } catch {
    return []
  }
}

function findHid(): Hid | null {
  return 'hid' in navigator ? (navigator.hid as Hid) : null
}
