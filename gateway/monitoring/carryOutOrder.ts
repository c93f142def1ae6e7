/** Carries out one order of a session, each within its own time: null when done, or why not. */
import type { Answer, FailureCode } from '#contract/failure'
import type { MonitorId } from '#contract/ids'
import type { MonitorPoint, PbxFloorCommand, PbxLink, PbxMonitorCommand } from '#contract/pbx'
import type { Clock } from '#contract/time'
import { withinTime } from '#gateway/commands/withinTime'
import type { Place } from '#gateway/monitoring/monitorRights'
import type { Order } from '#gateway/monitoring/monitorSession'
import type { AgentPauses } from '#gateway/monitoring/pauseAgent'

export interface OrdersOptions {
  readonly pbx: Pick<PbxLink, 'execute'>
  readonly pauses: Pick<AgentPauses, 'pause'>
  /** From the word that a caller is being taken over to the swap, milliseconds; see `voiceLeadMs`. */
  readonly voiceLeadMs: number
  readonly clock: Clock
}

/** The leg an order is for, and the phone it rings at. */
export interface LegOf {
  readonly monitorId: MonitorId
  readonly token: string
  readonly extension: string
}

/** PbxLink settles within 5 s; a take-over has less, so that pause, swap and confirmation fit into one answer. */
const timesMs: Readonly<Record<Order['kind'], number>> = {
  open: 5000,
  steer: 4000,
  pause: 1500,
  takeOver: 2000,
  giveBack: 4000,
  close: 5000,
}

/**
 * The supervisor's page puts the microphone in when it is told of the take-over, and the voice then travels: a frame to
 * be full, the buffers of both sides. Swapped sooner, the caller would hear nobody meanwhile; until then they hear the agent.
 */
export const voiceLeadMs = 100

export function createOrders({ pbx, pauses, voiceLeadMs: leadMs, clock }: OrdersOptions) {
  const lead = () =>
    leadMs === 0 ? Promise.resolve() : new Promise<void>((resolve) => clock.after(leadMs, resolve))
  const pause = async (place: Place): Promise<Answer<null>> => {
    const [paused] = await Promise.all([pauses.pause(place), lead()])
    return paused
  }
  const carryOut = (order: Order, leg: LegOf): Promise<Answer<null>> =>
    order.kind === 'pause' ? pause(order.place) : pbx.execute(toCommand(order, leg))

  return async (order: Order, leg: LegOf): Promise<FailureCode | null> => {
    // What the decision changed is told to the model first: a pause must find there why it is wanted.
    await Promise.resolve()
    const answer = await withinTime(carryOut(order, leg), timesMs[order.kind], clock)
    return answer.ok ? null : answer.failure.code
  }
}

function toCommand(
  order: Exclude<Order, { kind: 'pause' }>,
  { monitorId, token, extension }: LegOf,
): PbxMonitorCommand | PbxFloorCommand {
  switch (order.kind) {
    case 'open':
      return { kind: 'monitorOpen', monitorId, extension, token, on: toPoint(order.on), mode: order.mode }
    case 'steer':
      return { kind: 'monitorSteer', monitorId, on: toPoint(order.on), mode: order.mode }
    case 'takeOver':
      return { kind: 'monitorTakeOver', monitorId }
    case 'giveBack':
      return { kind: 'giveTo', callId: order.place.callId, extension: order.place.extension }
    case 'close':
      return { kind: 'monitorClose', monitorId }
  }
}

function toPoint(place: Place | null): MonitorPoint | null {
  return place === null ? null : { callId: place.callId, extension: place.extension }
}
