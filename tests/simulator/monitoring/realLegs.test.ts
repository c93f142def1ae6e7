/** Monitoring over real SIP and RTP: whole phones, their tones measured where the sound arrives. */
import { SessionState } from 'sip.js'
import { expect, test } from 'vitest'
import { type CallId, MonitorId, QueueId } from '#contract/ids'
import type { MonitorMode } from '#contract/monitor'
import type { MonitorPoint } from '#contract/pbx'
import { toneLevelDb } from '#simulator/media/toneLevel'
import { createRandom } from '#simulator/people/random'
import type { Frame } from '#simulator/telephony'
import { type TestPeer, tonesIn } from '#tests/simulator/media/testPeer'
import { centre, exchange, next, openCentreForEachTest, seat } from '#tests/simulator/sip/centreOfPhones'
import { reached, type TestPhone } from '#tests/simulator/sip/testPhone'

const tones = [440, 660, 880]
const monitorId = MonitorId.parse('m1')
const token = 'a-token-of-one-desk-and-one-session'

openCentreForEachTest({ isAtWork: false })

const nextLeg = async () => (await next('monitorLeg')).leg

/** What the caller hears, frame by frame, from now on. */
function listenAsCaller(callId: CallId) {
  const frames: Frame[] = []
  const waiting = new Set<() => void>()
  const stop = centre.onHeard(callId, (frame) => {
    frames.push(frame)
    for (const wake of [...waiting]) wake()
  })
  const until = (fits: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!fits()) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
    })
  return {
    frames,
    stop,
    /** This many frames later. */
    pass(count: number) {
      const end = frames.length + count
      return until(() => frames.length >= end)
    },
    hears: (tone: number, isHeard = true) =>
      until(() => tonesIn(frames.at(-1) ?? new Int16Array(0), [tone]).length > 0 === isHeard),
  }
}

/** Resolves once exactly these tones are heard at a phone, for 200 ms. */
async function hearsExactly(peer: TestPeer, expected: readonly number[]): Promise<void> {
  for (;;) {
    if (tonesIn(await peer.listen(10), tones).join() === expected.join()) return
  }
}

interface Talk {
  readonly on: MonitorPoint
  readonly agent: TestPhone
  readonly agentPeer: TestPeer
  readonly supervisor: TestPhone
  readonly supervisorPeer: TestPeer
  readonly ear: ReturnType<typeof listenAsCaller>
}

async function answerCall(phone: TestPhone): Promise<TestPeer> {
  const peer = await phone.answer(await phone.invitations.take())
  peer.speak(660)
  return peer
}

/** A caller at 440 Hz, an agent at 660 and a supervisor at 880 who speaks all the time. */
async function openTalk(mode: MonitorMode): Promise<Talk> {
  const agent = await seat('1001')
  const supervisor = await exchange.phone('1901')
  const callId = centre.callIn({
    number: '+989121234567',
    name: null,
    dialledNumber: null,
    queueId: QueueId.parse('support'),
    voice: 'tone:440',
    patienceMs: null,
  })
  const agentPeer = await answerCall(agent)
  const ear = listenAsCaller(callId)
  await ear.hears(660)
  const on = { callId, extension: '1001' }
  const opened = await centre.execute({
    kind: 'monitorOpen',
    monitorId,
    extension: '1901',
    token,
    on,
    mode,
  })
  expect(opened.ok).toBe(true)
  const invitation = await supervisor.invitations.take()
  expect(invitation.request.getHeader('X-Najva-Monitor')).toBe(token)
  expect(invitation.request.getHeader('X-Najva-Call')).toBeUndefined()
  const supervisorPeer = await supervisor.answer(invitation)
  supervisorPeer.speak(880)
  expect(await nextLeg()).toEqual({ kind: 'hearing', ...on, mode })
  return { on, agent, agentPeer, supervisor, supervisorPeer, ear }
}

const steer = (on: MonitorPoint | null, mode: MonitorMode) =>
  centre.execute({ kind: 'monitorSteer', monitorId, on, mode })

test('each ear hears in each mode whom it should, and 20 dB below nobody else', async () => {
  const { on, agentPeer, supervisorPeer, ear } = await openTalk('whisper')
  const expectEars = async (mode: MonitorMode) => {
    await hearsExactly(supervisorPeer, [440, 660])
    await hearsExactly(agentPeer, mode === 'listen' ? [440] : [440, 880])
    await ear.hears(660)
    if (mode === 'barge') return ear.hears(880)
    const from = ear.frames.length
    await ear.pass(10)
    // The agent speaks at -12 dBFS in the same frames.
    for (const frame of ear.frames.slice(from)) expect(toneLevelDb(frame, 880)).toBeLessThan(-40)
  }
  await expectEars('whisper')
  for (const mode of ['barge', 'listen', 'barge', 'whisper', 'listen'] as const) {
    expect((await steer(on, mode)).ok).toBe(true)
    await expectEars(mode)
  }
  await steer(null, 'listen')
  await hearsExactly(supervisorPeer, [])
  await hearsExactly(agentPeer, [440])
}, 60_000)

