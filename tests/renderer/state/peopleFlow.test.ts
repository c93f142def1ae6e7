/** What others do to this desk, and what it asks of them: a wrap-up ended early, a break, a note that goes along. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Agent } from '#contract/agent'
import { done, failed } from '#contract/failure'
import type { MessageId, MonitorId } from '#contract/ids'
import type { DeskMessage } from '#contract/message'
import type { Monitor } from '#contract/monitor'
import {
  agentIn,
  callId,
  type DeskRoom,
  idleAgent,
  inWrapUp,
  openDeskRoom,
  settle,
  signIn,
  startMs,
  takeCall,
  talkingCall,
} from '#tests/renderer/state/deskRoom'

let room: DeskRoom

beforeEach(async () => {
  room = await openDeskRoom()
})

afterEach(() => room.close())

const talking = agentIn({ kind: 'talking', callId, sinceMs: startMs })

function takenOver(): Agent {
  const { activity, ...rest } = inWrapUp()
  if (activity.kind !== 'wrapUp') throw new Error('no wrap-up')
  return Agent.parse({
    ...rest,
    activity: { ...activity, wrapUp: { ...activity.wrapUp, takenOverBy: 'Omid' } },
  })
}

const handOvers = () => room.main.acts.filter(({ name }) => name === 'handOver').map(({ input }) => input)

test('a wrap-up that a supervisor ends leaves the note as a left-over: nothing half written is sent', async () => {
  await signIn(room)
  await takeCall(room)
  await room.desk.actions.hangUp()
  await room.change({ kind: 'agent', agent: inWrapUp() }, { kind: 'callGone', callId })
  room.desk.actions.editDraft({ note: 'Half a sent' })
  await settle()
  await room.change({ kind: 'agent', agent: idleAgent })
  await room.clock.advanceAsync(1500)
  await room.until('cleared', (model) => model.caller === null && model.draft === null)
  await settle()
  expect(room.main.records).toEqual([])
  expect(room.model.leftovers).toMatchObject([{ callId, note: 'Half a sent' }])
  expect(room.main.drafts.get(callId)).toMatchObject({ note: 'Half a sent' })
  await room.desk.actions.finishLeftover(callId)
  expect(room.main.records).toMatchObject([{ callId, note: 'Half a sent' }])
  expect(room.model.leftovers).toEqual([])
})

test('a break is asked for, and announced as the status it is once granted', async () => {
  await signIn(room)
  const lunch = { kind: 'break', reasonId: 'lunch' } as const
  room.main.answerAct = () => done({ outcome: 'queued' })
  await room.desk.actions.chooseStatus(lunch)
  expect(room.main.acts).toEqual([{ group: 'breaks', name: 'ask', input: { reasonId: 'lunch' } }])
  expect(room.model.announcement).toBeNull()
  room.main.answerAct = () => done({ outcome: 'next' })
  await room.desk.actions.chooseStatus(lunch)
  expect(room.model.announcement).toMatchObject({ kind: 'status', status: lunch, effect: 'next' })
  room.main.answerAct = () => failed('invalid', 'lunch')
  await room.desk.actions.chooseStatus(lunch)
  expect(room.model.failure?.code).toBe('invalid')
})

test('the note of a caller who was taken over goes along once, and is tried again while they are on the way', async () => {
  await signIn(room)
  await takeCall(room)
  room.desk.actions.editDraft({ note: 'Wants a refund' })
  room.main.answerAct = () => failed('wrong-state')
  await room.change({ kind: 'agent', agent: takenOver() }, { kind: 'callGone', callId })
  await room.until('asked', () => handOvers().length === 1)
  room.main.answerAct = () => done(null)
  await settle()
  room.clock.advance(1000)
  await room.until('asked again', () => handOvers().length === 2)
  expect(handOvers()).toEqual(Array(2).fill({ callId, note: 'Wants a refund' }))
  room.desk.actions.editDraft({ note: 'Wants a refund, of course' })
  await room.change({ kind: 'agent', agent: { ...takenOver(), nextStatus: { kind: 'available' } } })
  await room.clock.advanceAsync(10_000)
  expect(handOvers()).toHaveLength(2)
})

test('a caller who comes back and is taken again takes the note along again; nothing written, nothing sent', async () => {
  await signIn(room)
  await takeCall(room)
  room.main.answerAct = () => done(null)
  await room.change({ kind: 'agent', agent: takenOver() })
  await settle()
  expect(handOvers()).toEqual([])
  await room.change({ kind: 'agent', agent: talking })
  room.desk.actions.editDraft({ note: 'New' })
  await room.change({ kind: 'agent', agent: takenOver() })
  await room.until('sent', () => handOvers().length === 1)
})

test('a caller who was transferred takes the note along, once, and not before they are there', async () => {
  await signIn(room)
  await takeCall(room)
  room.desk.actions.editDraft({ note: 'Wants a refund' })
  room.main.answerAct = () => done(null)
  const transfer = { kind: 'attended', to: '1002', failure: null } as const
  room.phone.change({ transfer: { ...transfer, state: 'ringing' } })
  await settle()
  expect(handOvers()).toEqual([])
  room.phone.change({ transfer: { ...transfer, state: 'done' } })
  room.phone.end('hung-up')
  await room.until('sent', () => handOvers().length === 1)
  await settle()
  expect(handOvers()).toEqual([{ callId, note: 'Wants a refund' }])
})

test('a caller who is handed over on the call with a colleague takes the screen, with the note that came along', async () => {
  await signIn(room)
  const consulted = 'call-0' as typeof callId
  room.main.answerAct = () => done(null)
  room.phone.invite({ callId: consulted, number: '1002', name: 'Omid' })
  await room.desk.actions.answer()
  const withColleague = agentIn({ kind: 'talking', callId: consulted, sinceMs: startMs })
  await room.change({ kind: 'agent', agent: withColleague })
  expect(room.model.caller).toMatchObject({ callId: consulted, number: '1002' })
  const message: DeskMessage = {
    id: 'm' as MessageId,
    kind: 'handover',
    fromId: 'agent-2' as Agent['id'],
    fromName: 'Omid',
    toId: idleAgent.id,
    callId,
    text: 'Wants a refund',
    field: null,
    atMs: startMs,
    seenAtMs: null,
  }
  const call = { kind: 'call', call: talkingCall() } as const
  await room.change({ kind: 'agent', agent: talking }, call, { kind: 'message', message })
  await room.until('the caller', ({ caller }) => caller?.callId === callId)
  expect(room.model.caller?.number).toBe('+982112345678')
  await room.until('the note', ({ draft }) => draft?.callId === callId && draft.note === 'Wants a refund')
})

test('a caller who comes back from a transfer leaves the note here', async () => {
  await signIn(room)
  await takeCall(room)
  room.desk.actions.editDraft({ note: 'Wants a refund' })
  room.phone.change({ transfer: { kind: 'blind', to: '1002', state: 'returned', failure: null } })
  await settle()
  expect(handOvers()).toEqual([])
})

test('who hands a caller back sends what they wrote', async () => {
  await signIn(room)
  await takeCall(room)
  room.main.answerAct = () => done(null)
  const own: Monitor = {
    id: 'm' as MonitorId,
    supervisorId: idleAgent.id,
    supervisorName: 'Sara',
    target: { kind: 'call', callId },
    mode: 'listen',
    state: { kind: 'talking', callId, agentId: 'agent-2' as Agent['id'], sinceMs: startMs },
    isTold: true,
  }
  await room.change({ kind: 'monitor', monitor: own })
  room.desk.actions.editDraft({ note: 'Promised a call' })
  expect(handOvers()).toEqual([])
  const back = { ...own, state: { kind: 'waiting' as const, sinceMs: startMs } }
  await room.change({ kind: 'monitor', monitor: back })
  await room.until('sent', () => handOvers().length === 1)
  expect(handOvers()).toEqual([{ callId, note: 'Promised a call' }])
})

test('a note that comes back with its caller is joined to what was left of it, without saying it twice', async () => {
  await signIn(room)
  await takeCall(room)
  room.main.answerAct = () => done(null)
  room.desk.actions.editDraft({ note: 'Wants a refund' })
  const message: DeskMessage = {
    id: 'm' as MessageId,
    kind: 'handover',
    fromId: 'agent-2' as Agent['id'],
    fromName: 'Omid',
    toId: idleAgent.id,
    callId,
    text: 'Wants a refund\nPromised one',
    field: null,
    atMs: startMs,
    seenAtMs: null,
  }
  await room.change({ kind: 'message', message })
  await room.until('joined', (model) => model.draft?.note === 'Wants a refund\nPromised one')
  await room.until('put aside', () => room.main.acts.some(({ name }) => name === 'putAside'))
})

test('a break that was waited for is announced when it comes; one taken back is not', async () => {
  await signIn(room)
  const breakRequest = { reasonId: 'lunch', askedAtMs: startMs, state: 'queued' as const, decidedBy: null }
  const waiting = { ...idleAgent, breakRequest }
  await room.change({ kind: 'agent', agent: waiting })
  await room.change({ kind: 'agent', agent: idleAgent })
  expect(room.model.announcement).toBeNull()
  await room.change({ kind: 'agent', agent: waiting })
  const status = { kind: 'break' as const, reasonId: 'lunch', sinceMs: startMs }
  await room.change({ kind: 'agent', agent: { ...idleAgent, status } })
  expect(room.model.announcement).toMatchObject({
    kind: 'status',
    status: { kind: 'break', reasonId: 'lunch' },
    effect: 'now',
  })
})
