/** What becomes of a supervisor's leg, its caller and its agent when any of them, the phone or the link goes away. */
import { describe, expect, test } from 'vitest'
import type { MonitorId } from '#contract/ids'
import { earsOf } from '#tests/asterisk/support/ears'
import { soon, supervisor, tones } from '#tests/asterisk/support/monitorLab'
import { floor, openMonitorLabForAllTests } from '#tests/asterisk/support/sharedMonitorLab'
import { channelOf, lineOf } from '#tests/asterisk/support/switchLines'

const done = { ok: true, value: null }
openMonitorLabForAllTests()

const soonIs = (id: MonitorId) => expect.poll(() => floor.legOf(id), soon)
const takeOver = (monitorId: MonitorId) => floor.link.execute({ kind: 'monitorTakeOver', monitorId })
const close = (monitorId: MonitorId) => floor.link.execute({ kind: 'monitorClose', monitorId })
const pause = (reason: string | null) =>
  floor.link.execute(
    reason === null ? { kind: 'unpause', extension: '1001' } : { kind: 'pause', extension: '1001', reason },
  )

describe('when somebody leaves', () => {
  test.each(['listen', 'whisper'] as const)(
    '%s: the caller hangs up, the leg waits and hears the next call',
    async (mode) => {
      const { point, other } = await floor.talk('queue')
      const id = await floor.open(point, mode)
      other.legs[0]?.hangUp()
      await soonIs(id).toBe('waiting')
      const next = await floor.talk('queue')
      await floor.steer(id, next.point, mode)
      await soonIs(id).toBe(mode)
      expect(floor.supervisor.legs).toHaveLength(1)
    },
  )

  test.each(['queue', 'direct', 'outbound', 'local'] as const)(
    'barge in a %s call: the caller hangs up, and agent and supervisor are not left talking',
    async (situation) => {
      const { point, other, agent } = await floor.talk(situation)
      const id = await floor.open(point, 'barge')
      other.legs[0]?.hangUp()
      await soonIs(id).toBe('waiting')
      await expect.poll(() => agent.legs.length, soon).toBe(0)
      await expect.poll(() => earsOf(floor.supervisor, tones), soon).not.toContain('agent')
      const { callId } = point
      await expect
        .poll(
          () => floor.events.filter((each) => each.kind === 'callEnded' && each.callId === callId).length,
          soon,
        )
        .toBe(1)
    },
  )

  test.each(['queue', 'direct', 'outbound', 'local'] as const)(
    'barge in a %s call: the agent hangs up, and the call is over',
    async (situation) => {
      const { point, other, agentLeg } = await floor.talk(situation)
      const id = await floor.open(point, 'barge')
      agentLeg.hangUp()
      await soonIs(id).toBe('waiting')
      await expect.poll(() => other.legs.length, soon).toBe(0)
    },
  )

  test('the supervisor hangs up in barge: the call goes on', async () => {
    const talk = await floor.talk('queue')
    const id = await floor.open(talk.point, 'barge')
    floor.supervisor.legs[0]?.hangUp()
    await soonIs(id).toBe('gone lost')
    await expect
      .poll(() => [earsOf(talk.other, tones), earsOf(talk.agent, tones)], soon)
      .toEqual(['agent', 'caller'])
    expect(talk.other.legs[0]?.state).toBe('up')
  })

  test('the caller hangs up after a take-over: the leg waits for the next call', async () => {
    const { point, other } = await floor.talk('queue')
    const id = await floor.open(point, 'listen')
    expect(await takeOver(id)).toEqual(done)
    other.legs[0]?.hangUp()
    await soonIs(id).toBe('waiting')
    const next = await floor.talk('queue')
    await floor.steer(id, next.point, 'whisper')
    await soonIs(id).toBe('whisper')
  })

  test('the agent transfers the caller away: the leg waits', async () => {
    const { point, agentLeg } = await floor.talk('queue')
    const id = await floor.open(point, 'barge')
    expect(await agentLeg.transfer('1002')).toBe(202)
    await soonIs(id).toBe('waiting')
    const of1002 = () => floor.events.findLast((each) => each.kind === 'callConnected')
    await expect.poll(of1002, soon).toMatchObject({ extension: '1002', callId: point.callId })
  })
})

