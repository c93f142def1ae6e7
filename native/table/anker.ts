/** Report descriptors of Anker devices, as the devices send them; for systems that do not hand them out. */
import type { KnownDevice } from '#native/table/knownDevice'

export const ankerDevices: readonly KnownDevice[] = [
  {
    vendorId: 0x291a,
    productId: 0x3301,
    name: 'Anker PowerConf speakerphone',
    descriptor: [
      '050c0901a10185011500250109e909ea09e209cd09b509b609b309b7750195088142c0050b0905a1018502050b150025',
      '0109200997750195028123092f09210970095075019504810705080917090909180920092175019505912295039103c0',
    ].join(''),
  },
]
