/** A registered phone and whoever speaks to it: what it does with each message is seen before the next is sent. */
import { afterEach, beforeEach, expect } from 'vitest'
import { openPhoneRoom, type PhoneRoom, poll } from '#tests/renderer/phone/phoneRoom'
import { createRawRegistrar, type RawRegistrar, toInvite } from '#tests/renderer/phone/rawRegistrar'

export let room: PhoneRoom
export let registrar: RawRegistrar

/** Registers the phone of each test; one that let an error through, or lost its registration, fails it. */
export function openHostileRoomForEachTest(): void {
  beforeEach(async () => {
    registrar = await createRawRegistrar()
    room = await openPhoneRoom()
    await room.page.evaluate((each) => window.najva.start(each), {
      ...room.credentials,
      serverUrl: registrar.serverUrl,
    })
    await room.until('connected', ({ link }) => link.kind === 'connected')
    await room.page.evaluate(() => {
      // Nobody is at this desk: whatever rings is declined.
      window.najva.phone.onEvent((event) => {
        if (event.kind === 'invited') setTimeout(() => window.najva.phone.decline(event.call.sipCallId), 0)
      })
    })
  })
  afterEach(async () => {
    const errors = await room.page.evaluate(() => window.najva.errors)
    expect(errors.filter((error) => !error.startsWith('reported:'))).toEqual([])
    const links = await room.page.evaluate(() => window.najva.links)
    expect(links.slice(links.indexOf('connecting'))).toEqual(['connecting', 'connected'])
    await room.close()
    await registrar.close()
  })
}

let fences = 0

/** Sends these, and answers with what the phone sent back by the time it had dealt with the last. */
export async function sayAll(messages: readonly string[]): Promise<string[]> {
  const from = registrar.heard.length
  for (const message of messages) registrar.say(message)
  fences += 1
  const id = `fence-${fences}`
  registrar.say(toInvite(id).replaceAll('INVITE', 'OPTIONS'))
  const isFence = (message: string) => message.includes(`Call-ID: ${id}`)
  await poll('the phone has dealt with it', () => (registrar.heard.slice(from).some(isFence) ? true : null))
  return registrar.heard
    .slice(from)
    .filter((message) => !isFence(message) && !/^OPTIONS |^REGISTER /.test(message))
}

/** An honest caller rings, by name. */
export async function ringsHonestly(callId: string): Promise<void> {
  await poll('the phone is free', async () => {
    const { calls } = await room.page.evaluate(() => window.najva.snapshot())
    return calls.every(({ state }) => state === 'ended') ? true : null
  })
  registrar.say(toInvite(callId))
  await poll('rings', async () => {
    const events = await room.page.evaluate(() => window.najva.events)
    const ring = events.find(({ kind, call }) => kind === 'invited' && call.sipCallId === callId)
    return ring?.call.name === 'Sara' ? true : null
  })
}
