/** What the tests of several calls do and look at, in the words of the agent. */
import { expect } from 'vitest'
import { type CallSettings, defaultCallSettings } from '#contract/callSettings'
import { type Answer, done } from '#contract/failure'
import type { PhoneEvent } from '#simulator/telephony'
import { agentHz, type CallerEar, poll } from '#tests/renderer/phone/phoneRoom'
import { room } from '#tests/renderer/phone/registeredRoom'

/** A tone that is there is far above this, and silence far below. */
export const audibleDb = -50

type Phone = Window['najva']['phone']

/** Asks something of the phone that is to be done. */
export async function order(act: (phone: Phone) => Promise<Answer<null>> | Answer<null>): Promise<void> {
  expect(await ask(act)).toEqual(done(null))
}

export async function ask(
  act: (phone: Phone) => Promise<Answer<null>> | Answer<null>,
): Promise<Answer<null>> {
  return await room.page.evaluate(`(${act.toString()})(window.najva.phone)`)
}

export async function setCalls(change: Partial<CallSettings>): Promise<void> {
  await room.page.evaluate((settings) => window.najva.phone.setCalls(settings), {
    ...defaultCallSettings,
    ...change,
  })
}

/** Rings, and waits until the page knows. */
export async function ringAs(legId: string, headers: Record<string, string> = {}): Promise<string> {
  const before = (await calls()).map(({ sipCallId }) => sipCallId)
  room.ring(legId, headers)
  const { calls: now } = await room.until(`${legId} rings`, (snapshot) =>
    snapshot.calls.some((call) => call.state === 'ringing' && !before.includes(call.sipCallId)),
  )
  return now.find(({ sipCallId }) => !before.includes(sipCallId))?.sipCallId ?? ''
}

export async function calls() {
  return (await room.page.evaluate(() => window.najva.snapshot())).calls
}

export async function focusCall() {
  return (await room.page.evaluate(() => window.najva.snapshot())).call
}

/** The next event of this kind on this leg, or of any. */
export function untilLeg<K extends PhoneEvent['kind']>(kind: K, legId?: string) {
  type Event = Extract<PhoneEvent, { kind: K }>
  return poll(`${kind} ${legId ?? ''}`, () => {
    const found = room.events.find(
      (event): event is Event =>
        event.kind === kind && (legId === undefined || ('legId' in event && event.legId === legId)),
    )
    return found ?? null
  })
}

/** Whether this caller hears the agent, or another tone; waits until it is so. */
export async function untilHears(ear: CallerEar, hears: boolean, hz = agentHz): Promise<void> {
  await poll(`${hz} Hz ${hears ? 'heard' : 'not heard'}`, () =>
    ear.levelDb(hz) > audibleDb === hears ? true : null,
  )
}

/** Waits until exactly those of these tones are played to the agent. */
export async function untilPlayed(tones: Readonly<Record<number, boolean>>): Promise<void> {
  const pitches = Object.keys(tones).map(Number)
  await poll(`played ${JSON.stringify(tones)}`, async () => {
    const levels = await room.page.evaluate((hz) => window.najva.playedDb(hz, 250), pitches)
    return pitches.every((hz, i) => (levels[i] ?? -200) > audibleDb === tones[hz]) ? true : null
  })
}

/** Waits until the page makes this tone, or for a whole second does not. */
export async function untilMade(hz: number, isMade: boolean): Promise<void> {
  await poll(`${hz} Hz ${isMade ? 'made' : 'not made'}`, async () => {
    const level = await room.page.evaluate((pitch) => window.najva.madeDb(pitch, 1000), hz)
    return level > audibleDb === isMade ? true : null
  })
}
