/** A link to a switch in trouble, what it commands, and several switches as one centre. */
import { describe, expect, test, vi } from 'vitest'
import type { CallId } from '#contract/ids'
import {
  ami,
  clock,
  kinds,
  last,
  leg,
  member,
  open,
  openLive,
  pass,
  ringAna,
  trunk,
  until,
} from '#tests/gateway/asterisk/support/linkRoom'
import { channel, prefixed, startScriptedAmi } from '#tests/gateway/asterisk/support/scriptedAmi'
import { soon } from '#tests/support/patience'

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
    }, soon)
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

  test('a caller left alone is told of within a moment, however busy the switch is', async () => {
    const { events } = await openLive()
    ami.event('Newchannel', trunk(4))
    ami.event('Newchannel', leg(0))
    ami.event('DialBegin', [...trunk(), ...prefixed('Dest', leg(5))])
    ami.event('DialEnd', [...trunk(), ...prefixed('Dest', leg(6)), ['DialStatus', 'ANSWER']])
    ami.event('BridgeEnter', [...leg(6), ['BridgeUniqueid', 'b1']])
    ami.event('BridgeEnter', [...trunk(), ['BridgeUniqueid', 'b1']])
    await until(() => expect(kinds(events).at(-1)).toBe('callConnected'))
    ami.event('BridgeLeave', [...leg(6), ['BridgeUniqueid', 'b1']])
    ami.event('Hangup', [...leg(6), ['Cause', 16]])
    for (let passedMs = 0; passedMs < 1500; passedMs += 100) {
      const other = channel(`7.${passedMs}`, `PJSIP/trunk-7${passedMs}`, 4)
      ami.event('Newchannel', other)
      await until(() => expect(last(events, 'callEntered')?.callId).toBe(`7.${passedMs}`))
      await clock.advanceAsync(100)
    }
    expect(kinds(events)).toContain('callTransferred')
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
      // One pause is two facts: of the member in its queue, and of the extension.
      expect(link.drift.differences).toBe(2)
    }, soon)
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
    expect(await link.execute({ kind: 'hangUp', callId: '/.*/' as CallId })).toMatchObject({
      failure: { code: 'not-found' },
    })
    ami.event('Newchannel', channel('5.1', '/PJSIP/', 4))
    await until(() => expect(kinds(events).at(-1)).toBe('callEntered'))
    expect(await link.execute({ kind: 'hangUp', callId: '5.1' as CallId })).toMatchObject({
      failure: { code: 'invalid' },
    })
    expect(
      await link.execute({ kind: 'giveTo', callId: '5.1' as CallId, extension: '1101\r\nAction: x' }),
    ).toMatchObject({ ok: false })
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
    expect(await link.execute({ kind: 'hangUp', callId: '2/100.1' as CallId })).toEqual({
      ok: true,
      value: null,
    })
    expect(other.actions.map(({ name }) => name)).toEqual(['Hangup'])
    other.cut()
    await until(() => expect(kinds(events).at(-1)).toBe('linkDown'))
    await link.close()
  } finally {
    await other.close()
  }
})

test('a member of several switches is paused in a queue only where all of them have it paused', async () => {
  const other = await startScriptedAmi()
  try {
    other.lists.set('QueueStatus', [member])
    const { events, link } = open({ nodes: [ami, other] })
    await until(() => expect(kinds(events)).toContain('linkUp'))
    const pause = [
      ...member.slice(1, 5),
      ['Interface', 'PJSIP/1101'],
      ['Paused', 1],
      ['PausedReason', 'lunch'],
    ] as const
    const told = () =>
      events.flatMap((event) => (event.kind === 'memberPauseChanged' ? [event.pausedReason] : []))
    ami.event('QueueMemberPause', pause)
    await until(() => expect(told()).toEqual([null]))
    other.event('QueueMemberPause', pause)
    await until(() => expect(told()).toEqual([null, 'lunch']))
    expect(last(events, 'extensionChanged')).toMatchObject({ extension: '1101', pausedReason: 'lunch' })
    await link.close()
  } finally {
    await other.close()
  }
})
