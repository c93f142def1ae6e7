/** A page's desk on a fake clock with a fake phone, across the real bridge from a fake main. */
import { Agent } from '#contract/agent'
import { Call } from '#contract/call'
import { CallerCard } from '#contract/callerCard'
import { type Centre, type Change, emptyCentre } from '#contract/centre'
import type { CallId } from '#contract/ids'
import { Queue } from '#contract/queue'
import { createDesk } from '#renderer/state/createDesk'
import type { DeskModel } from '#renderer/state/deskModel'
import { createFakeMain, type FakeMain, signedOutDesk } from '#tests/renderer/state/fakeMain'
import { createFakePhone, type FakePhone } from '#tests/renderer/state/fakePhone'
import { createFakeClock, type FakeClock } from '#tests/support/fakeClock'

export const sip = {
  uri: 'sip:1001@127.0.0.1',
  authorizationUser: '1001',
  password: 'secret',
  serverUrl: 'ws://127.0.0.1:1/',
  expiresSeconds: 300,
}

export const session = {
  agentId: 'agent-1' as Agent['id'],
  userName: 'sara',
  name: 'Sara',
  role: 'agent' as const,
  extension: '1001',
  practice: true,
}

export const startMs = Date.UTC(2026, 10, 23, 6, 0, 0)

export interface DeskRoom {
  readonly main: FakeMain
  readonly phone: FakePhone
  readonly clock: FakeClock
  readonly desk: ReturnType<typeof createDesk>
  readonly model: DeskModel
  /** The page is going away. */
  leave(): void
  comeBack(cause: 'shown' | 'woken' | 'network'): void
  readonly isHeld: boolean
  /** Sends the next delta of the live stream. */
  change(...changes: Change[]): Promise<void>
  until(name: string, isTrue: (model: DeskModel) => boolean): Promise<void>
  close(): Promise<void>
}

export async function openDeskRoom(
  main: FakeMain = createFakeMain(),
  isWallboard = false,
): Promise<DeskRoom> {
  const clock = createFakeClock(startMs)
  const phone = createFakePhone(() => clock.nowMs())
  let leave = () => {}
  let comeBack: (cause: 'shown' | 'woken' | 'network') => void = () => {}
  let isUnsaved = () => false
  const desk = createDesk({
    isWallboard,
    clock,
    random: () => 0.5,
    openBridge: () => main.open(),
    createPhone: () => phone,
    readHidLayout: async (vendorId, productId) => ({ vendorId, productId, collections: [{ usagePage: 11 }] }),
    onReturn(listener) {
      comeBack = listener
      return () => undefined
    },
    onLeave(listener) {
      leave = listener
      return () => undefined
    },
    onSurprise: () => () => undefined,
    holdWhile(question) {
      isUnsaved = question
      return () => undefined
    },
  })
  const until = async (name: string, isTrue: (model: DeskModel) => boolean) => {
    for (let turn = 0; turn < 400; turn += 1) {
      if (isTrue(desk.store.getState())) return
      await settle()
    }
    throw new Error(`${name}: ${JSON.stringify(desk.store.getState(), null, 1)}`)
  }
  let seq = 0
  return {
    main,
    phone,
    clock,
    desk,
    get model() {
      return desk.store.getState()
    },
    leave: () => leave(),
    comeBack: (cause) => comeBack(cause),
    get isHeld() {
      return isUnsaved()
    },
    async change(...changes) {
      seq += 1
      const centre = desk.store.getState().centre
      main.live.put({ kind: 'delta', position: { epoch: 'e', seq }, atMs: clock.nowMs(), changes })
      // A delta in the moment of a ring is shown when that moment is over.
      const isShown = (model: DeskModel) => model.centre !== centre
      for (let turn = 0; turn < 4 && !isShown(desk.store.getState()); turn += 1) await settle()
      if (!isShown(desk.store.getState())) clock.advance(ringMomentMs)
      await until('the delta', isShown)
    },
    until,
    close: () => desk.close(),
  }
}

