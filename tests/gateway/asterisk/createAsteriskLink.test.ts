/** The link through its front door, against a manager port that refuses, lies, falls silent, restarts and floods. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { CallId, QueueId } from '#contract/ids'
import type { PbxEvent, PbxQueue } from '#contract/pbx'
import { type AsteriskLink, createAsteriskLink } from '#gateway/asterisk/createAsteriskLink'
import {
  channel,
  type Fields,
  prefixed,
  type ScriptedAmi,
  startScriptedAmi,
} from '#tests/gateway/asterisk/support/scriptedAmi'
import { createFakeClock, type FakeClock } from '#tests/support/fakeClock'
import { silentLog } from '#tests/support/silentLog'

const support = 'support' as QueueId
const queue: PbxQueue = {
  id: support,
  name: 'Support',
  strategy: 'ring-all',
  ringTimeoutMs: 15_000,
  wrapUpMs: 10_000,
  maxWaitMs: null,
  serviceLevelMs: 20_000,
  dispositions: [],
  members: [{ extension: '1101', penalty: 0 }],
}
const member: Fields = [
  ['Event', 'QueueMember'],
  ['Queue', 'support'],
  ['Name', 'Ana'],
  ['Location', 'PJSIP/1101'],
  ['StateInterface', 'PJSIP/1101'],
  ['Penalty', 0],
  ['Paused', 0],
]
const trunk = (state = 6) => channel('100.1', 'PJSIP/trunk-00000001', state)
const leg = (state: number) =>
  channel('100.2', 'PJSIP/1101-00000002', state, { Linkedid: '100.1', Exten: '' })

let clock: FakeClock
let ami: ScriptedAmi
let links: AsteriskLink[]
let serial = 0

function open(options: { readonly secret?: string; readonly nodes?: readonly ScriptedAmi[] } = {}) {
  const events: PbxEvent[] = []
  const link = createAsteriskLink({
    nodes: (options.nodes ?? [ami]).map(({ port }) => ({
      host: '127.0.0.1',
      port,
      user: 'najva',
      secret: options.secret ?? 'right',
    })),
    queues: [queue],
    credentials: new Map([
      ['1101', 'a-long-password'],
      ['1102', 'another'],
    ]),
    sipServerUrl: 'wss://pbx.example/ws',
    clock,
    random: () => 0.5,
    newId: () => {
      serial += 1
      return `id${serial}`
    },
    log: silentLog,
  })
  link.listen((event) => events.push(event))
  links.push(link)
  return { link, events }
}

const until = (what: () => void) => vi.waitFor(what, { timeout: 5000, interval: 2 })
/** Time passes no faster than answers can come. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 1000) {
    await clock.advanceAsync(1000)
    await new Promise((resolve) => setTimeout(resolve, 3))
  }
}
const kinds = (events: readonly PbxEvent[]) => events.map(({ kind }) => kind)
const last = <Kind extends PbxEvent['kind']>(events: readonly PbxEvent[], kind: Kind) =>
  events.findLast((event): event is Extract<PbxEvent, { kind: Kind }> => event.kind === kind)

async function openLive() {
  const opened = open()
  await until(() => expect(kinds(opened.events)).toEqual(['linkUp', 'snapshot']))
  return opened
}

/** A caller waits and Ana's phone rings. */
function ringAna(): void {
  ami.event('Newchannel', trunk(4))
  ami.event('QueueCallerJoin', [...trunk(), ['Queue', 'support'], ['Position', 1]])
  ami.event('Newchannel', leg(0))
  ami.event('AgentCalled', [
    ...trunk(),
    ...prefixed('Dest', leg(0)),
    ['Queue', 'support'],
    ['Interface', 'PJSIP/1101'],
  ])
  ami.event('Newstate', leg(5))
}

function connectAna(): void {
  ami.event('Newstate', leg(6))
  ami.event('DialEnd', [...trunk(), ...prefixed('Dest', leg(6)), ['DialStatus', 'ANSWER']])
  ami.event('QueueCallerLeave', [...trunk(), ['Queue', 'support']])
  ami.event('BridgeEnter', [...leg(6), ['BridgeUniqueid', 'b1']])
  ami.event('BridgeEnter', [...trunk(), ['BridgeUniqueid', 'b1']])
}

