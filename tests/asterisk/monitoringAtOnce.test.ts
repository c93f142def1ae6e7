/**
 * As many calls as a supervisor may listen to at once on a real Asterisk, each person with a tone of their own: every leg
 * brings its own call, and of the supervisor, who speaks into all legs throughout, only whoever is meant hears a word.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MonitorId } from '#contract/ids'
import { type MonitorMode, maxMonitors } from '#contract/monitor'
import { findDifferences } from '#tests/asterisk/support/agreement'
import { earsOf, heardDb, loudestDb } from '#tests/asterisk/support/ears'
import { type LabFloor, numberOf, openLabFloor } from '#tests/asterisk/support/labFloor'
import { openSupervisorSeat, type SupervisorSeat } from '#tests/asterisk/support/supervisorSeat'
import { newCommandId } from '#tests/gateway/support/testDesk'
import type { SipPhone } from '#tests/support/sip/sipPhone'

const soon = { timeout: 30_000, interval: 50 }
const done = { ok: true, value: null }
const command = () => ({ commandId: newCommandId() })
/** None is the sum, the difference or a multiple of others, so that what a coder makes of two is nobody's third. */
const voicesHz = { agents: [1130, 1370, 1610, 1930], callers: [410, 530, 710, 970] }
const supervisorHz = 2290
const tones = {
  ...Object.fromEntries(voicesHz.agents.map((hz, i) => [`agent${i}`, hz])),
  ...Object.fromEntries(voicesHz.callers.map((hz, i) => [`caller${i}`, hz])),
  supervisor: supervisorHz,
}

/** One call that is monitored. */
interface Talk {
  readonly caller: SipPhone
  readonly agent: SipPhone
  readonly monitorId: MonitorId
  /** What the tones of the caller and of the agent are called. */
  readonly names: readonly [string, string]
  readonly token: string
}

let floor: LabFloor
let seat: SupervisorSeat
let beganAtMs = 0
const talks: Talk[] = []

beforeAll(async () => {
  floor = await openLabFloor({
    agents: maxMonitors,
    callers: maxMonitors,
    wrapUpSeconds: 0,
    ringSeconds: 15,
    checkEveryMs: 500,
    voicesHz,
  })
  for (const { phone } of floor.agents) phone.onRing((leg) => leg.answer())
  seat = await openSupervisorSeat(floor, supervisorHz)
}, 120_000)

afterAll(async () => {
  await seat?.close()
  await floor?.close()
})

const callOf = (caller: SipPhone) =>
  seat.desk.centre?.calls.find((call) => call.caller.number === caller.user)
const extensionOf = (caller: SipPhone) => {
  const state = callOf(caller)?.state
  if (state?.kind !== 'talking') return null
  return seat.desk.centre?.agents.find(({ id }) => id === state.agentId)?.extension ?? null
}
const row = ({ monitorId }: Talk) => seat.desk.centre?.monitors.find(({ id }) => id === monitorId)
const states = () => talks.map((talk) => row(talk)?.state.kind)
const legOf = ({ token }: Talk) =>
  seat.phone.legs.find((leg) => leg.header('X-Najva-Monitor') === token && leg.state === 'up')

async function beginTalk(index: number): Promise<Talk> {
  const caller = floor.callers[index]
  if (caller === undefined) throw new Error(`There is no caller ${index}`)
  caller.call(numberOf.support)
  await expect.poll(() => extensionOf(caller), soon).not.toBeNull()
  const place = floor.agents.findIndex(({ extension }) => extension === extensionOf(caller))
  const agent = floor.agents[place]
  if (agent === undefined) throw new Error('Nobody of the floor took the call')
  return {
    caller,
    agent: agent.phone,
    names: [`caller${index}`, `agent${place}`],
    ...(await listenTo(agent.extension)),
  }
}

async function listenTo(extension: string): Promise<Pick<Talk, 'monitorId' | 'token'>> {
  const started = await start(extension)
  if (!started.ok) throw new Error(started.failure.code)
  return started.value
}

function start(extension: string) {
  const agent = seat.desk.centre?.agents.find((each) => each.extension === extension)
  if (agent === undefined) throw new Error(`Nobody has ${extension}`)
  const target = { kind: 'agent', agentId: agent.id } as const
  return seat.desk.client.monitor.start({ ...command(), target, mode: 'listen', why: null })
}

