/** Builds a gateway: a telephone system on one side, desks on the other, and the one live model between them. */
import { randomBytes, randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { ChosenStatus } from '#contract/agent'
import type { BreakRule } from '#contract/breakRule'
import type { SiteDialling } from '#contract/dialRules'
import type { AgentId } from '#contract/ids'
import type { MonitorRight } from '#contract/monitor'
import type { PbxEvent, PbxLink } from '#contract/pbx'
import type { ReachPolicy } from '#contract/reach'
import type { PauseReason } from '#contract/reason'
import type { ShownNumber } from '#contract/shownNumber'
import type { Clock } from '#contract/time'
import type { GatewayActs } from '#gateway/actRoutes'
import { createCommands } from '#gateway/commands/createCommands'
import { createFloorActs } from '#gateway/commands/createFloorActs'
import { createFloorCommands } from '#gateway/commands/createFloorCommands'
import { createStatusChoice } from '#gateway/commands/createStatusChoice'
import { defaultLostPagePlan, type LostPagePlan } from '#gateway/commands/lostPage'
import { createPbxSync } from '#gateway/commands/pbxSync'
import { createRunOnce } from '#gateway/commands/runOnce'
import { watchLostPages } from '#gateway/commands/watchLostPages'
import { watchRecordings } from '#gateway/commands/watchRecordings'
import { createLanes } from '#gateway/lanes'
import { createJournal } from '#gateway/liveStream/journal'
import { createLiveCentre } from '#gateway/liveStream/liveCentre'
import { createLiveTexts } from '#gateway/liveStream/liveTexts'
import { toDayKey } from '#gateway/localDay'
import { createFloor } from '#gateway/model/createFloor'
import type { Floor } from '#gateway/model/floor'
import { type ScopeTeam, toScope, toSeenTeams } from '#gateway/model/scope'
import { type QueueRules, toQueueMarks } from '#gateway/monitoring/monitorRights'
import { openMonitoring } from '#gateway/monitoring/openMonitoring'
import { defaultPauseReasons } from '#gateway/pauseReasons'
import { createBreaks } from '#gateway/people/createBreaks'
import { createPeopleActs } from '#gateway/people/createPeopleActs'
import { createQualityReports } from '#gateway/quality/createQualityReports'
import { createReachActs } from '#gateway/reach/createReachActs'
import { createReachGate } from '#gateway/reach/reachGate'
import { type SeedPerson, seedPeople } from '#gateway/seedPeople'
import { createSessions } from '#gateway/sessions/createSessions'
import { createStore, type Store } from '#gateway/store/createStore'
import type { FileFlush } from '#gateway/store/diskWrites'
import { keepFloor } from '#gateway/store/keepFloor'
import { createWireRouter } from '#gateway/wireRouter'
import { type ListenOptions, startWireServer } from '#gateway/wireServer'

export interface GatewayOptions {
  /** Closed by whoever made it, after the gateway. */
  readonly pbx: PbxLink
  /** The SQLite file; its folder is made where it is missing. */
  readonly storePath: string
  readonly clock: Clock
  readonly listen: ListenOptions
  /** Added to the people of the store, or changed there. */
  readonly people?: readonly SeedPerson[]
  /** The queues and people each supervisor answers for; a supervisor in no team answers for all. */
  readonly teams?: readonly ScopeTeam[]
  /** How much a person may monitor; `full` for whoever is not named. */
  readonly monitorRights?: ReadonlyMap<AgentId, MonitorRight>
  /**
   * Whether calls of a queue may be monitored, its agents are told of it, and may shadow who took their caller over; for a
   * queue that is not named the first two.
   */
  readonly queueRules?: QueueRules
  /** What becomes of callers whose agent's page is lost; null for nothing, absent for the usual times. */
  readonly lostPage?: LostPagePlan | null
  readonly pauseReasons?: readonly PauseReason[]
  /** Who may go on a break when; without any, everybody at any time. */
  readonly breakRules?: readonly BreakRule[]
  /** How people dial and where queues are transferred to; nothing is told of it unless given. */
  readonly dialling?: SiteDialling | null
  /** What a person may show to whoever they call outside, the usual one first; none unless given. */
  readonly shownNumbersOf?: (agentId: AgentId) => readonly ShownNumber[]
  /** Whether desks prove that they can be reached; `off` unless given. */
  readonly reach?: ReachPolicy
  /** How long a recording stays paused before it is resumed without anybody; as long as it takes unless given. */
  readonly resumeRecordingAfterMs?: number | null
  /** Of someone who was signed out; `notReady` takes the first reason of that kind. */
  readonly statusAtSignIn?: 'available' | 'notReady'
  /** IANA name; the day's numbers begin at its midnight. */
  readonly timeZone: string
  readonly log: Logger
  /** 15,000 unless told. */
  readonly heartbeatMs?: number
  /** How long the supervisor's voice is on its way before a caller is taken over, milliseconds; 100 unless told. */
  readonly voiceLeadMs?: number
  /** Brings what was written onto the disk; the system's own way unless told. */
  readonly file?: FileFlush
  /** How many deltas a dropped desk may miss and still be told one by one; 2,000 unless told. */
  readonly keepDeltas?: number
}

export interface Gateway {
  /** What desks connect to: `ws://127.0.0.1:<port>/wire`. */
  readonly url: string
  /** The live model as it is now, for whoever watches the gateway's health. */
  readonly floor: Floor
  /** Connections of desks, signed in or not. */
  readonly desks: number
  close(): Promise<void>
}

/** Paths that are never written to a log, wherever a line might carry them. */
const secrets = ['password', 'token', 'sip', '*.password', '*.token', '*.sip', '*.*.password', '*.*.token']
/** Changes within this time share a delta. */
const windowMs = 15

/** Rejects with `StartRefused` for a taken port, an address without TLS, or people who contradict each other. */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const log = options.log.child({ room: 'gateway' }, { redact: secrets })
  const store = createStore(options.storePath, options.clock, log, options.file)
  try {
    return await startGateway(options, store, log)
  } catch (error) {
    store.close()
    throw error
  }
}

