/** Streams recorded from a real Asterisk 22, and what the model makes of each; numbers and names are invented. */
import { describe, expect, test } from 'vitest'
import type { PbxCall } from '#contract/pbx'
import { createTracker } from '#gateway/asterisk/events/tracker'
import { createLabTracker, play, readFacts } from '#tests/gateway/asterisk/support/playRecording'

const expected: Readonly<Record<string, readonly string[]>> = {
  abandoned: [
    'callEntered call 1 inbound 09120000003/Neda 600 null',
    'callEntered call 1 inbound 09120000003/ثبت Neda 600 null',
    'callQueued call 1 support 1 0',
    'callOffered call 1 1101',
    'offerEnded call 1 1101 cancelled',
    'callEnded call 1 abandoned',
  ],
  answeredHeldResumed: [
    "callEntered call 1 inbound 09120000001/O'Brien \\ ثریا? 600 null",
    "callEntered call 1 inbound 09120000001/ثبت O'Brien \\ ثریا? 600 null",
    'callQueued call 1 support 1 0',
    'callOffered call 1 1101',
    'callConnected call 1 1101',
    'callHeld call 1 1101',
    'callResumed call 1 1101',
    'callEnded call 1 agent-hung-up',
  ],
  attendedTransfer: [
    'callEntered call 1 inbound 09120000009/Neda 600 null',
    'callEntered call 1 inbound 09120000009/ثبت Neda 600 null',
    'callQueued call 1 support 1 0',
    'callOffered call 1 1101',
    'callConnected call 1 1101',
    'callHeld call 1 1101',
    'callEntered call 2 internal 1101/ 1103 1101',
    'callOffered call 2 1103',
    'callConnected call 2 1103',
    'callResumed call 1 1101',
    'callTransferred call 1 1101 attended 1103',
    'callConnected call 1 1103',
    'callEnded call 2 transferred',
    'callEnded call 1 agent-hung-up',
  ],
  blindTransfer: [
    'callEntered call 1 inbound 09120000007/Neda 600 null',
    'callEntered call 1 inbound 09120000007/ثبت Neda 600 null',
    'callQueued call 1 support 1 0',
    'callOffered call 1 1101',
    'callConnected call 1 1101',
    'callTransferred call 1 1101 blind 1103',
    'callOffered call 1 1103',
    'callConnected call 1 1103',
    'callEnded call 1 agent-hung-up',
  ],
  blindTransferToQueue: [
    'callEntered call 1 inbound 09120000008/Neda 600 null',
    'callEntered call 1 inbound 09120000008/ثبت Neda 600 null',
    'callQueued call 1 support 1 0',
    'callOffered call 1 1101',
    'callConnected call 1 1101',
    'callTransferred call 1 1101 blind 601',
    'callQueued call 1 sales 1 0',
    'callEntered call 1 inbound 09120000008/ثبت ثبت Neda 600 null',
    'callOffered call 1 1101',
    'callConnected call 1 1101',
    'callEnded call 1 agent-hung-up',
  ],
  callerHangsUp: [
    'callEntered call 1 inbound 09120000002/Neda 600 null',
    'callEntered call 1 inbound 09120000002/ثبت Neda 600 null',
    'callQueued call 1 support 1 0',
    'callOffered call 1 1101',
    'callConnected call 1 1101',
    'callEnded call 1 caller-hung-up',
  ],
  colleaguesAttended: [
    'callEntered call 1 internal 1101/Agent 1101 1102 1101',
    'callOffered call 1 1102',
    'callConnected call 1 1102',
    'callHeld call 1 1101',
    'callEntered call 2 internal 1101/Agent 1101 1103 1101',
    'callOffered call 2 1103',
    'callConnected call 2 1103',
    'callEnded call 2 transferred',
    'callTransferred call 1 1101 attended 1103',
    'callConnected call 1 1103',
    'callEnded call 1 agent-hung-up',
  ],
  colleaguesBlindByAnswerer: [
    'callEntered call 1 internal 1101/Agent 1101 1102 1101',
    'callOffered call 1 1102',
    'callConnected call 1 1102',
    'callTransferred call 1 1102 blind 1103',
    'callOffered call 1 1103',
    'callConnected call 1 1103',
    'callEnded call 1 agent-hung-up',
  ],
  colleaguesBlindByDialler: [
    'callEntered call 1 internal 1101/Agent 1101 1102 1101',
    'callOffered call 1 1102',
    'callConnected call 1 1102',
    'callTransferred call 1 1101 blind 1103',
    'callOffered call 1 1103',
    'callConnected call 1 1103',
    'callEnded call 1 caller-hung-up',
  ],
  colleagueToQueue: [
    'callEntered call 1 internal 1101/Agent 1101 1102 1101',
    'callOffered call 1 1102',
    'callConnected call 1 1102',
    'callTransferred call 1 1101 blind +982188001101',
    'callQueued call 1 support 1 0',
    'callOffered call 1 1103',
    'callConnected call 1 1103',
    'partyJoined call 1 1102',
    'callEnded call 1 agent-hung-up',
  ],
  diallingForAgent: [
    'callEntered call 1 outbound 1101/ null 1101',
    'callEntered call 1 outbound 1101/ 09125556677 1101',
    'callConnected call 1 1101',
    'callEnded call 1 agent-hung-up',
  ],
  // The switch takes the member's Local channel out of the call and forgets the hold with it: the two hear each other.
  heldBeforeLocalLeaves: [
    'callEntered call 1 inbound 09120000021/Neda 600 null',
    'callQueued call 1 support 1 0',
    'callOffered call 1 1101',
    'callConnected call 1 1101',
    'callHeld call 1 1101',
    'callResumed call 1 1101',
    'callEnded call 1 caller-hung-up',
  ],
  internalCall: [
    'callEntered call 1 internal 1101/ 1103 1101',
    'callOffered call 1 1103',
    'callConnected call 1 1103',
    'callEnded call 1 caller-hung-up',
  ],
  movedGivenParked: [
    'callEntered call 1 inbound 09120000010/M 600 null',
    'callEntered call 1 inbound 09120000010/ثبت M 600 null',
    'callQueued call 1 support 1 0',
    'callOffered call 1 1101',
    'offerEnded call 1 1101 cancelled',
    'callUnqueued call 1 timed-out',
    'callEntered call 1 inbound 09120000010/ثبت ثبت M 600 null',
    'callQueued call 1 sales 1 0',
    'callUnqueued call 1 timed-out',
    'callOffered call 1 1103',
    'callConnected call 1 1103',
    'callEnded call 1 switch',
  ],
  notAnswered: [
    'callEntered call 1 inbound 09120000005/Neda 601 null',
    'callEntered call 1 inbound 09120000005/ثبت Neda 601 null',
    'callQueued call 1 sales 1 0',
    'callOffered call 1 1101',
    'offerEnded call 1 1101 no-answer',
    'callEnded call 1 abandoned',
  ],
  outboundCall: [
    'callEntered call 1 outbound 1101/ 09121112233 1101',
    'callConnected call 1 1101',
    'callEnded call 1 caller-hung-up',
  ],
  outboundTransferred: [
    'callEntered call 1 outbound 1101/ 09121112233 1101',
    'callConnected call 1 1101',
    'callTransferred call 1 1101 blind 1103',
    'callOffered call 1 1103',
    'callConnected call 1 1103',
    'callEnded call 1 agent-hung-up',
  ],
  pageVanishesInCall: [
    'callEntered call 1 inbound 09120000011/Neda 600 null',
    'callEntered call 1 inbound 09120000011/ثبت Neda 600 null',
    'callQueued call 1 support 1 0',
    'callOffered call 1 1101',
    'callConnected call 1 1101',
    'phoneUnregistered 1101',
    'phoneRegistered 1101',
    'callEnded call 1 agent-hung-up',
    'memberRemoved support 1101',
    'memberRemoved sales 1101',
    'extensionChanged 1101 false null',
  ],
  refused: [
    'callEntered call 1 inbound 09120000004/Neda 600 null',
    'callEntered call 1 inbound 09120000004/ثبت Neda 600 null',
    'callQueued call 1 support 1 0',
    'callOffered call 1 1101',
    'offerEnded call 1 1101 declined',
    'callOffered call 1 1101',
    'offerEnded call 1 1101 declined',
    'callEnded call 1 abandoned',
  ],
  signIn: [
    'memberAdded support 1101/0/pause',
    'extensionChanged 1101 true pause',
    'memberAdded sales 1101/0/pause',
    'memberPauseChanged support 1101 lunch',
    'memberPauseChanged sales 1101 lunch',
    'extensionChanged 1101 true lunch',
    'memberPauseChanged support 1101 null',
    'extensionChanged 1101 true null',
    'memberPauseChanged sales 1101 null',
  ],
  silenceAfterCall: [
    'callEntered call 1 inbound 09120000006/Neda 601 null',
    'callEntered call 1 inbound 09120000006/ثبت Neda 601 null',
    'callQueued call 1 sales 1 0',
    'callOffered call 1 1101',
    'callConnected call 1 1101',
    'callEnded call 1 caller-hung-up',
  ],
  timedOut: [
    'callEntered call 1 inbound 09120000012/Neda 602 null',
    'callEntered call 1 inbound 09120000012/ثبت Neda 602 null',
    'callQueued call 1 sales 1 0',
    'callOffered call 1 1101',
    'offerEnded call 1 1101 no-answer',
    'callUnqueued call 1 timed-out',
    'callEnded call 1 timed-out',
  ],
}

