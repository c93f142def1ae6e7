/** The link through its front door, against a manager port that refuses, lies, falls silent, restarts and floods. */
import { describe, expect, test, vi } from 'vitest'
import type { CallId } from '#contract/ids'
import type { PbxEvent } from '#contract/pbx'
import { createAsteriskLink } from '#gateway/asterisk/createAsteriskLink'
import {
  ami,
  clock,
  connectAna,
  kinds,
  last,
  leg,
  member,
  open,
  openLive,
  ringAna,
  trunk,
  until,
} from '#tests/gateway/asterisk/support/linkRoom'
import { channel, type Fields } from '#tests/gateway/asterisk/support/scriptedAmi'
import { soon } from '#tests/support/patience'
import { silentLog } from '#tests/support/silentLog'

describe('the start', () => {
  test('a reading behind the fence becomes the snapshot', async () => {
    ami.lists.set('QueueStatus', [
      member,
      [
        ['Event', 'QueueEntry'],
        ['Queue', 'support'],
        ['Position', 1],
        ['Channel', 'PJSIP/trunk-00000001'],
        ['Uniqueid', '100.1'],
        ['Wait', 30],
        ['Priority', 4],
      ],
    ])
    ami.lists.set('CoreShowChannels', [
      [['Event', 'CoreShowChannel'], ...trunk(), ['Duration', '00:00:35'], ['BridgeId', '']],
      [['Event', 'CoreShowChannel'], ...leg(5), ['Duration', '00:00:03'], ['BridgeId', '']],
    ])
    const { events } = await openLive()
    const snapshot = last(events, 'snapshot')
    expect(snapshot?.extensions).toContainEqual({
      extension: '1101',
      name: 'Ana',
      registered: true,
      signedIn: true,
      pausedReason: null,
    })
    expect(snapshot?.calls).toMatchObject([
      {
        callId: '100.1',
        priority: 4,
        queueId: 'support',
        state: { kind: 'waiting', position: 1, offeredTo: ['1101'] },
      },
    ])
    expect(snapshot?.calls[0]?.queuedAtMs).toBe((snapshot?.atMs ?? 0) - 30_000)
  })

  test('a colleague given away by one who is gone hears a phone ring, at the first reading already', async () => {
    const linked = { Linkedid: '100.0', Exten: '1102' }
    ami.lists.set('CoreShowChannels', [
      [
        ['Event', 'CoreShowChannel'],
        ...channel('100.1', 'PJSIP/1101-00000001', 6, linked),
        ['Application', 'Dial'],
        ['Duration', '00:00:35'],
        ['BridgeId', ''],
      ],
      [
        ['Event', 'CoreShowChannel'],
        ...channel('100.2', 'PJSIP/1102-00000002', 5, linked),
        ['Duration', '00:00:03'],
        ['BridgeId', ''],
      ],
    ])
    const { events } = await openLive()
    expect(last(events, 'snapshot')?.calls).toMatchObject([
      {
        direction: 'internal',
        state: { kind: 'dialling', extension: '1101' },
        others: [{ extension: '1102', kind: 'ringing' }],
      },
    ])
  })

  test('two conversations that a barging leg has linked are two calls, at the first reading already', async () => {
    const inBridge = (id: string, name: string, bridgeId: string, linkedId = '100.1'): Fields => [
      ['Event', 'CoreShowChannel'],
      ...channel(id, name, 6, { Linkedid: linkedId, Exten: '' }),
      ['Duration', '00:00:30'],
      ['BridgeId', bridgeId],
    ]
    ami.lists.set('CoreShowChannels', [
      inBridge('100.1', 'PJSIP/trunk-00000001', 'first'),
      inBridge('100.2', 'PJSIP/1101-00000002', 'first'),
      // Another caller with another agent, and the leg that was with the first two before.
      inBridge('100.5', 'PJSIP/trunk-00000003', 'second'),
      inBridge('100.6', 'PJSIP/1102-00000004', 'second'),
      inBridge('desk-m1-2147483647.1', 'PJSIP/1901-00000005', 'second'),
    ])
    const { events } = await openLive()
    expect(last(events, 'snapshot')?.calls).toMatchObject([
      { callId: '100.1', state: { kind: 'talking', extension: '1101' } },
      { callId: '100.5', state: { kind: 'talking', extension: '1102' } },
    ])
  })

  test('one call through a Local channel stays one, in whatever bridges it is', async () => {
    const inBridge = (id: string, name: string, bridgeId: string): Fields => [
      ['Event', 'CoreShowChannel'],
      ...channel(id, name, 6, { Linkedid: '100.1', Exten: '' }),
      ['Duration', '00:00:30'],
      ['BridgeId', bridgeId],
    ]
    ami.lists.set('CoreShowChannels', [
      inBridge('100.1', 'PJSIP/trunk-00000001', 'outer'),
      inBridge('100.2', 'Local/1101@agents-00000001;1', 'outer'),
      inBridge('100.3', 'Local/1101@agents-00000001;2', 'inner'),
      inBridge('100.4', 'PJSIP/1101-00000002', 'inner'),
    ])
    const { events } = await openLive()
    expect(last(events, 'snapshot')?.calls).toMatchObject([
      { callId: '100.1', state: { kind: 'talking', extension: '1101' } },
    ])
  })

  test('a wrong secret is told and tried again slowly', async () => {
    const { events, link } = open({ secret: 'wrong' })
    await until(() => expect(kinds(events)).toEqual(['linkDown']))
    expect(last(events, 'linkDown')?.failure).toEqual({
      code: 'wrong-password',
      subject: 'najva',
      retryAfterMs: null,
    })
    expect(await link.execute({ kind: 'unpause', extension: '1101' })).toMatchObject({
      failure: { code: 'switch-away' },
    })
    await clock.advanceAsync(14_000)
    expect(ami.logins).toBe(1)
    ami.secret = 'wrong'
    await clock.advanceAsync(2000)
    await until(() => expect(kinds(events)).toEqual(['linkDown', 'linkUp', 'snapshot']))
  })

  test.each(['QueueStatus', 'UserEvent'])('a login that may not use %s says so', async (action) => {
    ami.refusals.set(action, 'Permission denied')
    const { link } = open()
    await until(() => expect(link.state[0]).toMatchObject({ kind: 'away', failure: { code: 'forbidden' } }))
  })

  test('a login without read class user is told after the fence stays away', async () => {
    ami.hasFence = false
    const { link } = open()
    await until(() => expect(ami.readings).toBe(1))
    await vi.waitFor(async () => {
      await clock.advanceAsync(1000)
      expect(link.state[0]).toMatchObject({
        kind: 'away',
        failure: { code: 'forbidden', subject: 'read=user' },
      })
    }, soon)
  })

  test('plain connections leave loopback never', () => {
    expect(() =>
      createAsteriskLink({
        nodes: [{ host: '10.1.2.3', port: 5038, user: 'u', secret: 's' }],
        queues: [],
        credentials: new Map(),
        sipServerUrl: 'wss://x/ws',
        clock,
        random: () => 0,
        newId: () => 'x',
        log: silentLog,
      }),
    ).toThrow(/TLS/)
  })
})

