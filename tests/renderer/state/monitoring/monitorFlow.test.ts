/** A supervisor's sessions on the page: tokens, modes in quick succession, losses, take-over and hand-back. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Agent } from '#contract/agent'
import { done, failed } from '#contract/failure'
import type { AgentId, MonitorId } from '#contract/ids'
import { Monitor } from '#contract/monitor'
import {
  type DeskRoom,
  idleAgent,
  openDeskRoom,
  settle,
  signIn,
  startMs,
  talkingCall,
} from '#tests/renderer/state/deskRoom'

const id = 'm1' as MonitorId
const watched = 'agent-2' as AgentId
const supervisor: Agent = { ...idleAgent, role: 'supervisor' }
const target = { kind: 'agent', agentId: watched } as const

let room: DeskRoom

beforeEach(async () => {
  room = await openDeskRoom()
  await signIn(room, supervisor)
})

afterEach(() => room.close())

type State = Monitor['state']
const hearing: State = { kind: 'hearing', callId: 'call-1' as never, agentId: watched, sinceMs: startMs }
const rowOf = (part: Partial<Monitor> = {}): Monitor =>
  Monitor.parse({
    id,
    supervisorId: supervisor.id,
    supervisorName: 'Sara',
    target,
    mode: 'listen',
    state: hearing,
    isTold: true,
    ...part,
  })

const tellRow = (part: Partial<Monitor> = {}) => room.change({ kind: 'monitor', monitor: rowOf(part) })
const microphone = () => room.phone.legs.microphoneOf(id)
const shown = () => room.model.monitoring.sessions[0]
const askedOf = (name: string) => room.main.acts.filter((act) => act.name === name)
const until = (name: string, isTrue: () => boolean) => room.until(name, isTrue)

/** Answers that a test gives when it likes, in the order they were asked. */
function holdAnswers(
  name: string,
): (answer: ReturnType<typeof failed> | ReturnType<typeof done>) => Promise<void> {
  const waiting: ((answer: never) => void)[] = []
  const before = room.main.answerAct
  room.main.answerAct = (act) =>
    act.name === name ? new Promise((resolve) => waiting.push(resolve)) : before(act)
  return async (answer) => {
    await until(`${name} asked`, () => waiting.length > 0)
    waiting.shift()?.(answer as never)
    await settle()
    await settle()
  }
}

async function openSession(mode: Monitor['mode'] = 'listen'): Promise<void> {
  room.main.answerAct = (act) =>
    act.name === 'start' ? done({ monitorId: id, token: 't'.repeat(40) }) : done(null)
  await room.desk.actions.startMonitor(target, mode)
  expect(room.phone.legs.tokens.get(id)).toBe('t'.repeat(40))
  room.phone.legs.ring(id)
  await tellRow({ mode })
}

test('a session is opened with the token for the phone, listens, and is not opened twice', async () => {
  await openSession()
  expect(shown()).toMatchObject({ leg: 'up', microphone: 'out', mode: 'listen' })
  expect(room.model.monitoring.focusId).toBe(id)
  await room.desk.actions.startMonitor(target, 'listen')
  expect(askedOf('start')).toHaveLength(1)
  expect(room.phone.legs.asked.filter((each) => each.startsWith('speak'))).toEqual([])
})

test('two quick clicks open one session', async () => {
  const answer = holdAnswers('start')
  void room.desk.actions.startMonitor(target, 'listen')
  void room.desk.actions.startMonitor(target, 'listen')
  await answer(failed('forbidden'))
  expect(askedOf('start')).toHaveLength(1)
  expect(room.model.failure?.code).toBe('forbidden')
})

test('whisper: the microphone opens with the answer and closes at the click', async () => {
  await openSession()
  const answer = holdAnswers('steer')
  void room.desk.actions.steerMonitor(id, 'whisper')
  await until('asked', () => askedOf('steer').length === 1)
  expect(microphone()).toBe('out')
  expect(shown()?.pendingMode).toBe('whisper')
  await answer(done(null))
  await until('in', () => microphone() === 'in')
  await tellRow({ mode: 'whisper' })
  void room.desk.actions.steerMonitor(id, 'listen')
  expect(microphone()).toBe('out')
  await answer(done(null))
  expect(microphone()).toBe('out')
})