describe.each(Object.keys(expected))('%s', (name) => {
  const open = () => createLabTracker(name !== 'signIn')

  test('is told event by event', () => {
    expect(play(readFacts(name), open())).toEqual(expected[name])
  })

  test('each fact told twice changes nothing', () => {
    const twice = readFacts(name).flatMap((fact) => [fact, fact])
    expect(play(twice, open())).toEqual(expected[name])
  })

  test('leaves nothing behind', () => {
    const tracker = open()
    play(readFacts(name), tracker)
    expect(tracker.calls()).toEqual([])
    expect([...tracker.state.bridges.values(), ...tracker.state.anchors.keys()]).toEqual([])
    expect([...tracker.state.lines.values()].flat()).toEqual([])
  })

  test('in any order, nothing throws and nobody is in two places', () => {
    const facts = readFacts(name)
    for (let step = 1; step < 40; step += 1) {
      const tracker = createTracker({
        members: new Map(),
        extensions: ['1101', '1103'],
        maxWaitMsOf: () => null,
      })
      const mixed = facts.toSorted((one, other) => ((one.atMs * step) % 97) - ((other.atMs * step) % 97))
      for (const fact of mixed) tracker.apply(fact)
      const line = [...tracker.state.lines.values()].flat()
      expect(new Set(line).size).toBe(line.length)
    }
  })
})

