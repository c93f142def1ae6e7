/** Writes what must outlive a restart as the floor moves: seats at once, numbers a little later. */
import type { Logger } from 'pino'
import type { Agent, AgentDay } from '#contract/agent'
import type { AgentId, QueueId } from '#contract/ids'
import type { QueueDay } from '#contract/queue'
import type { Clock } from '#contract/time'
import type { LiveCentre } from '#gateway/liveStream/liveCentre'
import type { SavedSeat } from '#gateway/model/createFloor'
import type { Floor } from '#gateway/model/floor'
import type { FloorRows, Store } from '#gateway/store/createStore'

/** Numbers change with every call and may lag this much; a seat is written in the same turn. */
const numbersLagMs = 250
const retryMs = 5000

export interface FloorKeeper {
  /** Writes what is not yet written; false when the disk refuses, which is tried again by itself. */
  save(): boolean
  close(): void
}

export function keepFloor(centre: LiveCentre, store: Store, clock: Clock, log: Logger): FloorKeeper {
  let saved = centre.floor
  let cancel: (() => void) | null = null
  let isRefused = false

  function save(floor: Floor = centre.floor): boolean {
    cancel?.()
    cancel = null
    if (saved === floor) return true
    try {
      store.saveFloor(toRows(saved, floor))
      saved = floor
      if (isRefused) log.info('the store can be written again')
      isRefused = false
      return true
    } catch (error) {
      if (!isRefused) log.error({ err: error }, 'the store cannot be written; the floor is held in memory')
      isRefused = true
      cancel = clock.after(retryMs, () => save())
      return false
    }
  }

  const stop = centre.onStep((after, before) => {
    // The last numbers of a day are written before they are cleared.
    if (before.day !== after.day) save(before)
    if (!isRefused && changesSeat(before, after)) save()
    else cancel ??= clock.after(numbersLagMs, () => save())
  })
  return {
    save: () => save(),
    close() {
      stop()
      save()
      cancel?.()
    },
  }
}

/** Whether something a person would miss after a crash is new: their seat, status, next status or wrap-up. */
function changesSeat(before: Floor, after: Floor): boolean {
  if (before.seats !== after.seats || before.owed !== after.owed) return true
  if (before.agents === after.agents) return false
  for (const id of after.seats.keys()) {
    if (!isSameSeat(before.agents.get(id), after.agents.get(id))) return true
  }
  return false
}

function isSameSeat(one: Agent | undefined, other: Agent | undefined): boolean {
  if (one === other) return true
  if (one === undefined || other === undefined) return false
  return (
    one.status === other.status &&
    one.nextStatus === other.nextStatus &&
    one.help === other.help &&
    one.breakRequest === other.breakRequest &&
    one.leavesAfterCall === other.leavesAfterCall &&
    wrapUpOf(one) === wrapUpOf(other)
  )
}

function wrapUpOf(agent: Agent) {
  return agent.activity.kind === 'wrapUp' ? agent.activity.wrapUp : null
}

function toRows(before: Floor, after: Floor): FloorRows {
  const seats = new Map<AgentId, SavedSeat>()
  const agentDays = new Map<AgentId, AgentDay>()
  const queueDays = new Map<QueueId, QueueDay>()
  for (const [id, agent] of after.agents) {
    const was = before.agents.get(id)
    if (was?.today !== agent.today) agentDays.set(id, agent.today)
    const seat = after.seats.get(id)
    if (seat === undefined) continue
    const owed = after.owed.get(id)
    const isSame = isSameSeat(was, agent) && before.seats.get(id) === seat && before.owed.get(id) === owed
    if (isSame) continue
    const { status, nextStatus, help, breakRequest, leavesAfterCall } = agent
    const asked = {
      ...(help && { help }),
      ...(breakRequest && { breakRequest }),
      ...(leavesAfterCall && { leavesAfterCall }),
    }
    seats.set(id, { seat, status, nextStatus, wrapUp: wrapUpOf(agent) ?? owed ?? null, asked })
  }
  for (const [id, queue] of after.queues) {
    if (before.queues.get(id)?.today !== queue.today) queueDays.set(id, queue.today)
  }
  return { day: after.day, seats, agentDays, queueDays, recents: after.recents }
}
