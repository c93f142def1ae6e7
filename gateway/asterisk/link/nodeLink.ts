/** One Asterisk: keeps a connection, a live model that is right, and the queues' silence after calls. */
import type { Logger } from 'pino'
import { type Answer, type Failure, type FailureCode, failed, toFailure } from '#contract/failure'
import type { PbxCommand, PbxEvent } from '#contract/pbx'
import type { Clock } from '#contract/time'
import {
  type AmiAddress,
  type AmiConnection,
  openAmiConnection,
  type SendOptions,
} from '#gateway/asterisk/ami/amiConnection'
import type { AmiMessage } from '#gateway/asterisk/ami/amiMessage'
import { createInbox } from '#gateway/asterisk/ami/inbox'
import type { ActionAnswer } from '#gateway/asterisk/ami/pendingActions'
import type { ActionFields } from '#gateway/asterisk/ami/toActionText'
import type { Fact } from '#gateway/asterisk/events/fact'
import { aloneForMs } from '#gateway/asterisk/events/settleCall'
import { toFact, toStampMs } from '#gateway/asterisk/events/toFact'
import type { Tracker } from '#gateway/asterisk/events/tracker'
import { executeCommand, pauseInQueue } from '#gateway/asterisk/link/memberCommands'
import { createMemberKeeper } from '#gateway/asterisk/link/memberKeeper'
import { createPauseLedger } from '#gateway/asterisk/link/pauseLedger'
import type { CentrePlan } from '#gateway/asterisk/link/plan'
import { createResync, type Drift, type ReadAbout } from '#gateway/asterisk/link/resync'
import { changeRoster, type RosterCommand } from '#gateway/asterisk/link/rosterCommands'
import { createSilence } from '#gateway/asterisk/link/silence'
import { learnOffset } from '#gateway/asterisk/link/switchTime'
import { toSnapshot } from '#gateway/asterisk/link/toSnapshot'

export interface NodeAddress extends AmiAddress {
  readonly user: string
  readonly secret: string
}

export type NodeState =
  | { readonly kind: 'connecting'; readonly sinceMs: number }
  | { readonly kind: 'reading'; readonly sinceMs: number; readonly banner: string | null }
  | {
      readonly kind: 'live'
      readonly sinceMs: number
      readonly version: string
      readonly systemName: string | null
    }
  | { readonly kind: 'away'; readonly sinceMs: number; readonly failure: Failure | null }

export interface NodeLinkOptions {
  readonly address: NodeAddress
  readonly plan: CentrePlan
  readonly clock: Clock
  /** 0 up to 1. */
  random(): number
  newId(): string
  readonly log: Logger
  onEvent(event: PbxEvent): void
  /** Behind each fact, when the model has taken it in. */
  onFact?(fact: Fact): void
  /** Behind each reading. `isFirst`: the first since the switch was away. */
  onReading?(channels: readonly AmiMessage[], isFirst: boolean): void
}

export interface NodeLink {
  readonly name: string
  readonly state: NodeState
  readonly drift: Drift
  readonly roundTripMs: number | null
  /** What is known now; of a switch that is away, what was known last. null before the first reading. */
  readonly tracker: Tracker | null
  /** The whole of what is known. */
  snapshot(): Extract<PbxEvent, { readonly kind: 'snapshot' }> | null
  send(name: string, fields: ActionFields, options?: SendOptions): Promise<ActionAnswer>
  execute(command: PbxCommand): Promise<Answer<null>>
  /** Pauses an extension in one queue alone; `reason` null ends that. */
  pauseIn(queue: string, extension: string, reason: string | null): Promise<Answer<null>>
  changeRoster(command: RosterCommand): Promise<Answer<null>>
  /** Whether the queue is on this switch. */
  holds(queue: string): boolean
  /** Whether the extension is planned or known on this switch. */
  knows(extension: string): boolean
  /** Tells the model of something the gateway itself is about to do. */
  note(fact: Fact): void
  /** Reads the switch anew now. `reorder`: what a line has come to be is news, not drift. */
  resync(reason: 'asked' | 'reorder'): void
  /** The gateway's clock, which every stamp of the switch is put on. */
  nowMs(): number
  close(): void
}

const firstDelayMs = 200
/** The model is to be right within two seconds of the switch being back. */
const maxDelayMs = 1500
/** A wrong secret or a missing right does not mend itself by the second. */
const refusedDelayMs = 30_000
/** From the first doubt about a line's order to reading it. */
const reorderMs = 300

