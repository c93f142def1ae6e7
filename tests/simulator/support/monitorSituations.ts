/** Every situation of a call that a supervisor may monitor, set up through phones and people. */
import type { CallId } from '#contract/ids'
import type { MonitorPoint } from '#contract/pbx'
import type { LegId } from '#simulator/telephony'
import {
  callerOf,
  colleague,
  hertz,
  type MonitorRoom,
  type Voice,
} from '#tests/simulator/support/monitorRoom'

export interface Situation {
  readonly on: MonitorPoint
  /** Whose voices the caller hears in the next frame; null where nothing reaches them. */
  caller(): readonly Voice[] | null
  /** The same for the agent; null for a simulated colleague, whose ear is their own. */
  readonly agent: (() => readonly Voice[]) | null
  /** The agent's leg at a real phone. */
  readonly agentLegId: LegId | null
  readonly isHeld: boolean
}

export type SituationName = (typeof situationNames)[number]
export const situationNames = [
  'queue call',
  'direct call',
  'outbound call',
  'internal call',
  'held call',
  'blindly transferred call',
  'call transferred after consulting',
  'call of a simulated colleague',
] as const

export async function setUp(room: MonitorRoom, name: SituationName): Promise<Situation> {
  await room.seat('1001')
  switch (name) {
    case 'queue call':
      return withOutside(room, room.centre.callIn(callerOf('support')), '1001', room.phones.answer('1001'))
    case 'direct call':
      return giveDirectly(room)
    case 'outbound call':
      return dialOutside(room)
    case 'internal call':
      return dialInside(room)
    case 'held call': {
      const queued = await setUp(room, 'queue call')
      room.phones.tell({ kind: 'held', legId: queued.agentLegId ?? '' })
      return { ...queued, isHeld: true }
    }
    case 'blindly transferred call':
      return transferBlindly(room)
    case 'call transferred after consulting':
      return transferAttended(room)
    case 'call of a simulated colleague': {
      const callId = room.centre.callIn(callerOf('sales'))
      room.clock.advance(2000)
      return withOutside(room, callId, colleague, null)
    }
  }
}

function withOutside(
  room: MonitorRoom,
  callId: CallId,
  extension: string,
  agentLegId: LegId | null,
): Situation {
  return {
    on: { callId, extension },
    caller: () => room.heardOutside(callId),
    agent: agentLegId === null ? null : () => room.heardBy(agentLegId),
    agentLegId,
    isHeld: false,
  }
}

/** A caller of no queue any more: taken out of the line and brought to the agent. */
async function giveDirectly(room: MonitorRoom): Promise<Situation> {
  await room.ask({ kind: 'pause', extension: '1001', reason: 'lunch' })
  const callId = room.centre.callIn(callerOf('support'))
  await room.ask({ kind: 'giveTo', callId, extension: '1001' })
  return withOutside(room, callId, '1001', room.phones.answer('1001'))
}

function dialOutside(room: MonitorRoom): Situation {
  const legId = 'dials-out'
  room.phones.tell({ kind: 'dialled', legId, extension: '1001', target: '+982112345678' })
  room.clock.advance(10_000)
  return withOutside(room, lastCall(room), '1001', legId)
}

/** The colleague who calls speaks with the caller's voice. */
async function dialInside(room: MonitorRoom): Promise<Situation> {
  await room.seat('1002')
  room.phones.giveTone('1002', hertz.caller)
  const legId = 'dials-inside'
  room.phones.tell({ kind: 'dialled', legId, extension: '1002', target: '1001' })
  const agentLegId = room.phones.answer('1001')
  return {
    ...withOutside(room, lastCall(room), '1001', agentLegId),
    caller: () => room.heardBy(legId),
  }
}

async function transferBlindly(room: MonitorRoom): Promise<Situation> {
  const { on, agentLegId } = await setUp(room, 'queue call')
  await room.seat('1002')
  room.phones.tell({ kind: 'transferAsked', legId: agentLegId ?? '', target: '1002' })
  return withOutside(room, on.callId, '1002', room.phones.answer('1002'))
}

async function transferAttended(room: MonitorRoom): Promise<Situation> {
  const { on, agentLegId } = await setUp(room, 'held call')
  await room.seat('1002')
  const otherLegId = 'consults'
  room.phones.tell({ kind: 'dialled', legId: otherLegId, extension: '1001', target: '1002' })
  const takerLegId = room.phones.answer('1002')
  room.phones.tell({ kind: 'transferToLegAsked', legId: agentLegId ?? '', otherLegId })
  return withOutside(room, on.callId, '1002', takerLegId)
}

function lastCall(room: MonitorRoom): CallId {
  const callId = room.ofKind('callEntered').at(-1)?.callId
  if (callId === undefined) throw new Error('no call came in')
  return callId
}
