/** Writes the udev rule that lets the person at the screen open headsets on Linux. */
import { type HeadsetVendor, headsetVendors } from '#native/table/headsetVendors'

/** Where packages put it; the number sorts before 73-seat-late, which grants what the tag asks for. */
export const udevRulePath = '/etc/udev/rules.d/70-najva-headsets.rules'

const head = `# Lets whoever sits at the screen use the buttons and lights of USB headsets.
# Made by: npm run headset -- --udev
# To install by hand, as root:
#   npm run --silent headset -- --udev > ${udevRulePath}
#   udevadm control --reload && udevadm trigger --subsystem-match=hidraw
# A headset of another maker: add a line with its vendor id, as lsusb shows it.

ACTION=="remove", GOTO="najva_headsets_end"
SUBSYSTEM!="hidraw", GOTO="najva_headsets_end"

# Keyboards and mice stay closed, whoever made them.
ATTRS{bInterfaceProtocol}=="01", GOTO="najva_headsets_end"
ATTRS{bInterfaceProtocol}=="02", GOTO="najva_headsets_end"
`

export function formatUdevRule(vendors: readonly HeadsetVendor[] = headsetVendors): string {
  const lines = vendors.flatMap((vendor) => [`# ${vendor.name}`, ...toLines(vendor)])
  return `${head}\n${lines.join('\n')}\n\nLABEL="najva_headsets_end"\n`
}

function toLines({ vendorId, productIds }: HeadsetVendor): string[] {
  const vendor = `ATTRS{idVendor}=="${hex(vendorId)}"`
  if (productIds === null) return [`${vendor}, TAG+="uaccess"`]
  return productIds.map((productId) => `${vendor}, ATTRS{idProduct}=="${hex(productId)}", TAG+="uaccess"`)
}

function hex(value: number): string {
  return value.toString(16).padStart(4, '0')
}
