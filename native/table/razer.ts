/** Report descriptors of Razer devices, as the devices send them; for systems that do not hand them out. */
import type { KnownDevice } from '#native/table/knownDevice'

export const razerDevices: readonly KnownDevice[] = [
  {
    vendorId: 0x1532,
    productId: 0x0511,
    name: 'Razer USB microphone',
    descriptor: [
      '050c0901a10185011500250109e909ea75019502814209cd09b509b609b709e29505810606ff01090195018106050c09',
      '0095088106090075089502810606ff070901950b81020900950f9102c0050b0905a10185020920150025019501750181',
      '23950175078107c0',
    ].join(''),
  },
]