export function createNodeLink(options: NodeLinkOptions): NodeLink {
  const { address, plan, clock, onEvent } = options
  const name = `${address.host}:${address.port}`
  const log = options.log.child({ node: name })
  let state: NodeState = { kind: 'connecting', sinceMs: clock.nowMs() }
  let connection: AmiConnection | null = null
  let tracker: Tracker | null = null
  /** Gateway clock minus switch clock. */
  let offsetMs = 0
  let attempts = 0
  let isClosed = false
  let cancelRetry = () => {}
  let cancelSettle: (() => void) | null = null
  let cancelReorder = () => {}
  let isReorderDue = false
  /** Why the switch was last said to be away; a switch that comes back only to refuse is told too. */
  let toldCode: FailureCode | undefined

  const nowMs = () => clock.nowMs()
  const isLive = () => state.kind === 'live'
  const inbox = createInbox<AmiMessage>({ work: hear, onOverflow: () => resync.begin('flood') })
  const trackerNow = () => (isLive() ? tracker : null)
  const ledger = createPauseLedger()
  const silence = createSilence({ plan, ledger, clock, log, send, trackerNow })
  const keeper = createMemberKeeper({ plan, ledger, clock, log, execute, trackerNow })
  const resync = createResync({
    plan,
    clock,
    log,
    newToken: options.newId,
    connectionNow: () => connection,
    trackerNow: () => tracker,
    take,
    onFailed: (failure) => drop(failure),
  })

  function connect(): void {
    if (isClosed) return
    attempts += 1
    const opened: AmiConnection = openAmiConnection({
      address,
      user: address.user,
      secret: address.secret,
      clock,
      idPrefix: options.newId(),
      onReady: (banner) => {
        setState({ kind: 'reading', sinceMs: clock.nowMs(), banner })
        connection = opened
        resync.begin('connected')
      },
      onEvent: inbox.put,
      onClosed: (failure) => {
        if (connection === opened) connection = null
        lose(failure)
      },
    })
    closeConnection = opened.close
  }
  let closeConnection = () => {}

  function drop(failure: Failure): void {
    log.warn({ failure }, 'Asterisk could not be read')
    const wasLive = isLive()
    closeConnection()
    if (!wasLive) setState({ kind: 'away', sinceMs: clock.nowMs(), failure })
  }

  function lose(failure: Failure | null): void {
    const wasLive = isLive()
    inbox.clear()
    resync.stop()
    silence.stop()
    keeper.stop()
    disarmSettle()
    cancelReorder()
    isReorderDue = false
    setState({ kind: 'away', sinceMs: clock.nowMs(), failure })
    const isNews = failure?.code !== toldCode
    if (wasLive || attempts === 1 || isNews) onEvent({ kind: 'linkDown', atMs: nowMs(), failure })
    toldCode = failure?.code
    if (isClosed) return
    const isRefused = failure?.code === 'wrong-password' || failure?.code === 'forbidden'
    const limitMs = isRefused
      ? refusedDelayMs
      : Math.min(maxDelayMs, firstDelayMs * 2 ** Math.min(attempts, 8))
    // Full jitter: gateways that lost the same switch do not come back in step.
    cancelRetry = clock.after(Math.ceil(options.random() * limitMs), connect)
  }

  function setState(next: NodeState): void {
    const why = next.kind === 'away' && next.failure !== null ? { failure: next.failure } : {}
    if (next.kind !== state.kind) log.info({ from: state.kind, to: next.kind, ...why }, 'Asterisk link')
    state = next
  }

  /** Every event of the switch, in order. */
  function hear(message: AmiMessage): void {
    try {
      const stampMs = toStampMs(message)
      if (stampMs !== null) offsetMs = learnOffset(offsetMs, stampMs, nowMs())
      const atMs = stampMs === null ? nowMs() : stampMs + offsetMs
      if (resync.hear(message, atMs)) return
      const fact = toFact(message, atMs)
      if (fact !== null) apply(fact)
    } catch (error) {
      log.error({ err: error, event: message.name }, 'an event of Asterisk could not be taken in')
      resync.begin('error')
    }
  }

  function apply(fact: Fact): void {
    resync.record(fact)
    if (tracker === null || !isLive()) return
    for (const event of tracker.apply(fact)) tell(event)
    armSettle(tracker)
    if (tracker.takeOrderDoubt()) armReorder()
    if (fact.kind === 'memberGone') keeper.look()
    options.onFact?.(fact)
  }

  /** What else happened in that moment is told first; a storm of calls is one doubt. */
  function armReorder(): void {
    if (isReorderDue) return
    isReorderDue = true
    cancelReorder = clock.after(reorderMs, () => {
      isReorderDue = false
      resync.begin('reorder')
    })
  }

  function tell(event: PbxEvent): void {
    silence.hear(event)
    // A queue they were given while they signed in may be missing among theirs.
    if (event.kind === 'extensionChanged' && event.signedIn) keeper.look()
    onEvent(event)
  }

  /** Once for whoever is due first: on a busy switch a timer that is set anew with every event would never end. */
  function armSettle({ aloneSinceMs }: Tracker): void {
    if (aloneSinceMs === null || cancelSettle !== null) return
    const dueInMs = aloneSinceMs + aloneForMs - nowMs()
    // One who is due and not settled is about to be told of by the switch itself.
    cancelSettle = clock.after(dueInMs > 0 ? dueInMs : aloneForMs, () => {
      cancelSettle = null
      apply({ kind: 'timePassed', atMs: nowMs() })
    })
  }

  function disarmSettle(): void {
    cancelSettle?.()
    cancelSettle = null
  }

  /** A reading is whole; `isNews` when it differs from what was told. */
  function take(read: Tracker, isNews: boolean, { channels, ...about }: ReadAbout): void {
    const wasLive = isLive()
    takeModel(read, isNews, about)
    options.onReading?.(channels, !wasLive)
  }

  function takeModel(read: Tracker, isNews: boolean, about: Omit<ReadAbout, 'channels'>): void {
    const wasLive = isLive()
    attempts = 0
    if (!wasLive) {
      setState({ kind: 'live', sinceMs: clock.nowMs(), ...about })
      onEvent({ kind: 'linkUp', atMs: nowMs() })
    }
    if (wasLive && !isNews) return
    tracker = read
    onEvent(toSnapshot(plan, read, nowMs()))
    silence.takeUp()
    keeper.look()
    armSettle(read)
  }

  function execute(command: PbxCommand): Promise<Answer<null>> {
    const { extension } = command
    // A switch that is away keeps nobody else's people waiting.
    if (!knows(extension)) return Promise.resolve(failed('not-found', extension))
    if (tracker === null || !isLive()) return Promise.resolve({ ok: false, failure: toAway(state, name) })
    keeper.follow(command)
    return executeCommand({ command, plan, state: tracker.state, silence, ledger, send })
  }

  function knows(extension: string): boolean {
    return plan.extensions.includes(extension) || tracker?.state.extensions.has(extension) === true
  }

  function pauseIn(queue: string, extension: string, reason: string | null): Promise<Answer<null>> {
    if (tracker === null || !isLive()) return Promise.resolve({ ok: false, failure: toAway(state, name) })
    return pauseInQueue({ state: tracker.state, silence, ledger, send }, { queue, extension, reason })
  }

  function changeRosterHere(command: RosterCommand): Promise<Answer<null>> {
    if (tracker === null || !isLive()) return Promise.resolve({ ok: false, failure: toAway(state, name) })
    return changeRoster({ plan, tracker, silence, ledger, nowMs, send, tell }, command)
  }

  function send(action: string, fields: ActionFields, sendOptions?: SendOptions): Promise<ActionAnswer> {
    if (connection === null) return Promise.resolve(failed('switch-away', name))
    return connection.send(action, fields, sendOptions)
  }

  connect()
  return {
    name,
    get state() {
      return state
    },
    get drift() {
      return resync.drift
    },
    get roundTripMs() {
      return connection?.roundTripMs ?? null
    },
    get tracker() {
      return tracker
    },
    snapshot: () => (tracker === null ? null : toSnapshot(plan, tracker, nowMs())),
    send,
    execute,
    pauseIn,
    changeRoster: changeRosterHere,
    holds: (queue) => plan.queues.some(({ id }) => id === queue),
    knows,
    note: apply,
    resync: resync.begin,
    nowMs,
    close() {
      isClosed = true
      cancelRetry()
      disarmSettle()
      cancelReorder()
      resync.stop()
      silence.stop()
      keeper.stop()
      closeConnection()
    },
  }
}

function toAway(state: NodeState, name: string): Failure {
  return toFailure('switch-away', (state.kind === 'away' ? state.failure?.subject : null) ?? name)
}
