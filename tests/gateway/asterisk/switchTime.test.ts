/** Switches with clocks of their own: whatever a link tells is on the gateway's clock, and stays where it was told. */
import { describe, expect, test } from 'vitest'
import type { CallId } from '#contract/ids'
import type { PbxCall } from '#contract/pbx'
import type { AsteriskLink } from '#gateway/asterisk/createAsteriskLink'
import { learnOffset } from '#gateway/asterisk/link/switchTime'
import {
  ami,
  clock,
  kinds,
  last,
  leg,
  open,
  openLive,
  trunk,
  until,
} from '#tests/gateway/asterisk/support/linkRoom'
import { channel, type Fields, prefixed, startScriptedAmi } from '#tests/gateway/asterisk/support/scriptedAmi'

const hourMs = 3_600_000

/** The same event with the stamp of a switch whose clock is so far ahead of the gateway's. */
const stamped = (fields: Fields, aheadMs: number): Fields => [
  ...fields,
  ['Timestamp', ((clock.nowMs() + aheadMs) / 1000).toFixed(6)],
]

/** What somebody who begins to listen only now is told of the calls. */
function callsNow(link: AsteriskLink): readonly PbxCall[] {
  let calls: readonly PbxCall[] = []
  const stop = link.listen((event) => {
    if (event.kind === 'snapshot') calls = event.calls
  })
  stop()
  return calls
}

function answer(aheadMs: number): void {
  ami.event('Newchannel', stamped(leg(0), aheadMs))
  ami.event('DialBegin', stamped([...trunk(), ...prefixed('Dest', leg(5))], aheadMs))
  ami.event('BridgeEnter', stamped([...leg(6), ['BridgeUniqueid', 'b1']], aheadMs))
  ami.event('BridgeEnter', stamped([...trunk(), ['BridgeUniqueid', 'b1']], aheadMs))
}

describe('a switch with a clock of its own', () => {
  test.each([-hourMs, hourMs, 0])(
    '%d ms ahead, a call is told by the clock of the gateway',
    async (aheadMs) => {
      const { events, link } = await openLive()
      const enteredAtMs = clock.nowMs()
      ami.event('Newchannel', stamped(trunk(4), aheadMs))
      await until(() => expect(last(events, 'callEntered')?.atMs).toBe(enteredAtMs))
      await clock.advanceAsync(3000)
      answer(aheadMs)
      await until(() => expect(last(events, 'callConnected')?.atMs).toBe(enteredAtMs + 3000))
      expect(callsNow(link)).toMatchObject([
        { enteredAtMs, answeredAtMs: enteredAtMs + 3000, state: { sinceMs: enteredAtMs + 3000 } },
      ])
    },
  )

  test.each([-hourMs, hourMs])(
    'set by %d ms in a call, the times of the call stay where they were',
    async (stepMs) => {
      const { events, link } = await openLive()
      const enteredAtMs = clock.nowMs()
      ami.event('Newchannel', stamped(trunk(4), 0))
      ami.event('QueueCallerJoin', stamped([...trunk(), ['Queue', 'support'], ['Position', 1]], 0))
      await until(() => expect(kinds(events).at(-1)).toBe('callQueued'))
      await clock.advanceAsync(5000)
      answer(stepMs)
      await until(() => expect(kinds(events).at(-1)).toBe('callConnected'))
      expect(callsNow(link)).toMatchObject([
        {
          enteredAtMs,
          queuedAtMs: enteredAtMs,
          answeredAtMs: enteredAtMs + 5000,
          state: { sinceMs: enteredAtMs + 5000 },
        },
      ])
    },
  )

  test('a caller left alone is told of within a moment, though the clock was set meanwhile', async () => {
    const { events } = await openLive()
    ami.event('Newchannel', stamped(trunk(4), 0))
    answer(0)
    await until(() => expect(kinds(events).at(-1)).toBe('callConnected'))
    ami.event('BridgeLeave', stamped([...leg(6), ['BridgeUniqueid', 'b1']], 0))
    ami.event('Hangup', stamped([...leg(6), ['Cause', 16]], 0))
    ami.event('Newchannel', stamped(channel('7.1', 'PJSIP/trunk-00000071', 4), -hourMs))
    await until(() => expect(last(events, 'callEntered')?.callId).toBe('7.1'))
    await clock.advanceAsync(1000)
    await until(() => expect(kinds(events)).toContain('callTransferred'))
  })

  test('of two switches an hour apart, each call has its own true times', async () => {
    const other = await startScriptedAmi()
    try {
      const { events, link } = open({ nodes: [ami, other] })
      await until(() => expect(kinds(events)).toContain('linkUp'))
      const enteredAtMs = clock.nowMs()
      ami.event('Newchannel', stamped(trunk(4), hourMs))
      other.event('Newchannel', stamped(channel('500.1', 'PJSIP/trunk-00000051', 4), 0))
      await until(() => expect(callsNow(link)).toHaveLength(2))
      expect(callsNow(link).map((call): [CallId, number] => [call.callId, call.enteredAtMs])).toEqual([
        ['1/100.1', enteredAtMs],
        ['2/500.1', enteredAtMs],
      ])
    } finally {
      await other.close()
    }
  })
})

test('a message that was only on its way keeps its own stamp', () => {
  expect(learnOffset(0, 10_000, 10_300)).toBe(0)
})

test('a clock an hour behind is learned once and kept while messages are a little late', () => {
  const offset = learnOffset(0, 5000, 5000 + hourMs)
  expect(offset).toBe(hourMs)
  expect(learnOffset(offset, 6000, 6200 + hourMs)).toBe(hourMs)
  expect(learnOffset(offset, 9000, 9000)).toBe(0)
})