test('200 switches of mode while the supervisor speaks: no frame outside barge has anything of it', async () => {
  const { on, agentPeer, ear } = await openTalk('whisper')
  await hearsExactly(agentPeer, [440, 880])
  const random = createRandom(4, 'modes')
  let leaks = 0
  let barged = 0
  for (let switches = 0; switches < 200; switches++) {
    const mode = random.pick(['listen', 'whisper', 'barge'] as const)
    expect((await steer(on, mode)).ok).toBe(true)
    const from = ear.frames.length
    await ear.pass(1 + random.below(3))
    const levels = ear.frames.slice(from).map((frame) => toneLevelDb(frame, 880))
    if (mode === 'barge') barged += levels.filter((level) => level > -20).length
    // The agent speaks aloud in the same frames: -40 dBFS is what is left of that in the measure of another tone.
    else leaks += levels.filter((level) => level > -40).length
  }
  expect(leaks).toBe(0)
  expect(barged).toBeGreaterThan(30)
}, 60_000)

test('taken over and handed back again and again: never dropped, and no gap that is heard', async () => {
  const { on, agent, supervisorPeer, ear } = await openTalk('listen')
  await hearsExactly(supervisorPeer, [440, 660])
  const gaps: number[] = []
  for (let round = 0; round < 10; round++) {
    ear.frames.length = 0
    expect((await centre.execute({ kind: 'monitorTakeOver', monitorId })).ok).toBe(true)
    expect(await nextLeg()).toMatchObject({ kind: 'talking' })
    await ear.hears(880)
    await hearsExactly(supervisorPeer, [440])
    expect((await centre.execute({ kind: 'giveTo', ...on })).ok).toBe(true)
    await answerCall(agent)
    expect(await nextLeg()).toEqual({ kind: 'waiting' })
    await ear.hears(660)
    gaps.push(longestSilence(ear.frames))
    expect((await steer(on, 'listen')).ok).toBe(true)
    expect(await nextLeg()).toMatchObject({ kind: 'hearing' })
    await hearsExactly(supervisorPeer, [440, 660])
  }
  // The middle one: a machine that is busy for a moment stalls the mouths of this test as well.
  const middle = gaps.toSorted((one, other) => one - other)[Math.floor(gaps.length / 2)] ?? 0
  expect(middle * 20).toBeLessThanOrEqual(60)
  centre.hangUpCaller(on.callId)
  expect((await next('callEnded')).end).toBe('caller-hung-up')
}, 60_000)

function longestSilence(frames: readonly Frame[]): number {
  let longest = 0
  let now = 0
  for (const frame of frames) {
    now = tonesIn(frame, [660, 880]).length > 0 ? 0 : now + 1
    longest = Math.max(longest, now)
  }
  return longest
}

test('the supervisor’s page is lost while they have the caller: back to the head of the queue, and the agent again', async () => {
  const { on, agent, supervisor } = await openTalk('listen')
  await centre.execute({ kind: 'monitorTakeOver', monitorId })
  expect(await nextLeg()).toMatchObject({ kind: 'talking' })
  await supervisor.agent.transport.disconnect()
  await next('phoneUnregistered')
  // Its sound needs no socket: only a page that stays away is lost for good.
  exchange.clock.advance(60_000)
  expect(await nextLeg()).toEqual({ kind: 'gone', why: 'lost' })
  await centre.execute({ kind: 'finishWrapUp', extension: '1001' })
  const again = await agent.invitations.take()
  expect(again.request.getHeader('X-Najva-Call')).toBe(on.callId)
})

test('a leg that is closed gets its BYE, and the agent’s call goes on', async () => {
  const agent = await seat('1001')
  const supervisor = await exchange.phone('1901')
  await centre.execute({
    kind: 'monitorOpen',
    monitorId,
    extension: '1901',
    token,
    on: null,
    mode: 'listen',
  })
  const invitation = await supervisor.invitations.take()
  await supervisor.answer(invitation)
  expect(await nextLeg()).toEqual({ kind: 'waiting' })
  await centre.execute({ kind: 'monitorClose', monitorId })
  expect(await nextLeg()).toEqual({ kind: 'gone', why: 'closed' })
  await reached(invitation, SessionState.Terminated)
  expect(agent.agent.isConnected()).toBe(true)
})

test('a phone that does not know the token says no', async () => {
  const supervisor = await exchange.phone('1901')
  await centre.execute({
    kind: 'monitorOpen',
    monitorId,
    extension: '1901',
    token,
    on: null,
    mode: 'listen',
  })
  await (await supervisor.invitations.take()).reject({ statusCode: 403 })
  expect(await nextLeg()).toEqual({ kind: 'gone', why: 'refused' })
})
