/** A monitored call loses its way for a moment, at each step of its beginning: it is given a new one, and both are heard. */
import { expect, test } from 'vitest'
import type { MonitorId } from '#contract/ids'
import { monitorHeader } from '#contract/monitor'
import { poll } from '#tests/renderer/phone/phoneRoom'
import { openRegisteredRoomForEachTest, room } from '#tests/renderer/phone/registeredRoom'

openRegisteredRoomForEachTest()

type Step = 'up' | 'connecting' | 'connected' | 'heard'

declare global {
  interface Window {
    /** Has the newest connection say once that its way is lost, which it is not. */
    troubleNewest?: () => void
    /** ICE names (ufrag) the newest connection has had, oldest first. */
    namesOfNewest?: () => readonly string[]
  }
}

/** From now on each connection that reaches `step` says that its way is lost; `up` and `heard` are told by hand. */
const troubleAt = (step: Step) =>
  room.page.evaluate((at) => {
    const all: Troubled[] = []
    class Troubled extends RTCPeerConnection {
      readonly names: string[] = []
      #isLying = false
      #isDone = false
      constructor(configuration?: RTCConfiguration) {
        super(configuration)
        all.push(this)
        this.addEventListener('connectionstatechange', () => {
          if (super.connectionState === at) this.trouble()
        })
      }
      override get connectionState(): RTCPeerConnectionState {
        return this.#isLying ? 'disconnected' : super.connectionState
      }
      override async setLocalDescription(description?: RTCLocalSessionDescriptionInit): Promise<void> {
        await super.setLocalDescription(description)
        const name = /^a=ice-ufrag:(\S+)/m.exec(this.localDescription?.sdp ?? '')?.[1]
        if (name !== undefined && this.names.at(-1) !== name) this.names.push(name)
      }
      trouble(): void {
        if (this.#isDone) return
        this.#isDone = true
        this.#isLying = true
        this.dispatchEvent(new Event('connectionstatechange'))
        this.#isLying = false
      }
    }
    window.RTCPeerConnection = Troubled
    window.troubleNewest = () => all.at(-1)?.trouble()
    window.namesOfNewest = () => all.at(-1)?.names ?? []
    if (at !== 'up') return
    let known = 0
    window.najva.phone.legs.onChange((legs) => {
      if (legs.length > known) all.at(-1)?.trouble()
      known = legs.length
    })
  }, step)

async function begin(name: string, hz: number): Promise<void> {
  const token = name.padEnd(40, 't')
  await room.page.evaluate(([id, given]) => window.najva.phone.legs.expect(id, given), [
    name as MonitorId,
    token,
  ] as const)
  room.ring(name, { [monitorHeader]: token })
  await poll(`${name} is up`, async () => ((await up()).includes(name) ? true : null))
  room.talk(name, hz)
}

const up = () => room.page.evaluate(() => window.najva.phone.legs.all.map((leg) => String(leg.monitorId)))
const untilHeard = (name: string) =>
  poll(`${name} is heard`, async () => {
    const levels = await room.page.evaluate((id) => window.najva.phone.legs.levels(id), name as MonitorId)
    return (levels?.heard ?? 0) > 0.5 ? true : null
  })
/** The newest connection has been given another way than its first. */
const untilNewWay = () =>
  poll('a new way', async () =>
    ((await room.page.evaluate(() => window.namesOfNewest?.())) ?? []).length > 1 ? true : null,
  )
/** As the switch counts: packets go on coming, so what was heard is not the rest of before. */
async function untilReceiving(name: string): Promise<void> {
  const received = async () =>
    (await room.page.evaluate((id) => window.najva.phone.legs.countPackets(id), name as MonitorId))
      ?.received ?? 0
  const from = await received()
  await poll(`${name} receives`, async () => ((await received()) > from + 25 ? true : null))
}

test.each<Step>(['up', 'connecting', 'connected', 'heard'])(
  'the second call loses its way when it is %s: both are heard',
  async (step) => {
    await begin('first', 500)
    await untilHeard('first')
    await troubleAt(step)
    await begin('second', 700)
    if (step === 'heard') {
      await untilHeard('second')
      await room.page.evaluate(() => window.troubleNewest?.())
    }
    // Before the leg is answered there is nobody to ask for one, and it finds its own.
    if (step !== 'connecting') await untilNewWay()
    for (const name of ['first', 'second']) {
      await untilReceiving(name)
      await untilHeard(name)
    }
    expect(await up()).toEqual(['first', 'second'])
  },
)

test.each([
  ['before its token', false],
  ['while it is answered', true],
])('another network %s: the call is answered, and heard', async (_, isTokenFirst) => {
  await begin('first', 500)
  await untilHeard('first')
  const token = 'second'.padEnd(40, 't')
  const change = () => room.page.evaluate(() => window.najva.phone.checkLink('network'))
  const expectIt = () =>
    room.page.evaluate((given) => window.najva.phone.legs.expect('second' as MonitorId, given), token)
  if (isTokenFirst) await expectIt()
  room.ring('second', { [monitorHeader]: token })
  await change()
  if (!isTokenFirst) await expectIt()
  await poll('it is up', async () => ((await up()).length === 2 ? true : null))
  room.talk('second', 700)
  for (const name of ['first', 'second']) {
    await untilHeard(name)
    await untilReceiving(name)
  }
})
