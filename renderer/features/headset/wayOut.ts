/** What the person at the desk, or the one who looks after it, can do about a headset failure on each system. Pure. */
import type { DeskHeadsets } from '#contract/bridge'
import type { HeadsetFailure } from '#contract/headset'
import type { MessageKey } from '#renderer/i18n/messages'

export interface WayOut {
  readonly sentence: MessageKey
  /** To be run in a terminal; null when there is none. */
  readonly command: string | null
}

type System = DeskHeadsets['system']

/** null where the failure's own sentence says it all. */
export function toWayOut(failure: HeadsetFailure, system: System, vendorId: number | null): WayOut | null {
  if (failure === 'driver-missing') return toDriver(system)
  if (failure === 'input-monitoring') return { sentence: 'headset.wayOut.inputMonitoring', command: null }
  if (failure !== 'denied') return null
  if (system !== 'linux' || vendorId === null)
    return { sentence: 'headset.wayOut.administrator', command: null }
  return { sentence: 'headset.wayOut.udev', command: toUdevCommand(vendorId) }
}

function toDriver(system: System): WayOut {
  if (system === 'linux') return { sentence: 'headset.wayOut.libusb', command: installLibusb }
  return { sentence: 'headset.wayOut.reinstall', command: null }
}

/** Debian, Ubuntu and their kin; elsewhere, Fedora and its kin. */
const installLibusb = 'sudo apt install libusb-1.0-0 || sudo dnf install libusb1'

/** For this maker's devices; the file must sort before the system's own `73-seat-late.rules` to give access. */
export function toUdevCommand(vendorId: number): string {
  const vendor = vendorId.toString(16).padStart(4, '0')
  const rule = `KERNEL=="hidraw*", ATTRS{idVendor}=="${vendor}", TAG+="uaccess"`
  const file = `/etc/udev/rules.d/70-najva-headset-${vendor}.rules`
  return `echo '${rule}' | sudo tee ${file} && sudo udevadm control --reload && sudo udevadm trigger --subsystem-match=hidraw`
}