test('a session opened in whisper speaks when its call is heard, and not before', async () => {
  room.main.answerAct = () => done({ monitorId: id, token: 't'.repeat(40) })
  await room.desk.actions.startMonitor(target, 'whisper')
  room.phone.legs.ring(id)
  await tellRow({ mode: 'whisper', state: { kind: 'waiting', sinceMs: startMs } })
  await settle()
  expect(microphone()).toBe('out')
  await tellRow({ mode: 'whisper' })
  await until('in', () => microphone() === 'in')
  await tellRow({ mode: 'whisper', state: { kind: 'waiting', sinceMs: startMs } })
  expect(microphone()).toBe('out')
})

test('a refused whisper leaves the microphone out, a lost one too, even when it came in force', async () => {
  await openSession()
  room.main.answerAct = () => failed('forbidden')
  await room.desk.actions.steerMonitor(id, 'whisper')
  expect([microphone(), room.model.failure?.code]).toEqual(['out', 'forbidden'])
  room.main.answerAct = () => failed('timed-out')
  await room.desk.actions.steerMonitor(id, 'whisper')
  expect(shown()?.mode).toBeNull()
  await tellRow({ mode: 'whisper' })
  await settle()
  expect(microphone()).toBe('out')
  room.main.answerAct = () => done(null)
  await room.desk.actions.steerMonitor(id, 'whisper')
  await until('in', () => microphone() === 'in')
})

test('of clicks in quick succession one command is on its way, and the last wish is sent after it', async () => {
  await openSession()
  const answer = holdAnswers('steer')
  for (const mode of ['whisper', 'barge', 'whisper', 'listen', 'barge', 'listen'] as const)
    void room.desk.actions.steerMonitor(id, mode)
  await until('asked', () => askedOf('steer').length === 1)
  await answer(done(null))
  expect(microphone()).toBe('out')
  await answer(done(null))
  expect(askedOf('steer').map(({ input }) => (input as { mode: string }).mode)).toEqual(['whisper', 'listen'])
  expect(room.phone.legs.asked.filter((each) => each.startsWith('speak'))).toEqual([])
})

test('the microphone that opens late stays out when listening was chosen meanwhile', async () => {
  await openSession()
  const opening = Promise.withResolvers<ReturnType<typeof done<null>>>()
  room.phone.legs.microphone = opening.promise
  await room.desk.actions.steerMonitor(id, 'whisper')
  await until('opening', () => microphone() === 'opening')
  void room.desk.actions.steerMonitor(id, 'listen')
  opening.resolve(done(null))
  await settle()
  expect(microphone()).toBe('out')
})

test('a microphone that does not open is said, and leaves the session silent', async () => {
  await openSession()
  room.phone.legs.microphone = failed('microphone-refused')
  await room.desk.actions.steerMonitor(id, 'whisper')
  await until('said', () => room.model.failure?.code === 'microphone-refused')
  expect(microphone()).toBe('out')
  expect(room.phone.legs.asked.filter((each) => each.startsWith('speak'))).toHaveLength(1)
})

test('the whisper key whispers while it is held, and does nothing in a session that whispers anyway', async () => {
  await openSession()
  room.desk.actions.holdWhisper(true)
  await until('in', () => microphone() === 'in')
  expect(room.model.monitoring.isHolding).toBe(true)
  await tellRow({ mode: 'whisper' })
  room.desk.actions.holdWhisper(false)
  expect(microphone()).toBe('out')
  await until('back', () => askedOf('steer').length === 2)
  await tellRow({ mode: 'listen' })
  await room.desk.actions.steerMonitor(id, 'whisper')
  await tellRow({ mode: 'whisper' })
  room.desk.actions.holdWhisper(true)
  room.desk.actions.holdWhisper(false)
  expect(microphone()).toBe('in')
})

test('a row that ends or goes hangs the leg up, and so does a leg nobody answers for', async () => {
  await openSession()
  await tellRow({ state: { kind: 'ended', why: 'forbidden', sinceMs: startMs } })
  expect(microphone()).toBeNull()
  expect(shown()?.monitor.state).toMatchObject({ why: 'forbidden' })
  await room.change({ kind: 'monitorGone', monitorId: id })
  expect(room.model.monitoring.sessions).toEqual([])
  room.phone.legs.ring('stray' as MonitorId)
  expect(room.phone.legs.all).toEqual([])
})

