/** A running exchange for tests, with everything to be closed after each. */
import { randomBytes } from 'node:crypto'
import { createTelephony } from '#simulator/sip/telephonyServer'
import type { PhoneEvent, Telephony } from '#simulator/telephony'
import { createMailbox, type Mailbox } from '#tests/simulator/sip/mailbox'
import { createRawPhone, type RawPhone } from '#tests/simulator/sip/rawPhone'
import { createTestPhone, type TestPhone } from '#tests/simulator/sip/testPhone'
import { createFakeClock, type FakeClock } from '#tests/support/fakeClock'

export interface Exchange {
  readonly telephony: Telephony
  readonly clock: FakeClock
  readonly events: Mailbox<PhoneEvent>
  /** The next event of this kind. */
  next<Kind extends PhoneEvent['kind']>(kind: Kind): Promise<Extract<PhoneEvent, { kind: Kind }>>
  /** A registered phone. */
  phone(extension: string): Promise<TestPhone>
  raw(): Promise<RawPhone>
  close(): Promise<void>
}

export async function openExchange(): Promise<Exchange> {
  const clock = createFakeClock()
  const telephony = await createTelephony({ clock, randomBytes, rehearses: false })
  const events = createMailbox<PhoneEvent>()
  const closing: (() => Promise<void> | void)[] = []
  telephony.onPhone(events.put)
  const next: Exchange['next'] = async (kind) =>
    (await events.find((event) => event.kind === kind)) as Extract<PhoneEvent, { kind: typeof kind }>
  return {
    telephony,
    clock,
    events,
    next,
    async phone(extension) {
      const phone = await createTestPhone(telephony.issueCredentials(extension))
      closing.push(() => phone.close())
      await phone.register()
      await next('registered')
      return phone
    },
    async raw() {
      const raw = await createRawPhone(telephony.serverUrl)
      closing.push(() => raw.close())
      return raw
    },
    async close() {
      for (const close of closing) await close()
      await telephony.close()
    },
  }
}