describe('several legs', () => {
  test('one phone hears two calls at once', async () => {
    const [one, other] = [await floor.talk('queue'), await floor.talk('aside')]
    const ids = [await floor.open(one.point, 'listen'), await floor.open(other.point, 'whisper')]
    expect(ids.map(floor.legOf)).toEqual(['listen', 'whisper'])
    expect(floor.supervisor.legs).toHaveLength(2)
    await expect.poll(() => earsOf(other.agent, tones), soon).toBe('caller supervisor')
    await expect.poll(() => earsOf(one.agent, tones), soon).toBe('caller')
    one.other.legs[0]?.hangUp()
    await expect.poll(() => ids.map(floor.legOf), soon).toEqual(['waiting', 'whisper'])
    await floor.agree()
  })

  test('whoever has barged in steps out of a call that another takes over', async () => {
    const { point, other } = await floor.talk('queue')
    const [barged, heard, taking] = [
      await floor.open(point, 'barge'),
      await floor.open(point, 'listen'),
      await floor.open(point, 'barge'),
    ]
    expect(await takeOver(taking)).toEqual(done)
    await expect
      .poll(() => [barged, heard, taking].map(floor.legOf), soon)
      .toEqual(['waiting', 'waiting', 'talking'])
    expect(other.legs[0]?.state).toBe('up')
    await floor.agree()
    expect(await floor.link.execute({ kind: 'giveTo', ...point })).toEqual(done)
    await soonIs(taking).toBe('waiting')
    await expect.poll(() => earsOf(other, tones), soon).toBe('agent')
  })

  test('two who take over the same call at once: one has it, the other is refused', async () => {
    const { point, other } = await floor.talk('queue')
    const ids = [await floor.open(point, 'barge'), await floor.open(point, 'barge')]
    const answers = await Promise.all(ids.map(takeOver))
    expect(answers.map(({ ok }) => ok).sort()).toEqual([false, true])
    await expect.poll(() => ids.map(floor.legOf).sort(), soon).toEqual(['talking', 'waiting'])
    expect(other.legs[0]?.state).toBe('up')
    // Neither leg is stuck behind the other.
    const waiting = ids.find((id) => floor.legOf(id) === 'waiting')
    expect(await close(waiting as MonitorId)).toEqual(done)
  })
})

describe('the leg vanishes', () => {
  test('just before the two would be joined: the caller is at the head of the queue', async () => {
    const { point, other } = await floor.talk('queue')
    await pause('takeover')
    const id = await floor.open(point, 'listen')
    // The switch ends the leg while it is being joined; which is first is the switch's own affair.
    const gone = floor.lab.cli(`channel request hangup ${await legName(id)}`)
    await takeOver(id)
    await gone
    await soonIs(id).toBe('gone lost')
    const isWell = async () => {
      const line = await lineOf(floor.lab, 'support')
      const isWithAgent = (await channelOf(floor.lab, point.callId))?.bridge !== ''
      return line[0] === point.callId || isWithAgent
    }
    await expect.poll(isWell, soon).toBe(true)
    expect(other.legs[0]?.state).toBe('up')
    await pause(null)
  })

  test('just after they were joined: the caller is at the head of the queue', async () => {
    const { point, other } = await floor.talk('queue')
    await pause('takeover')
    const id = await floor.open(point, 'whisper')
    expect(await takeOver(id)).toEqual(done)
    floor.supervisor.legs[0]?.hangUp()
    await soonIs(id).toBe('gone lost')
    await expect.poll(() => lineOf(floor.lab, 'support'), soon).toEqual([point.callId])
    expect(other.legs[0]?.state).toBe('up')
    // Nobody is lost: free again, the agent is offered them.
    await pause(null)
    await expect.poll(() => earsOf(other, tones), soon).toBe('agent')
  })

  test('of a caller who came from no queue, the agent gets them back', async () => {
    const { point, other } = await floor.talk('direct')
    const id = await floor.open(point, 'whisper')
    expect(await takeOver(id)).toEqual(done)
    floor.supervisor.legs[0]?.hangUp()
    await expect.poll(() => earsOf(other, tones), soon).toBe('agent')
    expect(other.legs[0]?.state).toBe('up')
  })
})

