/** A practice centre behind a real exchange, with whole SIP phones at its seats and everything it tells. */
import { afterEach, beforeEach } from 'vitest'
import type { PbxEvent } from '#contract/pbx'
import { createPracticeCentre, type PracticeCentre } from '#simulator/practiceCentre'
import { silentLog } from '#simulator/practiceLog'
import { type Exchange, openExchange } from '#tests/simulator/sip/exchange'
import { createMailbox, type Mailbox } from '#tests/simulator/sip/mailbox'
import type { TestPhone } from '#tests/simulator/sip/testPhone'
import { loadScenario } from '#tests/simulator/support/practiceBench'

export let exchange: Exchange
export let centre: PracticeCentre
export let events: Mailbox<PbxEvent>

/** `isAtWork`: callers come and colleagues move by themselves. */
export function openCentreForEachTest({ isAtWork }: { readonly isAtWork: boolean }): void {
  beforeEach(async () => {
    exchange = await openExchange()
    events = createMailbox<PbxEvent>()
    centre = createPracticeCentre({
      telephony: exchange.telephony,
      clock: exchange.clock,
      seed: 1,
      scenario: loadScenario('quiet'),
      voicesDir: null,
      recordDir: null,
      log: silentLog,
    })
    centre.listen(events.put)
    if (isAtWork) centre.start()
  })
  afterEach(async () => {
    await centre.close()
    await exchange.close()
  })
}

/** The next event of this kind, and it is taken. */
export async function next<Kind extends PbxEvent['kind']>(
  kind: Kind,
): Promise<Extract<PbxEvent, { kind: Kind }>> {
  return (await events.find((event) => event.kind === kind)) as Extract<PbxEvent, { kind: Kind }>
}

export async function seat(extension: string): Promise<TestPhone> {
  const phone = await exchange.phone(extension)
  await centre.execute({ kind: 'signIn', extension, pausedReason: null })
  return phone
}
