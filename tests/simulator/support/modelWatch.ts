/** Keeps the gateway's live model of a link by its events alone, and finds where the link's own snapshot differs. */
import type { Activity } from '#contract/agent'
import type { PbxCall, PbxEvent, PbxLink } from '#contract/pbx'
import { createFloor } from '#gateway/model/createFloor'
import type { Floor } from '#gateway/model/floor'
import { isWaiting, waitingIn } from '#gateway/model/queueLine'
import { reducePbx } from '#gateway/model/reduce'

export interface ModelWatch {
  readonly floor: Floor
  /** What the model has wrong, in words: against the snapshot, and in its queues' numbers; empty when nothing is. */
  complaints(): readonly string[]
  close(): void
}

export function watchModel(link: PbxLink): ModelWatch {
  let floor = createEmptyFloor()
  const stop = link.listen((event) => {
    floor = reducePbx(floor, event)
  })
  return {
    get floor() {
      return floor
    },
    complaints() {
      const snapshot = readSnapshot(link)
      const isInMany = listInMany(snapshot.calls)
      const truth = reducePbx(createEmptyFloor(), snapshot)
      return [...compare(describe(floor, isInMany), describe(truth, isInMany)), ...findLostCounts(floor)]
    },
    close: stop,
  }
}

function createEmptyFloor(): Floor {
  return createFloor({
    people: [],
    saved: new Map(),
    pauseReasons: [],
    day: '2026-11-23',
    agentDays: new Map(),
    queueDays: new Map(),
    nowMs: 0,
  })
}

type Snapshot = Extract<PbxEvent, { kind: 'snapshot' }>

function readSnapshot(link: PbxLink): Snapshot {
  const told: PbxEvent[] = []
  link.listen((event) => void told.push(event))()
  const snapshot = told.find((event): event is Snapshot => event.kind === 'snapshot')
  if (snapshot === undefined) throw new Error('the link told no snapshot')
  return snapshot
}

/** Everything a snapshot can tell. After-call work and instants of a hold are the model's own memory. */
function describe(floor: Floor, isInMany: ReadonlySet<string>): ReadonlyMap<string, string> {
  const facts = new Map<string, string>()
  for (const { id, state, ...call } of floor.calls.values()) {
    const isLoose = state.kind === 'waiting' && call.queueId === null
    const stand =
      state.kind === 'waiting'
        ? { position: isLoose ? 0 : state.position, offeredTo: [...state.offeredTo].sort() }
        : { agentId: state.agentId }
    facts.set(`call ${id}`, toText({ ...call, kind: state.kind, ...stand }))
  }
  for (const { id, extension, status, activity, phone, queueIds } of floor.agents.values()) {
    const doing = isInMany.has(extension) ? 'several calls' : toDoing(activity)
    const { sinceMs: _sinceMs, ...chosen } = status
    facts.set(`agent ${id}`, toText({ chosen, doing, phone, queueIds: queueIds.toSorted() }))
  }
  for (const { id, members } of floor.queues.values()) facts.set(`queue ${id}`, members.map(toText).join(' '))
  return facts
}

/** After-call work is nothing to a snapshot, and whether the dialler of an internal call holds is not told in one. */
function toDoing(activity: Activity): string {
  if (activity.kind === 'idle' || activity.kind === 'wrapUp') return 'idle'
  return `${activity.kind === 'held' ? 'talking' : activity.kind} ${activity.callId}`
}

/** Extensions in more than one call: which of them is shown is what the model remembers, not what a snapshot tells. */
function listInMany(calls: readonly PbxCall[]): ReadonlySet<string> {
  const places = calls.flatMap(({ state, others = [] }) => [
    ...(state.kind === 'waiting' ? state.offeredTo : [state.extension]),
    ...others.map(({ extension }) => extension),
  ])
  return new Set(places.filter((extension, index) => places.indexOf(extension) !== index))
}

/** The same words for the same fields, in whatever order they were put. */
function toText(fields: object): string {
  return JSON.stringify(Object.entries(fields).sort(([one], [other]) => one.localeCompare(other)))
}

function compare(is: ReadonlyMap<string, string>, should: ReadonlyMap<string, string>): string[] {
  return [...new Set([...is.keys(), ...should.keys()])]
    .filter((key) => is.get(key) !== should.get(key))
    .map((key) => `${key} is ${is.get(key) ?? 'nothing'}, should be ${should.get(key) ?? 'nothing'}`)
}

/** offered = handled + abandoned + timed out + still waiting, in each queue; and everyone who waits has a place. */
function findLostCounts(floor: Floor): string[] {
  const complaints: string[] = []
  for (const { id, today } of floor.queues.values()) {
    const line = waitingIn(floor, id).filter(isWaiting)
    const known = today.handled + today.abandoned + today.timedOut + line.length
    if (today.offered !== known) complaints.push(`${id} was offered ${today.offered} and knows of ${known}`)
    if (line.some((call, place) => call.state.position !== place + 1)) complaints.push(`${id} has gaps`)
  }
  return complaints
}