async function legName(id: MonitorId): Promise<string> {
  const text = await floor.lab.cli('core show channels concise')
  const own = text.split('\n').find((line) => line.startsWith(`PJSIP/${supervisor}-`))
  if (own === undefined) throw new Error(`${id} has no channel`)
  return own.split('!')[0] ?? ''
}

describe('the end of a session', () => {
  test.each([null, 'listen', 'whisper', 'barge'] as const)('closed in %s, the call goes on', async (mode) => {
    const talk = await floor.talk('queue')
    const id = await floor.open(mode === null ? null : talk.point, mode ?? 'listen')
    expect(await close(id)).toEqual(done)
    expect(floor.legOf(id)).toBe('gone closed')
    await expect.poll(() => floor.supervisor.legs.length, soon).toBe(0)
    await expect
      .poll(() => [earsOf(talk.other, tones), earsOf(talk.agent, tones)], soon)
      .toEqual(['agent', 'caller'])
    expect(await close(id)).toMatchObject({ ok: false, failure: { code: 'not-found' } })
  })

  test('closed after a take-over, the caller goes to the head of the queue', async () => {
    const { point, other } = await floor.talk('queue')
    await pause('takeover')
    const id = await floor.open(point, 'listen')
    expect(await takeOver(id)).toEqual(done)
    expect(await close(id)).toEqual(done)
    await expect.poll(() => lineOf(floor.lab, 'support'), soon).toEqual([point.callId])
    expect(other.legs[0]?.state).toBe('up')
    await pause(null)
  })

  test('closed after a take-over of a direct call, the caller is hung up', async () => {
    const { point, other } = await floor.talk('direct')
    const id = await floor.open(point, 'listen')
    expect(await takeOver(id)).toEqual(done)
    expect(await close(id)).toEqual(done)
    await expect.poll(() => other.legs.length, soon).toBe(0)
  })
})

describe('what is refused', () => {
  const open = (extension: string, monitorId: string) =>
    floor.link.execute({
      kind: 'monitorOpen',
      monitorId: monitorId as MonitorId,
      extension,
      token: 'x'.repeat(40),
      on: null,
      mode: 'listen',
    })

  test('by a phone that does not know the token', async () => {
    floor.supervisor.onRing((leg) => leg.reject(403))
    const id = 'refused-1' as MonitorId
    expect(await open(supervisor, id)).toEqual(done)
    await soonIs(id).toBe('gone refused')
    floor.supervisor.onRing((leg) => leg.answer())
  })

  test('for a phone that is not there', async () => {
    const last = () => floor.events.findLast((each) => /^phone/.test(each.kind))
    expect(await floor.supervisor.register(0)).toBe(200)
    await expect.poll(last, soon).toMatchObject({ kind: 'phoneUnregistered', extension: supervisor })
    expect(await open(supervisor, 'refused-2')).toMatchObject({ ok: false, failure: { code: 'wrong-state' } })
    expect(await floor.supervisor.register()).toBe(200)
    await expect.poll(last, soon).toMatchObject({ kind: 'phoneRegistered', extension: supervisor })
    expect(await open('7777', 'refused-3')).toMatchObject({ ok: false, failure: { code: 'not-found' } })
  })

  test('for sessions, calls and agents nobody has', async () => {
    const { point } = await floor.talk('queue')
    const id = await floor.open(null, 'listen')
    const steer = (on: typeof point) =>
      floor.link.execute({ kind: 'monitorSteer', monitorId: id, on, mode: 'listen' })
    expect(await steer({ ...point, extension: '1002' })).toMatchObject({ failure: { code: 'wrong-state' } })
    expect(await steer({ ...point, callId: 'x' as typeof point.callId })).toMatchObject({
      failure: { code: 'not-found' },
    })
    expect(await takeOver(id)).toMatchObject({ failure: { code: 'wrong-state' } })
    expect(await takeOver('nobody' as MonitorId)).toMatchObject({ failure: { code: 'not-found' } })
    expect(floor.legOf(id)).toBe('waiting')
  })
})

