/** What the pop-out card is told of the phone, and that a press on it does what it says for the call it was meant for. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { PopOutPress } from '#contract/popOut'
import type { PhoneCall } from '#renderer/state/deskModel'
import { carryOutPress } from '#renderer/state/popOut/popOutCall'
import { type DeskRoom, openDeskRoom, ringWithoutCard, settle, signIn } from '#tests/renderer/state/deskRoom'

describe('on a desk', () => {
  let room: DeskRoom

  beforeEach(async () => {
    room = await openDeskRoom()
    await signIn(room)
  })
  afterEach(() => room.close())

  async function press(
    press: PopOutPress,
    sipCallId = room.model.phone.call?.sipCallId ?? 'none',
  ): Promise<void> {
    room.main.wishes.tell({ kind: 'press', sipCallId, press })
    for (let turn = 0; turn < 4; turn += 1) await settle()
  }

  test('main is told of the call from its ring to its end, each change once', async () => {
    ringWithoutCard(room)
    await settle()
    await press('answer')
    await press('mute')
    await press('hangUp')
    await settle()
    const told = room.main.cards.map((card) => (card === null ? 'none' : `${card.state} ${card.isMuted}`))
    expect(told).toEqual(expect.arrayContaining(['ringing false', 'talking false', 'talking true', 'none']))
    expect(told.at(-1)).toBe('none')
    const texts = room.main.cards.map((card) => JSON.stringify(card))
    expect(texts.filter((text, at) => text === texts[at - 1])).toEqual([])
    expect(room.main.cards.find((card) => card !== null)).toMatchObject({
      name: 'Sara',
      company: null,
      isVip: false,
    })
  })

  test('a press for a call that is over does nothing to the one that rings now', async () => {
    ringWithoutCard(room)
    await settle()
    await press('answer', 'the-one-before')
    await press('decline', 'the-one-before')
    expect(room.phone.answered).toHaveLength(0)
    expect(room.model.phone.call?.state).toBe('ringing')
  })
})

describe('each press', () => {
  const call = (state: PhoneCall['state'], holdPending = false): PhoneCall =>
    ({ sipCallId: 'a', state, holdPending }) as PhoneCall
  const done = (now: PhoneCall | null, press: PopOutPress): string[] => {
    const calls: string[] = []
    const note = (name: string) => vi.fn((...given: unknown[]) => void calls.push(`${name} ${given.join()}`))
    carryOutPress(now, 'a', press, {
      answer: async (options) => void calls.push(`answer ${options?.sipCallId}`),
      declineCall: async (id) => note('decline')(id),
      hangUpCall: async (id) => note('hangUp')(id),
      setMuted: (on) => note('muted')(on),
      setHeld: async (on) => note('held')(on),
    })
    return calls
  }

  test.each([
    ['answer', 'ringing', 'answer a'],
    ['decline', 'ringing', 'decline a'],
    ['hangUp', 'dialling', 'hangUp a'],
    ['hangUp', 'connecting', 'hangUp a'],
    ['hangUp', 'talking', 'hangUp a'],
    ['hangUp', 'held', 'hangUp a'],
    ['mute', 'talking', 'muted true'],
    ['unmute', 'held', 'muted false'],
    ['hold', 'talking', 'held true'],
    ['resume', 'held', 'held false'],
  ] as const)('%s, while it is %s: %s', (press, state, what) => {
    expect(done(call(state), press)).toEqual([what])
  })

  test.each([
    ['answer', 'talking'],
    ['answer', 'ended'],
    ['decline', 'talking'],
    ['hangUp', 'ringing'],
    ['hangUp', 'ended'],
    ['mute', 'ringing'],
    ['mute', 'dialling'],
    ['hold', 'held'],
    ['hold', 'ringing'],
    ['resume', 'talking'],
  ] as const)('%s, too late or too early while it is %s: nothing', (press, state) => {
    expect(done(call(state), press)).toEqual([])
  })

  test('nothing without a call, for another one, or while a hold is on its way', () => {
    expect(done(null, 'hangUp')).toEqual([])
    expect(done({ ...call('talking'), sipCallId: 'b' }, 'hangUp')).toEqual([])
    expect(done(call('talking', true), 'hold')).toEqual([])
    expect(done(call('held', true), 'resume')).toEqual([])
  })
})
