/** The practice centre on a clock of its own, a desk beside each of its agents, and a CRM that takes 800 ms to answer. */
import { fileURLToPath } from 'node:url'
import type { CardAnswer } from '#contract/callerCard'
import { type Centre, type Change, emptyCentre } from '#contract/centre'
import { done } from '#contract/failure'
import type { AgentId, CallId, PersonId } from '#contract/ids'
import type { Session } from '#contract/session'
import { createFloor } from '#gateway/model/createFloor'
import type { Floor } from '#gateway/model/floor'
import { reducePbx } from '#gateway/model/reduce'
import { toChanges } from '#gateway/model/toChanges'
import { answered } from '#main/crm/connector/crmAnswer'
import { createCardPreparer } from '#main/crm/prefetch/cardPreparer'
import type { Refreshed } from '#main/crm/sync/cacheWriter'
import { createLiveKeeper } from '#main/desk/gateway/liveKeeper'
import { createPracticeCentre } from '#simulator/practiceCentre'
import { silentLog as practiceLog } from '#simulator/practiceLog'
import type { Scenario } from '#simulator/scenarios/scenario'
import { readScenario } from '#simulator/scenarios/scenarioFile'
import { createFakeClock } from '#tests/support/fakeClock'
import { silentLog } from '#tests/support/silentLog'

/** How long the CRM takes for one person. */
export const crmAnswerMs = 800
/** A caller who waited less is not one anybody could have asked about in time. */
export const shortestWaitMs = 2000

/** What happens to others comes to a desk five times a second. */
const tellingMs = 200

/** One phone that rang for a caller who had waited. */
export interface Ring {
  readonly waitedMs: number
  /** Whether the card at that desk was asked of the CRM, and answered, since the caller had come. */
  readonly isFresh: boolean
}

export interface PrefetchDay {
  readonly rings: readonly Ring[]
  readonly callers: number
  readonly asks: number
  readonly mostAsksInASecond: number
  readonly agents: number
}

/** 11:00 in Tehran, when most callers come. */
const elevenMs = Date.UTC(2026, 10, 23, 7, 30)

/** A week on which not enough phones rang is no busy one. */
const mostMinutes = 7 * 24 * 60