/** Signs the agent in: desk state, seat and a first snapshot. */
export async function signIn(
  room: DeskRoom,
  me: Agent = idleAgent,
  site: Partial<Centre> = {},
): Promise<void> {
  room.main.desk.put({ ...signedOutDesk, session })
  room.main.seat.put({ kind: 'granted', sip })
  await room.until('signed in', (model) => model.desk?.session !== null && model.phone.seat === 'granted')
  room.main.live.put({
    kind: 'snapshot',
    position: { epoch: 'e', seq: 0 },
    atMs: room.clock.nowMs() + 5000,
    centre: { ...emptyCentre(signedOutDesk.gateway), agents: [me], queues: [sales], ...site },
  })
  await room.until('me', (model) => model.me !== null)
}

/** How long a ring may wait for its card, and others for the ring. */
export const ringMomentMs = 40

/** It rings, and the card is not there within the moment it may take. */
export function ringWithoutCard(room: DeskRoom, call: Parameters<FakePhone['invite']>[0] = {}): void {
  room.phone.invite(call)
  room.clock.advance(ringMomentMs)
}

/** Lets messages cross the bridge. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5))
}

export const callId = 'call-1' as CallId

const day = { handled: 0, missed: 0, talkMs: 0, wrapUpMs: 0, finished: 0, wrappedUp: 0 }

export const idleAgent = Agent.parse({
  id: 'agent-1',
  name: 'Sara',
  extension: '1001',
  role: 'agent',
  queueIds: ['sales'],
  status: { kind: 'available', sinceMs: startMs },
  nextStatus: null,
  activity: { kind: 'idle', sinceMs: startMs },
  phone: 'registered',
  today: day,
})

export function agentIn(activity: Agent['activity']): Agent {
  return { ...idleAgent, activity }
}

export function inWrapUp(endsAtMs: number | null = startMs + 30_000): Agent {
  const wrapUp = {
    callId,
    queueId: sales.id,
    caller: { number: '+982112345678', name: 'Sara' },
    dialledNumber: '+98218000',
    startedAtMs: startMs,
    endsAtMs,
    extendedTimes: 0,
    waitedMs: 4000,
    talkedMs: 60_000,
  }
  return agentIn({ kind: 'wrapUp', wrapUp, sinceMs: startMs })
}

export const sales = Queue.parse({
  id: 'sales',
  name: 'Sales',
  strategy: 'ring-all',
  ringTimeoutMs: 15_000,
  wrapUpMs: 30_000,
  maxWaitMs: null,
  serviceLevelMs: 20_000,
  dispositions: [],
  members: [],
  today: {
    offered: 0,
    handled: 0,
    abandoned: 0,
    timedOut: 0,
    handledInTime: 0,
    waitedMs: 0,
  },
})

export const waitingCall = Call.parse({
  id: callId,
  direction: 'inbound',
  caller: { number: '+982112345678', name: 'Sara' },
  dialledNumber: '+98218000',
  queueId: 'sales',
  priority: 0,
  enteredAtMs: startMs - 9000,
  queuedAtMs: startMs - 8000,
  answeredAtMs: null,
  state: { kind: 'waiting', position: 1, offeredTo: ['agent-1'], offeredAtMs: startMs },
})

export function talkingCall(agentId = 'agent-1'): Call {
  const sinceMs = startMs + 1000
  return Call.parse({ ...waitingCall, answeredAtMs: sinceMs, state: { kind: 'talking', agentId, sinceMs } })
}

export function cardOf(personId: string, name = 'Sara Karimi'): CallerCard {
  const none = { asOfMs: null }
  return CallerCard.parse({
    personId,
    name,
    company: null,
    numbers: ['+982112345678'],
    priority: 'normal',
    account: { ...none, value: null },
    openIssue: { ...none, value: null },
    orders: { ...none, value: [] },
    satisfaction: { ...none, value: null },
    contacts: { ...none, value: [] },
    notes: { ...none, value: [] },
    campaign: { ...none, value: null },
    extra: { ...none, value: [] },
  })
}

/** It rings, is answered, and the model tells of it. */
export async function takeCall(room: DeskRoom): Promise<void> {
  room.phone.invite({})
  await room.desk.actions.answer()
  const talking = agentIn({ kind: 'talking', callId, sinceMs: startMs })
  await room.change({ kind: 'agent', agent: talking }, { kind: 'call', call: talkingCall() })
  await settle()
}