beforeEach(async () => {
  clock = createFakeClock()
  ami = await startScriptedAmi()
  ami.lists.set('QueueStatus', [member])
  ami.lists.set('DeviceStateList', [
    [
      ['Event', 'DeviceStateChange'],
      ['Device', 'PJSIP/1101'],
      ['State', 'NOT_INUSE'],
    ],
  ])
  links = []
})

afterEach(async () => {
  for (const link of links) await link.close()
  await ami.close()
  expect(clock.pending).toBe(0)
})

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
    })
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
    await until(() => expect(link.floor.hangUp('100.1' as CallId)).resolves.toMatchObject({ ok: false }))
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

  test("a step of the switch's clock moves stamps and loses nothing", async () => {
    const { events } = await openLive()
    const stamp = (ms: number): Fields => [['Timestamp', `${(clock.nowMs() + ms) / 1000}`]]
    ami.event('Newchannel', [...stamp(0), ...trunk(4)])
    ami.event('QueueCallerJoin', [...stamp(-3_600_000), ...trunk(), ['Queue', 'support'], ['Position', 1]])
    await until(() => expect(kinds(events).at(-1)).toBe('callQueued'))
    expect((last(events, 'callEntered')?.atMs ?? 0) - (last(events, 'callQueued')?.atMs ?? 0)).toBe(3_600_000)
  })
})

describe('a switch in trouble', () => {
  test('cut in a call: told at once, whole again after the next reading', async () => {
    const { events, link } = await openLive()
    ringAna()
    await until(() => expect(kinds(events).at(-1)).toBe('callOffered'))
    ami.cut()
    await until(() => expect(kinds(events).at(-1)).toBe('linkDown'))
    expect(await link.execute({ kind: 'pause', extension: '1101', reason: 'lunch' })).toMatchObject({
      failure: { code: 'switch-away' },
    })
    await clock.advanceAsync(2000)
    await until(() => expect(kinds(events).slice(-2)).toEqual(['linkUp', 'snapshot']))
    expect(last(events, 'snapshot')?.calls).toEqual([])
  })

  test('silent: two pings unanswered and the link is given up', async () => {
    const { events } = await openLive()
    ami.isSilent = true
    await vi.waitFor(async () => {
      await clock.advanceAsync(5000)
      expect(kinds(events).at(-1)).toBe('linkDown')
    })
    expect(last(events, 'linkDown')?.failure?.code).toBe('timed-out')
  })

  test('an action without an answer times out within five seconds', async () => {
    const { link } = await openLive()
    ami.refusals.set('QueuePause', null)
    const answer = link.execute({ kind: 'pause', extension: '1101', reason: 'lunch' })
    await clock.advanceAsync(4600)
    expect(await answer).toEqual({
      ok: false,
      failure: { code: 'timed-out', subject: 'QueuePause', retryAfterMs: null },
    })
  })

  test('a flood of 20,000 events is taken in whole', async () => {
    const { events } = await openLive()
    const burst: string[] = []
    for (let serial = 0; serial < 10_000; serial += 1) {
      const fields = channel(`300.${serial}`, `PJSIP/trunk-${serial.toString(16).padStart(8, '0')}`, 4)
      const block = fields.map(([key, value]) => `${key}: ${value}`).join('\r\n')
      burst.push(`Event: Newchannel\r\n${block}\r\n\r\nEvent: Hangup\r\nCause: 16\r\n${block}\r\n\r\n`)
    }
    ami.raw(burst.join(''))
    await until(() => expect(kinds(events).filter((kind) => kind === 'callEnded')).toHaveLength(10_000))
  })

  test('a reload is followed by a new reading, whose news is told', async () => {
    const { events, link } = await openLive()
    ami.lists.set('QueueStatus', [])
    ami.event('Reload', [['Module', 'app_queue.so']])
    await until(() => expect(kinds(events)).toEqual(['linkUp', 'snapshot', 'snapshot']))
    expect(last(events, 'snapshot')?.extensions.find(({ extension }) => extension === '1101')?.signedIn).toBe(
      false,
    )
    expect(link.drift.differences).toBe(0)
  })

  test('every minute the model is compared; a lost event is counted and mended', async () => {
    const { events, link } = await openLive()
    await pass(60_000)
    await until(() => expect(link.drift).toEqual({ checks: 1, differences: 0 }))
    ami.lists.set('QueueStatus', [[...member.slice(0, -1), ['Paused', 1], ['PausedReason', 'lunch']]])
    await pass(60_000)
    await vi.waitFor(async () => {
      await pass(1000)
      expect(link.drift.differences).toBe(1)
    })
    expect(
      last(events, 'snapshot')?.extensions.find(({ extension }) => extension === '1101')?.pausedReason,
    ).toBe('lunch')
  })
})