async function startGateway(options: GatewayOptions, store: Store, log: Logger): Promise<Gateway> {
  const { pbx, clock, timeZone } = options
  const pauseReasons = options.pauseReasons ?? defaultPauseReasons
  const people = await seedPeople(store, options.people ?? [])
  const lanes = createLanes()
  const centre = createLiveCentre({
    floor: loadFloor(store, people, pauseReasons, options),
    clock,
    timeZone,
    log,
  })
  const keeper = keepFloor(centre, store, clock, log)
  // One of several switches that is away stops only its own people.
  const isReached = (extension: string) =>
    centre.floor.pbx.kind === 'connected' || pbx.reaches?.(extension) === true
  const sync = createPbxSync({ centre, pbx, isReached, lanes, clock, log })
  const keep = options.keepDeltas ?? 2000
  const journal = createJournal({ centre, clock, epoch: randomUUID(), keep, windowMs })
  const statusAtSignIn = toStatusAtSignIn(options.statusAtSignIn ?? 'available', pauseReasons)
  const newToken = () => randomBytes(32).toString('base64url')
  const scopeOf = (agentId: AgentId) => toScope(agentId, options.teams ?? [])
  const { monitoring, once, ...monitored } = openMonitoring({
    people,
    rights: options.monitorRights,
    rules: options.queueRules,
    centre,
    pbx,
    sync,
    audit: store.audit,
    once: createRunOnce({ store, clock, log }),
    scopeOf,
    isReached,
    newId: randomUUID,
    newToken,
    voiceLeadMs: options.voiceLeadMs,
    clock,
    log,
  })
  const choose = createStatusChoice({ centre, sync, clock })
  const policy = options.reach ?? 'off'
  const gate = createReachGate({ policy, centre, put: choose, statusAtSignIn, clock, log })
  const put = gate.guard(choose)
  const sessions = createSessions({
    people,
    centre,
    pbx,
    lanes,
    clock,
    statusAtSignIn: gate.atSignIn(statusAtSignIn),
    newToken,
    onSignedIn: gate.signedIn,
    onOver: monitoring.leave,
    log,
  })
  const breaks = createBreaks({ centre, put, once, newId: randomUUID, clock, log })
  const commands = createCommands({ centre, store, choose: breaks.choose, once, clock, log })
  const floorCommands = createFloorCommands({ centre, pbx, once, scopeOf, newId: randomUUID, clock })
  const plan = options.lostPage === undefined ? defaultLostPagePlan : options.lostPage
  const { order } = floorCommands
  const lostPages = plan === null ? null : watchLostPages({ centre, order, isReached, plan, clock, log })
  const recordings = watchRecordings({ centre, order, clock, log })
  const peopleActs = createPeopleActs({
    centre,
    put,
    breaks,
    messageRows: store.messages,
    sessions,
    once,
    scopeOf,
    newId: randomUUID,
    clock,
    log,
  })
  const acts: GatewayActs = {
    ...peopleActs.acts,
    floor: createFloorActs(floorCommands),
    reach: createReachActs(gate, once),
    monitor: monitored.acts,
  }
  const texts = createLiveTexts(randomBytes(16).toString('hex'))
  const newReference = randomUUID
  const router = createWireRouter({
    sessions,
    commands,
    acts,
    quality: createQualityReports({ centre, clock }),
    onSignedOut: monitored.onSignedOut,
    tellShown: monitored.tellShown,
    scopeOf,
    teamsOf: (agentId, role) => toSeenTeams(agentId, role, options.teams ?? []),
    rightOf: monitored.rightOf,
    shownNumbersOf: options.shownNumbersOf ?? (() => []),
    journal,
    texts,
    clock,
    newReference,
    log,
  })
  const hear = (event: PbxEvent) => {
    centre.hear(event)
    sync.hear(event)
    monitoring.hear(event)
    peopleActs.hear(event)
    lostPages?.hear(event)
    recordings.hear(event)
    gate.hear(event)
  }

  function stop(): void {
    sessions.close()
    monitored.close()
    lostPages?.close()
    recordings.close()
    breaks.close()
    peopleActs.close()
    sync.close()
    journal.close()
    keeper.close()
    centre.close()
  }

  try {
    const heartbeatMs = options.heartbeatMs ?? 15_000
    const onClosed = sessions.drop
    const server = await startWireServer({
      listen: options.listen,
      router,
      onClosed,
      expand: texts.expand,
      clock,
      heartbeatMs,
      log,
    })
    const stopHearing = pbx.listen(hear)
    log.info({ url: server.url, pbx: pbx.kind }, 'gateway ready')
    return {
      url: server.url,
      get floor() {
        return centre.floor
      },
      get desks() {
        return server.connections
      },
      async close() {
        stopHearing()
        await server.close()
        stop()
        store.close()
      },
    }
  } catch (error) {
    stop()
    throw error
  }
}