/** What is heard at each end of each call and in the supervisor's leg on it; of no leg, null. */
const ears = () =>
  talks.map((talk) => {
    const leg = legOf(talk)
    return {
      caller: earsOf(talk.caller, tones),
      agent: earsOf(talk.agent, tones),
      leg: leg === undefined ? null : earsOf(leg, tones),
    }
  })

/** Who hears whom when each call is monitored so; `over` for one that has ended, `alone` for one nobody listens to. */
function heard(modes: readonly (MonitorMode | 'over' | 'alone')[]) {
  return talks.map(({ names: [callerTone, agentTone] }, i) => {
    const [caller, agent, leg] = [agentTone, callerTone, `${agentTone} ${callerTone}`]
    switch (modes[i]) {
      case 'whisper':
        return { caller, agent: `${agent} supervisor`, leg }
      case 'barge':
        return { caller: `${caller} supervisor`, agent: `${agent} supervisor`, leg }
      case 'over':
        return { caller: '', agent: '', leg: '' }
      case 'alone':
        return { caller, agent, leg: null }
      default:
        return { caller, agent, leg }
    }
  })
}

const isHeard = (...modes: Parameters<typeof heard>[0]) => expect.poll(ears, soon).toEqual(heard(modes))
const steer = async (index: number, mode: MonitorMode) => {
  const monitorId = talks[index]?.monitorId as MonitorId
  expect(await seat.desk.client.monitor.steer({ ...command(), monitorId, mode })).toEqual(done)
}

test('every call is heard in its own leg, and in no other', async () => {
  const phones = () => seat.desk.centre?.agents.filter((each) => each.phone === 'registered').length
  await expect.poll(phones, soon).toBe(maxMonitors + 1)
  beganAtMs = performance.now()
  for (let index = 0; index < maxMonitors; index += 1) talks.push(await beginTalk(index))
  expect(new Set(talks.map(({ agent }) => agent)).size).toBe(maxMonitors)
  await expect.poll(states, soon).toEqual(talks.map(() => 'hearing'))
  await isHeard('listen', 'listen', 'listen', 'listen')
}, 120_000)

test('one more is refused', async () => {
  const answer = await start(talks[0]?.agent.user ?? '')
  expect(answer).toMatchObject({ ok: false, failure: { code: 'wrong-state' } })
  expect(seat.phone.legs).toHaveLength(maxMonitors)
})

test('coaching in one and joined to another, the supervisor is heard by nobody else; moved, by nobody from before', async () => {
  await steer(1, 'whisper')
  await isHeard('listen', 'whisper', 'listen', 'listen')
  await steer(2, 'barge')
  await isHeard('listen', 'whisper', 'barge', 'listen')
  await steer(1, 'listen')
  await steer(3, 'whisper')
  await isHeard('listen', 'listen', 'barge', 'whisper')
}, 120_000)

test('one call ends and one session is stopped: the others are heard on, and the place can be taken again', async () => {
  talks[0]?.caller.legs[0]?.hangUp()
  await expect.poll(states, soon).toEqual(['waiting', 'hearing', 'hearing', 'hearing'])
  await isHeard('over', 'listen', 'barge', 'whisper')
  const stopped = talks[1]
  if (stopped === undefined) throw new Error('There is no such call')
  const { monitorId } = stopped
  expect(await seat.desk.client.monitor.stop({ ...command(), monitorId })).toEqual(done)
  await expect.poll(() => seat.phone.legs.length, soon).toBe(maxMonitors - 1)
  await isHeard('over', 'alone', 'barge', 'whisper')
  talks[1] = { ...stopped, ...(await listenTo(stopped.agent.user)) }
  await isHeard('over', 'listen', 'barge', 'whisper')
  expect(await findDifferences({ ...floor, watcher: seat.desk }, 15_000)).toEqual([])
  expect(floor.complaints).toEqual([])
}, 120_000)

test('whoever was never meant has not heard one frame of the supervisor', () => {
  const loudest = (phone: SipPhone | undefined) =>
    phone === undefined ? null : loudestDb(phone.heardSince(beganAtMs), supervisorHz)
  const [first, second, third, fourth] = talks
  for (const phone of [first?.caller, first?.agent, second?.caller, fourth?.caller])
    expect(loudest(phone)).toBeLessThan(heardDb)
  // And the ears are such as would have heard it.
  for (const phone of [second?.agent, third?.caller, third?.agent, fourth?.agent])
    expect(loudest(phone)).toBeGreaterThan(heardDb)
})