describe('commands', () => {
  test('signIn joins the planned queues paused from the first moment', async () => {
    ami.lists.set('QueueStatus', [])
    const { link } = await openLive()
    expect(await link.execute({ kind: 'signIn', extension: '1101', pausedReason: 'lunch' })).toEqual({
      ok: true,
      value: null,
    })
    expect(ami.actions.map(({ name, fields }) => [name, fields.get('Paused')])).toEqual([
      ['QueueAdd', 'true'],
      ['QueuePause', 'true'],
    ])
    expect(ami.actions[1]?.fields.get('Reason')).toBe('lunch')
  })

  test('who is there already is only paused or unpaused; a right that lacks is named', async () => {
    const { link } = await openLive()
    ami.refusals.set('QueuePause', 'Permission denied')
    expect(await link.execute({ kind: 'signIn', extension: '1101', pausedReason: null })).toMatchObject({
      failure: { code: 'forbidden' },
    })
    expect(await link.execute({ kind: 'pause', extension: '9999', reason: 'x' })).toMatchObject({
      failure: { code: 'not-found' },
    })
  })

  test('a member of the files is silenced where it cannot be removed, and counts as signed out', async () => {
    const { link, events } = await openLive()
    ami.refusals.set('QueueRemove', 'Unable to remove interface: Member not dynamic')
    expect(await link.execute({ kind: 'signOut', extension: '1101' })).toEqual({ ok: true, value: null })
    expect(ami.actions.at(-1)?.fields.get('Reason')).toBe('najva-signed-out')
    ami.event('QueueMemberPause', [
      ['Queue', 'support'],
      ['Interface', 'PJSIP/1101'],
      ['StateInterface', 'PJSIP/1101'],
      ['Paused', 1],
      ['PausedReason', 'najva-signed-out'],
    ])
    await until(() =>
      expect(last(events, 'extensionChanged')).toMatchObject({ extension: '1101', signedIn: false }),
    )
  })

  test('passwords are those of the switch', async () => {
    const { link } = await openLive()
    expect(await link.issueCredentials('1101')).toEqual({
      ok: true,
      value: {
        uri: 'sip:1101@pbx.example',
        authorizationUser: '1101',
        password: 'a-long-password',
        serverUrl: 'wss://pbx.example/ws',
        expiresSeconds: 120,
      },
    })
    expect(await link.issueCredentials('9999')).toMatchObject({ failure: { code: 'not-found' } })
  })

  test('calls that are not known, and names that are patterns, reach no action', async () => {
    const { link, events } = await openLive()
    expect(await link.floor.hangUp('/.*/' as CallId)).toMatchObject({ failure: { code: 'not-found' } })
    ami.event('Newchannel', channel('5.1', '/PJSIP/', 4))
    await until(() => expect(kinds(events).at(-1)).toBe('callEntered'))
    expect(await link.floor.hangUp('5.1' as CallId)).toMatchObject({ failure: { code: 'invalid' } })
    expect(await link.floor.giveTo('5.1' as CallId, '1101\r\nAction: x')).toMatchObject({ ok: false })
    expect(ami.actions).toEqual([])
  })
})

test('several switches are one centre: up when all are, with calls of both', async () => {
  const other = await startScriptedAmi()
  try {
    const { events, link } = open({ nodes: [ami, other] })
    await until(() => expect(kinds(events)).toContain('linkUp'))
    other.event('Newchannel', trunk(4))
    ami.event('Newchannel', trunk(4))
    await until(() => expect(events.filter(({ kind }) => kind === 'callEntered')).toHaveLength(2))
    const ids = events.flatMap((event) => (event.kind === 'callEntered' ? [event.callId] : []))
    expect(ids.toSorted()).toEqual(['1/100.1', '2/100.1'])
    expect(await link.floor.hangUp('2/100.1' as CallId)).toEqual({ ok: true, value: null })
    expect(other.actions.map(({ name }) => name)).toEqual(['Hangup'])
    other.cut()
    await until(() => expect(kinds(events).at(-1)).toBe('linkDown'))
    await link.close()
  } finally {
    await other.close()
  }
})
