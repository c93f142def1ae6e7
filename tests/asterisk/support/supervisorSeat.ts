/** A supervisor at the laboratory's floor: a desk that is signed in, and a phone that answers every leg and speaks into all of them. */

import type { LabFloor } from '#tests/asterisk/support/labFloor'
import { connectDesk, type TestDesk } from '#tests/gateway/support/testDesk'
import { openSipPhone, type SipPhone } from '#tests/support/sip/sipPhone'
import { labPassword } from '#tools/lab/labSettings'

export const supervisorHz = 880

export interface SupervisorSeat {
  readonly desk: TestDesk
  readonly phone: SipPhone
  close(): Promise<void>
}

export async function openSupervisorSeat(
  { gateway, lab }: LabFloor,
  toneHz = supervisorHz,
): Promise<SupervisorSeat> {
  const desk = await connectDesk(gateway.url)
  const signedIn = await desk.signIn('leila', labPassword)
  if (!signedIn.ok) throw new Error(signedIn.failure.code)
  desk.watch()
  const { password } = signedIn.value.sip
  const at = { address: '127.0.0.1', sipPort: lab.sipPort }
  const phone = await openSipPhone({ ...at, user: '1901', password, toneHz, speaksInAll: true })
  phone.onRing((leg) => leg.answer())
  await phone.register()
  return {
    desk,
    phone,
    async close() {
      await desk.close()
      await phone.close()
    },
  }
}