function loadFloor(
  store: Store,
  people: Parameters<typeof createFloor>[0]['people'],
  pauseReasons: readonly PauseReason[],
  options: GatewayOptions,
) {
  const { clock, timeZone, breakRules = [], dialling = null, reach = 'off', queueRules } = options
  const nowMs = clock.nowMs()
  const day = toDayKey(nowMs, timeZone)
  const [agentDays, queueDays, recents] = [store.agentDays(day), store.queueDays(day), store.recents(day)]
  return createFloor({
    people,
    saved: store.seats(),
    pauseReasons,
    breakRules,
    dialling,
    reach,
    resumeRecordingAfterMs: options.resumeRecordingAfterMs ?? null,
    joinsCalls: options.pbx.joinsCalls === true,
    queueMarks: toQueueMarks(queueRules),
    messages: store.messages.standing(),
    day,
    agentDays,
    queueDays,
    recents,
    nowMs,
  })
}

function toStatusAtSignIn(
  wanted: 'available' | 'notReady',
  pauseReasons: readonly PauseReason[],
): ChosenStatus {
  const reason = pauseReasons.find(({ kind }) => kind === 'notReady')
  if (wanted === 'available' || reason === undefined) return { kind: 'available' }
  return { kind: 'notReady', reasonId: reason.id }
}
