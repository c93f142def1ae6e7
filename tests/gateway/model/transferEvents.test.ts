/** Transfers through the model's one step: who is left in a call, whose phone rings for it, and who is free. */
import { describe, expect, test } from 'vitest'
import type { PbxEvent } from '#contract/pbx'
import type { Floor } from '#gateway/model/floor'
import {
  callId,
  extensionId,
  hear,
  joins,
  openFloor,
  sara,
  startMs,
  support,
} from '#tests/gateway/support/floorOf'

const id = callId('i')
const at = (afterMs: number) => ({ atMs: startMs + afterMs, callId: id })
const dialled: PbxEvent = {
  kind: 'callEntered',
  direction: 'internal',
  caller: { number: '1001', name: null },
  dialledNumber: '2001',
  extension: '1001',
  ...at(0),
}
const offered = (extension: string): PbxEvent => ({ kind: 'callOffered', extension, ...at(1) })
const connected = (extension: string): PbxEvent => ({ kind: 'callConnected', extension, ...at(2) })
const transferred = (extension: string, how: 'blind' | 'attended', target: string): PbxEvent => ({
  kind: 'callTransferred',
  extension,
  how,
  target,
  ...at(3),
})
const ended: PbxEvent = { kind: 'callEnded', end: 'agent-hung-up', ...at(9) }

/** What 1001 (Sara), 2001 and 2002 do, and whom the call names. */
function show(floor: Floor): Record<string, string> {
  const does = (agentId: typeof sara.id) => floor.agents.get(agentId)?.activity.kind ?? 'unknown'
  const state = floor.calls.get(id)?.state
  const named = state === undefined || state.kind === 'waiting' ? null : floor.agents.get(state.agentId)
  return {
    1001: does(sara.id),
    2001: does(extensionId('2001')),
    2002: does(extensionId('2002')),
    call: [state?.kind, named?.extension].filter(Boolean).join(' '),
  }
}

const talking = () => hear(openFloor(), dialled, offered('2001'), connected('2001'))

describe('between colleagues', () => {
  test('who dialled gives the other away blind: free at once, while the other hears a phone ring', () => {
    const given = hear(talking(), transferred('1001', 'blind', '2002'))
    expect(show(given)).toEqual({ 1001: 'idle', 2001: 'dialling', 2002: 'idle', call: 'dialling 2001' })
    const rings = hear(given, offered('2002'))
    expect(show(rings)).toEqual({ 1001: 'idle', 2001: 'dialling', 2002: 'ringing', call: 'dialling 2001' })
    const answered = hear(rings, connected('2002'))
    expect(show(answered)).toEqual({ 1001: 'idle', 2001: 'talking', 2002: 'talking', call: 'talking 2002' })
    expect(show(hear(answered, ended))).toMatchObject({ 1001: 'idle', 2001: 'idle', 2002: 'idle' })
  })

  test('who was dialled gives the dialler away blind', () => {
    const rings = hear(talking(), transferred('2001', 'blind', '2002'), offered('2002'))
    expect(show(rings)).toEqual({ 1001: 'dialling', 2001: 'idle', 2002: 'ringing', call: 'dialling 1001' })
    const answered = hear(rings, connected('2002'))
    expect(show(answered)).toEqual({ 1001: 'talking', 2001: 'idle', 2002: 'talking', call: 'talking 2002' })
    expect(show(hear(answered, ended))).toMatchObject({ 1001: 'idle', 2001: 'idle', 2002: 'idle' })
  })

  test.each([
    ['1001', { 1001: 'idle', 2001: 'talking', 2002: 'talking', call: 'talking 2002' }],
    ['2001', { 1001: 'talking', 2001: 'idle', 2002: 'talking', call: 'talking 2002' }],
  ])('%s held the other, asked a third and leaves the two together', (from, expected) => {
    const held = hear(talking(), { kind: 'callHeld', extension: from, ...at(2) })
    const brought = hear(held, transferred(from, 'attended', '2002'), connected('2002'))
    expect(show(brought)).toEqual(expected)
    expect(show(hear(brought, ended))).toMatchObject({ 1001: 'idle', 2001: 'idle', 2002: 'idle' })
  })

  test('whoever is brought to a phone that has not answered waits for it in the place of who left', () => {
    const rings = hear(openFloor(), dialled, offered('2001'))
    const brought = hear(rings, transferred('1001', 'attended', '2002'))
    expect(show(brought)).toEqual({ 1001: 'idle', 2001: 'ringing', 2002: 'dialling', call: 'dialling 2002' })
    const answered = hear(brought, connected('2001'))
    expect(show(answered)).toEqual({ 1001: 'idle', 2001: 'talking', 2002: 'talking', call: 'talking 2001' })
    expect(show(hear(brought, ended))).toMatchObject({ 1001: 'idle', 2001: 'idle', 2002: 'idle' })
  })

  test('given to somebody outside, the one who is left talks', () => {
    const outside = hear(talking(), transferred('1001', 'attended', '09120000001'))
    expect(show(outside)).toEqual({ 1001: 'idle', 2001: 'talking', 2002: 'idle', call: 'talking 2001' })
  })

  test('a transfer told twice, or of somebody who is in no call, changes nothing', () => {
    const once = hear(talking(), transferred('1001', 'blind', '2002'))
    expect(show(hear(once, transferred('1001', 'blind', '2002')))).toEqual(show(once))
    expect(show(hear(talking(), transferred('2002', 'blind', '1001')))).toEqual(show(talking()))
  })
})