/** Plays the busy day until `wanted` phones have rung after a wait. */
export async function playDay(seed: number, wanted: number): Promise<PrefetchDay> {
  const clock = createFakeClock(elevenMs)
  // A real clock tells whole milliseconds, as the stamps of the live model are.
  const deskClock = { ...clock, nowMs: () => Math.round(clock.nowMs()) }
  const random = createRandom(seed)
  const link = createPracticeCentre({
    telephony: null,
    clock,
    seed,
    scenario: readBusyDay(),
    voicesDir: null,
    recordDir: null,
    log: practiceLog,
  })
  const asksBySecond = new Map<number, number>()
  const crm = {
    can: { lookup: true, sync: 'delta', write: true } as const,
    onSync: () => () => undefined,
    onPeople: () => () => undefined,
    refresh: () =>
      new Promise<ReturnType<typeof answered<Refreshed>>>((resolve) => {
        const second = Math.floor(clock.nowMs() / 1000)
        asksBySecond.set(second, (asksBySecond.get(second) ?? 0) + 1)
        clock.after(crmAnswerMs, () => resolve(answered({ personIds: [], changed: [] })))
      }),
  }
  const desks = new Map<AgentId, ReturnType<typeof openDesk>>()
  const openDesk = (agentId: AgentId) => {
    const keeper = createLiveKeeper(deskClock)
    const preparer = createCardPreparer({
      cache: { lookup: () => done(someone), onState: () => () => undefined },
      link: {
        session: sessionOf(agentId),
        get centre() {
          return keeper.centre
        },
        onLive: keeper.onLive,
      },
      writer: crm,
      clock: deskClock,
      random,
      log: silentLog,
    })
    return { preparer, tell: keeper.accept }
  }

  const rings: Ring[] = []
  const rung = new Set<string>()
  const callers = new Set<CallId>()
  const noteRings = (floor: Floor): void => {
    for (const { id, state, queuedAtMs, caller } of floor.calls.values()) {
      if (state.kind !== 'waiting' || queuedAtMs === null || caller.number === null) continue
      callers.add(id)
      for (const agentId of state.offeredTo) {
        if (rung.has(`${id} ${agentId}`)) continue
        rung.add(`${id} ${agentId}`)
        const waitedMs = (state.offeredAtMs ?? clock.nowMs()) - queuedAtMs
        if (waitedMs < shortestWaitMs) continue
        const card = desks
          .get(agentId)
          ?.preparer.current()
          .find(({ dialString }) => dialString === caller.number)
        rings.push({ waitedMs, isFresh: (card?.freshAtMs ?? -1) >= queuedAtMs })
      }
    }
  }

  let floor = createEmptyFloor(clock.nowMs())
  const changes: Change[] = []
  let cancelTelling: (() => void) | null = null
  const stopTelling = () => cancelTelling?.()
  let seq = 0
  const tell = (): void => {
    cancelTelling = null
    const told = changes.splice(0)
    seq += 1
    const position = { epoch: 'one', seq }
    for (const desk of desks.values())
      desk.tell({ kind: 'delta', position, atMs: clock.nowMs(), changes: told })
  }
  const stop = link.listen((event) => {
    const before = floor
    floor = reducePbx(floor, event)
    noteRings(floor)
    changes.push(...toChanges(before, floor))
    cancelTelling ??= clock.after(tellingMs, tell)
  })
  for (const agentId of floor.agents.keys()) {
    const desk = openDesk(agentId)
    desks.set(agentId, desk)
    desk.tell({
      kind: 'snapshot',
      position: { epoch: 'one', seq: 0 },
      atMs: clock.nowMs(),
      centre: toCentre(floor),
    })
  }
  link.start()
  for (let minute = 0; minute < mostMinutes && rings.length < wanted; minute += 1)
    await clock.advanceAsync(60_000)
  stop()
  stopTelling()
  for (const { preparer } of desks.values()) preparer.close()
  await link.close()
  return {
    rings: rings.slice(0, wanted),
    callers: callers.size,
    asks: [...asksBySecond.values()].reduce((sum, each) => sum + each, 0),
    mostAsksInASecond: Math.max(0, ...asksBySecond.values()),
    agents: desks.size,
  }
}

function readBusyDay(): Scenario {
  const path = fileURLToPath(new URL('../resources/scenarios/busy-day.yaml', import.meta.url))
  const reading = readScenario(path)
  if (!reading.ok) throw new Error(reading.complaint)
  return reading.scenario
}

const someone: CardAnswer = {
  kind: 'one',
  matchedBy: 'number',
  card: {
    personId: 'somebody' as PersonId,
    name: 'Somebody',
    company: null,
    numbers: [],
    priority: 'normal',
    account: { asOfMs: null, value: null },
    openIssue: { asOfMs: null, value: null },
    orders: { asOfMs: null, value: [] },
    satisfaction: { asOfMs: null, value: null },
    contacts: { asOfMs: null, value: [] },
    notes: { asOfMs: null, value: [] },
    campaign: { asOfMs: null, value: null },
    extra: { asOfMs: null, value: [] },
  },
}

function sessionOf(agentId: AgentId): Session {
  return { agentId, userName: agentId, name: agentId, role: 'agent', extension: agentId, practice: true }
}

function createEmptyFloor(nowMs: number): Floor {
  const nothing = { saved: new Map(), agentDays: new Map(), queueDays: new Map() }
  return createFloor({ people: [], pauseReasons: [], day: '2026-11-23', nowMs, ...nothing })
}

function toCentre(floor: Floor): Centre {
  return {
    ...emptyCentre({ kind: 'connected', sinceMs: 0, failure: null, roundTripMs: null }),
    queues: [...floor.queues.values()],
    agents: [...floor.agents.values()],
    calls: [...floor.calls.values()],
  }
}

/** Mulberry32: the same numbers for the same seed. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
