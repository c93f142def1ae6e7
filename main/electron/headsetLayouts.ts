/** Lets the page read, by WebHID, the layout of a headset that this system hides from Node; of no other device. */
import type { Session } from 'electron'
import { isPage } from '#main/electron/permissionRules'

/** Whether this very kind of headset lacks its layout now. */
export type WantsLayout = (vendorId: number, productId: number) => boolean

export function offerHeadsetLayouts(session: Session, wants: WantsLayout): void {
  session.on('select-hid-device', (event, { deviceList, frame }, callback) => {
    event.preventDefault()
    const isOurs = frame !== null && frame.parent === null && isPage(frame.url)
    const device = isOurs ? deviceList.find((each) => wants(each.vendorId, each.productId)) : undefined
    callback(device?.deviceId ?? null)
  })
  session.setDevicePermissionHandler(({ deviceType, origin, device }) => {
    if (deviceType !== 'hid' || !isPage(origin) || !('collections' in device)) return false
    return wants(device.vendorId, device.productId)
  })
}