test('a caller from outside who is given away blind rings at the target and is in no queue', () => {
  const queued = hear(openFloor(), ...joins('i', support, 1), connected('2001'))
  const rings = hear(queued, transferred('2001', 'blind', '2002'), offered('2002'))
  expect(show(rings)).toEqual({ 1001: 'idle', 2001: 'wrapUp', 2002: 'ringing', call: 'waiting' })
  expect(rings.calls.get(id)).toMatchObject({ queueId: null, queuedAtMs: null })
})

test('the target rings while the one who gives the caller away is still in the call, and is free when nobody answers', () => {
  const rings = hear(openFloor(), ...joins('i', support, 1), connected('2001'), offered('2002'))
  expect(show(rings)).toEqual({ 1001: 'idle', 2001: 'talking', 2002: 'ringing', call: 'talking 2001' })
  const late = hear(rings, { kind: 'offerEnded', extension: '2002', outcome: 'no-answer', ...at(3) })
  expect(show(late)).toEqual({ 1001: 'idle', 2001: 'talking', 2002: 'idle', call: 'talking 2001' })
  const answered = hear(rings, connected('2002'), transferred('2001', 'blind', '2002'))
  expect(show(answered)).toEqual({ 1001: 'idle', 2001: 'wrapUp', 2002: 'talking', call: 'talking 2002' })
  expect(show(hear(rings, offered('2001')))).toEqual(show(rings))
})

test('a colleague who waited in a queue talks with whoever took the call, which counts for that one alone', () => {
  const waiting = hear(openFloor(), ...joins('i', support, 1), offered('2001'))
  const served = hear(waiting, connected('2001'), { kind: 'partyJoined', extension: '2002', ...at(2) })
  expect(show(served)).toMatchObject({ 2001: 'talking', 2002: 'talking', call: 'talking 2001' })
  expect(served.agents.get(extensionId('2002'))?.today.handled).toBe(0)
  expect(show(hear(served, { kind: 'partyJoined', extension: '2001', ...at(3) }))).toEqual(show(served))
  expect(show(hear(served, ended))).toMatchObject({ 2001: 'wrapUp', 2002: 'idle' })
  const early = hear(waiting, { kind: 'partyJoined', extension: '2002', ...at(2) })
  expect(show(early)).toMatchObject({ 2002: 'idle', call: 'waiting' })
})