test('stop ends the leg even when the gateway cannot be asked', async () => {
  await openSession()
  room.main.answerAct = () => failed('gateway-away')
  await room.desk.actions.stopMonitor(id)
  expect(microphone()).toBeNull()
})

test('aim listens to another target, and takes the microphone out at the click', async () => {
  await openSession('whisper')
  await until('in', () => microphone() === 'in')
  const other = { kind: 'agent', agentId: 'agent-3' as AgentId } as const
  void room.desk.actions.aimMonitor(id, other)
  expect(microphone()).toBe('out')
  await until('asked', () => askedOf('aim').length === 1)
  await tellRow({ target: other, mode: 'listen' })
  await settle()
  expect(microphone()).toBe('out')
})

const takingOver: State = { ...hearing, kind: 'takingOver' }
const talking: State = { ...hearing, kind: 'talking' }

async function takeOver(): Promise<void> {
  await openSession()
  const answer = holdAnswers('takeOver')
  const taken = room.desk.actions.takeOver(id)
  await until('asked', () => askedOf('takeOver').length === 1)
  expect(microphone()).toBe('ready')
  await tellRow({ state: takingOver })
  await until('in', () => microphone() === 'in')
  await confirmed()
  await room.change(
    { kind: 'call', call: talkingCall(supervisor.id) },
    { kind: 'monitor', monitor: rowOf({ state: talking }) },
  )
  await answer(done(null))
  await taken
}

/** Lets time pass until the page has said that sound flows. */
async function confirmed(): Promise<void> {
  for (let turn = 0; turn < 40 && askedOf('confirm').length === 0; turn += 1) {
    room.clock.advance(60)
    await settle()
  }
  expect(askedOf('confirm')[0]?.input).toMatchObject({ monitorId: id, flows: true })
}

test('take-over: microphone first, sound confirmed, then the caller with card and note is here; and back again', async () => {
  await takeOver()
  expect(room.model.phone.call).toMatchObject({ callId: 'call-1', state: 'talking' })
  expect(room.model.caller).toMatchObject({ callId: 'call-1', number: '+982112345678' })
  expect(room.main.lookups).toContain('+982112345678')
  expect(room.model.draft?.callId).toBe('call-1')
  expect(shown()?.leg).toBe('adopted')
  const answer = holdAnswers('handBack')
  const given = room.desk.actions.handBack(id)
  await until('asked', () => askedOf('handBack').length === 1)
  // The caller is talked to until the agent answers.
  expect(room.model.phone.call).toMatchObject({ state: 'talking', muted: false })
  await tellRow({ state: { kind: 'waiting', sinceMs: startMs } })
  await answer(done(null))
  await given
  expect(room.model.phone.call?.state).toBe('ended')
  expect(shown()).toMatchObject({ leg: 'up', microphone: 'out' })
})

test('take-over: without sound both ways nothing is confirmed, and a roll-back takes the microphone out', async () => {
  await openSession()
  room.phone.legs.flows.received = false
  const answer = holdAnswers('takeOver')
  const taken = room.desk.actions.takeOver(id)
  await until('asked', () => askedOf('takeOver').length === 1)
  await tellRow({ state: takingOver })
  for (let turn = 0; turn < 10; turn += 1) {
    room.clock.advance(60)
    await settle()
  }
  expect(askedOf('confirm')).toEqual([])
  await tellRow({ state: hearing })
  expect(microphone()).not.toBe('in')
  await answer(failed('timed-out'))
  await taken
  expect([microphone(), room.model.failure?.code]).toEqual(['out', 'timed-out'])
  expect(room.model.phone.call).toBeNull()
})

test('take-over is not asked for without a microphone, nor while another call is up', async () => {
  await openSession()
  room.phone.legs.microphone = failed('microphone-absent')
  await room.desk.actions.takeOver(id)
  expect(room.model.failure?.code).toBe('microphone-absent')
  room.phone.legs.microphone = done(null)
  room.phone.invite({ sipCallId: 'other' })
  await room.desk.actions.answer()
  await room.desk.actions.takeOver(id)
  expect(room.model.failure?.code).toBe('wrong-state')
  expect(askedOf('takeOver')).toEqual([])
})

