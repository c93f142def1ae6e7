/**
 * The connection of a monitoring leg, kept ready or made at once: Chromium now and then finds no address for one that
 * is described while it still looks for them ahead, and it is never heard then. Here it does so every time.
 */
import { expect, test } from 'vitest'
import type { MonitorId } from '#contract/ids'
import { monitorHeader } from '#contract/monitor'
import { addressesKnownMs } from '#renderer/phone/media/callMedia'
import { poll } from '#tests/renderer/phone/phoneRoom'
import { openRegisteredRoomForEachTest, room } from '#tests/renderer/phone/registeredRoom'

openRegisteredRoomForEachTest()

declare global {
  interface Window {
    /** Whether each connection opened since `loseOvertaken` looked for its addresses ahead, oldest first. */
    openedAhead?: boolean[]
  }
}

/** Chromium was seen to do so within the first 20 ms. */
const loseOvertaken = () =>
  room.page.evaluate(() => {
    const all: boolean[] = []
    window.openedAhead = all
    window.RTCPeerConnection = class extends RTCPeerConnection {
      readonly #looksAhead: boolean
      readonly #openedMs = performance.now()
      constructor(configuration?: RTCConfiguration) {
        super(configuration)
        this.#looksAhead = (configuration?.iceCandidatePoolSize ?? 0) > 0
        all.push(this.#looksAhead)
      }
      override setLocalDescription(): Promise<void> {
        const isOvertaken = this.#looksAhead && performance.now() - this.#openedMs < 400
        // Without a server between, such a connection has no address at all.
        if (isOvertaken) this.setConfiguration({ ...this.getConfiguration(), iceTransportPolicy: 'relay' })
        return super.setLocalDescription()
      }
    }
  })
/** One is kept ready, and its addresses are known. */
async function untilReady(count: number): Promise<void> {
  await makeReady()
  await poll('one looks', async () => ((await openedAhead()).length === count ? true : null))
  await new Promise((resolve) => setTimeout(resolve, addressesKnownMs + 100))
}
const openedAhead = () => room.page.evaluate(() => window.openedAhead ?? [])
const makeReady = () => room.page.evaluate(() => window.najva.phone.legs.makeReady())

/** The leg comes up, and what the switch sends is heard in it. */
async function monitor(name: string): Promise<void> {
  const token = name.padEnd(40, 't')
  await room.page.evaluate(([id, given]) => window.najva.phone.legs.expect(id, given), [
    name as MonitorId,
    token,
  ] as const)
  room.ring(name, { [monitorHeader]: token })
  const answered = () => room.events.some((event) => event.kind === 'answered' && event.legId === name)
  await poll(`${name} answered`, () => (answered() ? true : null))
  room.talk(name)
  await poll(`${name} heard`, async () => {
    const levels = await room.page.evaluate((id) => window.najva.phone.legs.levels(id), name as MonitorId)
    return (levels?.heard ?? 0) > 0.5 ? true : null
  })
}

test('a leg nobody made ready for is heard', async () => {
  await loseOvertaken()
  await monitor('first')
  expect(await openedAhead()).toEqual([false])
})

test('a leg that comes while its connection is still looking for addresses is heard', async () => {
  await loseOvertaken()
  await makeReady()
  await poll('one looks', async () => ((await openedAhead()).length === 1 ? true : null))
  await monitor('first')
  expect((await openedAhead()).slice(0, 2)).toEqual([true, false])
})

test('a leg that comes right after another is heard, before the next is ready', async () => {
  await loseOvertaken()
  await untilReady(1)
  await monitor('first')
  await monitor('second')
  expect((await openedAhead()).slice(0, 2)).toEqual([true, false])
})

test('in another network the one that was ready is let go, and the next leg has the addresses of now', async () => {
  await loseOvertaken()
  await untilReady(1)
  await room.page.evaluate(() => window.najva.phone.checkLink('network'))
  expect(await room.page.evaluate(() => window.najva.livePeers())).toBe(0)
  await untilReady(2)
  await monitor('first')
  expect((await openedAhead()).slice(0, 2)).toEqual([true, true])
})

test('a leg whose sound finds no way at all is ended and told as gone, and the switch knows', async () => {
  await room.page.evaluate(() => {
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super({ ...configuration, iceTransportPolicy: 'relay' })
      }
    }
  })
  const token = 'deaf'.padEnd(40, 't')
  await room.page.evaluate((given) => window.najva.phone.legs.expect('deaf' as MonitorId, given), token)
  room.ring('deaf', { [monitorHeader]: token })
  const legs = () => room.page.evaluate(() => window.najva.phone.legs.all.length)
  await poll('up', async () => ((await legs()) === 1 ? true : null))
  await poll('gone', async () => ((await legs()) === 0 ? true : null))
  expect(await room.untilEvent('hungUp')).toMatchObject({ legId: 'deaf' })
})