describe('a call', () => {
  test('waits, rings, talks, is silent afterwards and free when the wrap-up is over', async () => {
    const { events } = await openLive()
    ringAna()
    connectAna()
    await until(() => expect(ami.actions.map(({ name }) => name)).toEqual(['QueuePause']))
    expect(ami.actions[0]?.fields.get('Reason')).toBe('najva-wrap-up')
    const paused: Fields = [
      ['Queue', 'support'],
      ['Interface', 'PJSIP/1101'],
      ['StateInterface', 'PJSIP/1101'],
      ['Paused', 1],
      ['PausedReason', 'najva-wrap-up'],
    ]
    ami.event('QueueMemberPause', paused)
    ami.event('HangupRequest', trunk())
    ami.event('Hangup', [...trunk(), ['Cause', 16]])
    await until(() => expect(kinds(events).at(-1)).toBe('callEnded'))
    expect(kinds(events).slice(2)).toEqual([
      'callEntered',
      'callQueued',
      'callOffered',
      'callConnected',
      'callEnded',
    ])
    await clock.advanceAsync(9900)
    expect(ami.actions).toHaveLength(1)
    await clock.advanceAsync(200)
    await until(() => expect(ami.actions).toHaveLength(2))
    expect(ami.actions[1]?.fields.get('Paused')).toBe('false')
  })

  test('finishWrapUp ends the silence early; an unpause during it does not', async () => {
    const { link } = await openLive()
    ringAna()
    connectAna()
    const paused: Fields = [
      ['Queue', 'support'],
      ['Interface', 'PJSIP/1101'],
      ['StateInterface', 'PJSIP/1101'],
      ['Paused', 1],
      ['PausedReason', 'najva-wrap-up'],
    ]
    ami.event('QueueMemberPause', paused)
    ami.event('Hangup', [...trunk(), ['Cause', 16]])
    await until(() => expect(ami.actions).toHaveLength(1))
    await until(() =>
      expect(link.execute({ kind: 'hangUp', callId: '100.1' as CallId })).resolves.toMatchObject({
        ok: false,
      }),
    )
    await link.execute({ kind: 'unpause', extension: '1101' })
    expect(ami.actions.at(-1)?.fields.get('Reason')).toBe('najva-wrap-up')
    await link.execute({ kind: 'finishWrapUp', extension: '1101' })
    expect(ami.actions.at(-1)?.fields.get('Paused')).toBe('false')
  })

  test('events twice, late or out of order never throw and bring no call back', async () => {
    const { events } = await openLive()
    ringAna()
    ringAna()
    ami.event('HangupRequest', trunk())
    ami.event('QueueCallerAbandon', [...trunk(), ['Queue', 'support']])
    ami.event('QueueCallerLeave', [...trunk(), ['Queue', 'support']])
    ami.event('Hangup', [...leg(5), ['Cause', 0]])
    ami.event('Hangup', [...trunk(), ['Cause', 0]])
    connectAna()
    ami.event('Unheard', [['Of', 'it']])
    ami.event('QueueCallerJoin', [['Queue', 'support']])
    ami.event('Hangup', [])
    ami.event('Newchannel', channel('200.1', 'PJSIP/trunk-0000000a', 4))
    await until(() => expect(kinds(events).at(-1)).toBe('callEntered'))
    expect(kinds(events).slice(2)).toEqual([
      'callEntered',
      'callQueued',
      'callOffered',
      'offerEnded',
      'callEnded',
      'callEntered',
    ])
    expect(last(events, 'callEnded')?.end).toBe('abandoned')
  })

  test('positions are kept for joins that come swapped', async () => {
    const { events, link } = await openLive()
    for (const [id, position] of [
      ['1.2', 2],
      ['1.1', 1],
      ['1.3', 3],
    ] as const) {
      const caller = channel(id, `PJSIP/trunk-0000000${id.at(-1)}`, 6)
      ami.event('Newchannel', caller)
      ami.event('QueueCallerJoin', [...caller, ['Queue', 'support'], ['Position', position]])
    }
    await until(() => expect(kinds(events).filter((kind) => kind === 'callQueued')).toHaveLength(3))
    const later: PbxEvent[] = []
    link.listen((event) => later.push(event))
    const places = last(later, 'snapshot')?.calls.map(({ callId, state }) => [
      callId,
      state.kind === 'waiting' && state.position,
    ])
    expect(new Map(places as [string, number][])).toEqual(
      new Map([
        ['1.1', 1],
        ['1.2', 2],
        ['1.3', 3],
      ]),
    )
  })
})