test('take over from an agent nobody listens to: listens first, and takes over when the call is heard', async () => {
  room.main.answerAct = (act) =>
    act.name === 'start' ? done({ monitorId: id, token: 't'.repeat(40) }) : failed('wrong-state')
  await room.desk.actions.takeOverFrom(watched)
  expect(askedOf('start')[0]?.input).toMatchObject({ target, mode: 'listen' })
  await tellRow()
  expect(askedOf('takeOver')).toEqual([])
  room.phone.legs.ring(id)
  await until('asked', () => askedOf('takeOver').length === 1)
})

test('a note that comes with the caller begins the draft once, and is put aside', async () => {
  await takeOver()
  const message = {
    id: 'h1' as never,
    kind: 'handover' as const,
    fromId: watched,
    fromName: 'Ana',
    toId: supervisor.id,
    callId: 'call-1' as never,
    text: 'Ordered twice',
    field: null,
    atMs: startMs,
    seenAtMs: null,
  }
  room.desk.actions.editDraft({ note: 'Refund' })
  await room.change({ kind: 'message', message })
  expect(room.model.draft?.note).toBe('Ordered twice\nRefund')
  await room.change({ kind: 'message', message: { ...message, atMs: startMs + 1 } })
  expect(room.model.draft?.note).toBe('Ordered twice\nRefund')
  await until('put aside', () => askedOf('putAside').length === 1)
})

test('signing out ends every session', async () => {
  await openSession('whisper')
  room.main.desk.put({ ...(room.model.desk as NonNullable<typeof room.model.desk>), session: null })
  await until('ended', () => microphone() === null)
  expect(room.model.monitoring.sessions).toEqual([])
})

const takenBy = 'boss' as AgentId
const shadowRow = (part: Partial<Monitor> = {}) =>
  tellRow({
    target: { kind: 'call', callId: 'call-1' as never },
    state: { ...hearing, agentId: takenBy } as State,
    isShadow: true,
    ...part,
  })

test('a silent shadow is a leg that nobody hears: it is stopped, and nothing else can be done with it', async () => {
  room.main.answerAct = (act) =>
    act.name === 'shadow'
      ? done({ monitorId: id, token: 's'.repeat(40) })
      : act.name === 'start'
        ? failed('forbidden')
        : done(null)
  await room.desk.actions.startShadow('call-1' as never)
  expect(askedOf('shadow').map(({ input }) => input)).toEqual([{ callId: 'call-1' }])
  expect(room.phone.legs.tokens.get(id)).toBe('s'.repeat(40))
  room.phone.legs.ring(id)
  await shadowRow()
  expect(shown()).toMatchObject({ leg: 'up', microphone: 'out', mode: 'listen' })
  await room.desk.actions.steerMonitor(id, 'whisper')
  room.desk.actions.focusMonitor(id)
  room.desk.actions.holdWhisper(true)
  await settle()
  room.desk.actions.holdWhisper(false)
  // Taking over from who has the caller opens a session of its own.
  await room.desk.actions.takeOverFrom(takenBy)
  expect(askedOf('start')).toHaveLength(1)
  expect(askedOf('steer')).toEqual([])
  expect(askedOf('takeOver')).toEqual([])
  expect(room.phone.legs.asked.filter((each) => each.startsWith('speak'))).toEqual([])
  expect(microphone()).toBe('out')
  await room.desk.actions.stopMonitor(id)
  expect(askedOf('stop').map(({ input }) => input)).toEqual([{ monitorId: id }])
})

test('a shadow that is refused leaves nothing behind, and two quick clicks ask once', async () => {
  const answer = holdAnswers('shadow')
  void room.desk.actions.startShadow('call-1' as never)
  void room.desk.actions.startShadow('call-1' as never)
  await answer(failed('forbidden'))
  expect(askedOf('shadow')).toHaveLength(1)
  expect(room.model.failure?.code).toBe('forbidden')
  expect(room.phone.legs.tokens.size).toBe(0)
})