/** How a snapshot would show the recording's first call after each fact, without repeats. */
function showSteps(name: string): string[] {
  const tracker = createLabTracker()
  const steps = readFacts(name).flatMap((fact) => {
    tracker.apply(fact)
    return tracker.calls().slice(0, 1).map(describeState)
  })
  return steps.filter((step, index) => step !== steps[index - 1])
}

function describeState({ state, others = [] }: PbxCall): string {
  const own =
    state.kind === 'waiting' ? `waiting ${state.offeredTo.join(' ')}` : `${state.kind} ${state.extension}`
  return [own.trim(), ...others.map(({ extension, kind }) => `${kind} ${extension}`)].join(', ')
}

describe('a snapshot in the middle of a transfer', () => {
  test('of a call between colleagues names who is left, who rings and who talks', () => {
    const before = ['dialling 1101', 'dialling 1101, ringing 1102', 'talking 1102, talking 1101']
    expect(showSteps('colleaguesBlindByDialler')).toEqual([
      ...before,
      'dialling 1102',
      'dialling 1102, ringing 1103',
      'talking 1103, talking 1102',
    ])
    expect(showSteps('colleaguesBlindByAnswerer')).toEqual([
      ...before,
      'dialling 1101',
      'dialling 1101, ringing 1103',
      'talking 1103, talking 1101',
    ])
    expect(showSteps('colleaguesAttended')).toEqual([...before, 'talking 1103, talking 1102'])
    expect(showSteps('colleagueToQueue').slice(3)).toEqual([
      'dialling 1102',
      'waiting',
      'waiting 1103',
      'talking 1103, talking 1102',
    ])
  })

  test('whoever is brought to a phone that rings waits for it in the place of who left', () => {
    expect(showSteps('attendedWhileRinging')).toEqual([
      'dialling 1101',
      'dialling 1101, ringing 1102',
      'talking 1102, talking 1101',
      'dialling 1101',
      'dialling 1101, ringing 1103',
      'dialling 1102, ringing 1103',
      'talking 1103, talking 1102',
    ])
  })

  test('shows a caller from outside in no queue, and whose phone rings', () => {
    const tracker = createLabTracker()
    const shown = readFacts('blindTransfer').flatMap((fact) => {
      const told = tracker.apply(fact)
      const [call] = tracker.calls()
      return told.some(({ kind }) => kind === 'callOffered') && call !== undefined ? [call] : []
    })
    expect(shown.at(-1)).toMatchObject({ queueId: null, state: { kind: 'waiting', offeredTo: ['1103'] } })
  })
})
