/** A take-over recorded from a real Asterisk 22, and the same told late, as a busy one does: the transfer is told behind what it did. */
import { expect, test } from 'vitest'
import type { ChannelBlock } from '#gateway/asterisk/events/channelBlock'
import type { Fact, FactOf } from '#gateway/asterisk/events/fact'
import { createTracker } from '#gateway/asterisk/events/tracker'
import { play, readFacts } from '#tests/gateway/asterisk/support/playRecording'

const expected: Readonly<Record<string, readonly string[]>> = {
  takenOver: [
    'callEntered call 1 inbound +989121000000/ +982188001001 null',
    'callQueued call 1 support 1 0',
    'callOffered call 1 1001',
    'callConnected call 1 1001',
    'callTransferred call 1 1001 blind 1901',
    'callConnected call 1 1901',
  ],
  takenOverOutbound: [
    'callEntered call 1 outbound 1001/Person 1001 9000 1001',
    'callConnected call 1 1001',
    'callTransferred call 1 1001 blind 1901',
    'callConnected call 1 1901',
  ],
}

/** `late`: how many of the facts behind the transfer come before it. */
function tell(name: string, late: number): readonly Fact[] {
  const facts = readFacts(name)
  const at = facts.findIndex(({ kind }) => kind === 'blindTransferred')
  const told = facts[at] as FactOf<'blindTransferred'>
  const [agentSideId, callerId] = [idOf(told.transferer), idOf(told.transferee)]
  // As the gateway notes it before it asks.
  const asked = { kind: 'takeOverAsked', atMs: told.atMs, callerId, agentSideId, extension: '1901' } as const
  const after = facts.slice(at + 1)
  return [
    ...facts.slice(0, at),
    { ...asked, legId: findLeg(facts) },
    ...after.slice(0, late),
    told,
    ...after.slice(late),
  ]
}

const idOf = (block: ChannelBlock | null) => block?.id ?? ''

function findLeg(facts: readonly Fact[]): string {
  const leg = facts.find(
    (fact) => fact.kind === 'bridgeEntered' && fact.channel.name.startsWith('PJSIP/1901'),
  )
  return leg?.kind === 'bridgeEntered' ? leg.channel.id : ''
}

function playLate(name: string, late: number): string[] {
  const extensions = ['1001', '1002', '1003', '1901']
  return play(tell(name, late), createTracker({ members: new Map(), extensions, maxWaitMsOf: () => null }))
}

test.each(Object.keys(expected))(
  '%s: the agent gave it to the supervisor, told in time or however late',
  (name) => {
    const facts = readFacts(name)
    const behind = facts.length - facts.findIndex(({ kind }) => kind === 'blindTransferred') - 1
    expect(behind).toBeGreaterThan(4)
    for (let late = 0; late <= behind; late += 1)
      expect([late, playLate(name, late)]).toEqual([late, expected[name]])
  },
)