describe('the link to the switch', () => {
  test('lost while a leg listens: the leg is ended when it is back', async () => {
    const talk = await floor.talk('queue')
    const id = await floor.open(talk.point, 'whisper')
    floor.line.cut()
    await expect.poll(() => floor.link.state[0]?.kind, soon).toBe('away')
    expect(await close(id)).toMatchObject({ failure: { code: 'switch-away' } })
    floor.line.mend()
    await soonIs(id).toBe('gone lost')
    await expect.poll(() => floor.supervisor.legs.length, soon).toBe(0)
    await expect
      .poll(() => [earsOf(talk.other, tones), earsOf(talk.agent, tones)], soon)
      .toEqual(['agent', 'caller'])
  })

  test('lost after a take-over: caller and supervisor talk on, and the leg ends with the call', async () => {
    const talk = await floor.talk('queue')
    const id = await floor.open(talk.point, 'listen')
    expect(await takeOver(id)).toEqual(done)
    floor.line.cut()
    await expect.poll(() => floor.link.state[0]?.kind, soon).toBe('away')
    floor.line.mend()
    await expect.poll(() => floor.link.state[0]?.kind, soon).toBe('live')
    const ears = () => [earsOf(talk.other, tones), earsOf(floor.supervisor, tones)]
    await expect.poll(ears, soon).toEqual(['supervisor', 'caller'])
    const snapshot = floor.events.findLast((each) => each.kind === 'snapshot')
    expect(snapshot?.calls).toMatchObject([
      { callId: talk.point.callId, state: { kind: 'talking', extension: supervisor } },
    ])
    talk.other.legs[0]?.hangUp()
    await expect.poll(() => floor.supervisor.legs.length, soon).toBe(0)
  })
})

describe('a gateway that is started anew', () => {
  test('ends the legs of the one before', async () => {
    const talk = await floor.talk('queue')
    const id = await floor.open(talk.point, 'barge')
    const next = floor.openLink()
    await soonIs(id).toBe('gone lost')
    await next.close()
    const ears = () => [earsOf(talk.other, tones), earsOf(talk.agent, tones)]
    await expect.poll(ears, soon).toEqual(['agent', 'caller'])
  })

  test('leaves a caller with the supervisor who has taken them over, and ends the leg behind them', async () => {
    const talk = await floor.talk('queue')
    expect(await takeOver(await floor.open(talk.point, 'listen'))).toEqual(done)
    const next = floor.openLink()
    await expect.poll(() => next.state[0]?.kind, soon).toBe('live')
    const calls: unknown[] = []
    next.listen((event) => {
      if (event.kind === 'snapshot') calls.push(...event.calls)
    })
    expect(calls).toMatchObject([
      { callId: talk.point.callId, state: { kind: 'talking', extension: supervisor } },
    ])
    const ears = () => [earsOf(talk.other, tones), earsOf(floor.supervisor, tones)]
    await expect.poll(ears, soon).toEqual(['supervisor', 'caller'])
    talk.other.legs[0]?.hangUp()
    await expect.poll(() => floor.supervisor.legs.length, soon).toBe(0)
    await next.close()
  })
})

test('somebody who listens by the dialplan is told of, and that it is over', async () => {
  await floor.talk('outbound')
  const stranger = floor.phones.get('1003')
  const leg = stranger?.call('9555')
  const spies = () => floor.events.filter((each) => each.kind === 'strangerSpies')
  await expect
    .poll(spies, soon)
    .toMatchObject([{ spy: expect.stringMatching(/^PJSIP\/1003-/), extension: '1001', isOver: false }])
  // Also to a gateway that comes later.
  const next = floor.openLink()
  const told: unknown[] = []
  next.listen((event) => {
    if (event.kind === 'strangerSpies') told.push(event)
  })
  await expect.poll(() => told, soon).toMatchObject([{ extension: '1001', isOver: false }])
  leg?.hangUp()
  await expect.poll(spies, soon).toMatchObject([{ isOver: false }, { extension: '1001', isOver: true }])
  await expect.poll(() => told, soon).toMatchObject([{ isOver: false }, { isOver: true }])
  await next.close()
})

test('nothing was complained of, but what was done on purpose', () => {
  expect(floor.complaints.filter((line) => !/could not be read/.test(line))).toEqual([])
})
