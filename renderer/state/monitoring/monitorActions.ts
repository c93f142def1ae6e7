/** What a supervisor does from the page to hear, coach and take over calls; each refusal is shown in place. */
import { type Answer, failed } from '#contract/failure'
import type { AgentId, CallId, MonitorId } from '#contract/ids'
import type { MonitorMode, MonitorOpened, MonitorTarget } from '#contract/monitor'
import type { HeldTelling } from '#renderer/phone/heldTelling'
import type { LegLevels } from '#renderer/phone/monitoring/phoneLegs'
import type { AskAct } from '#renderer/state/askAct'
import type { DeskCore } from '#renderer/state/deskCore'
import type { MonitorFlow, OwnSession } from '#renderer/state/monitoring/monitorFlow'
import {
  beginVoice,
  sendMode,
  settleMode,
  toCommand,
  wishMode,
} from '#renderer/state/monitoring/monitorVoice'

export interface MonitorActions {
  /** A session on the same target is steered instead of opening a second one. */
  startMonitor(target: MonitorTarget, mode: MonitorMode): Promise<void>
  /** Opens a session on the agent by listening where there is none, then takes the caller over. */
  takeOverFrom(agentId: AgentId): Promise<void>
  /** Listens on, silently, to a caller who was taken over from this agent. */
  startShadow(callId: CallId): Promise<void>
  steerMonitor(monitorId: MonitorId, mode: MonitorMode): Promise<void>
  aimMonitor(monitorId: MonitorId, target: MonitorTarget): Promise<void>
  takeOver(monitorId: MonitorId): Promise<void>
  handBack(monitorId: MonitorId): Promise<void>
  stopMonitor(monitorId: MonitorId): Promise<void>
  /** Of several, the one that is heard in the middle and spoken to. */
  focusMonitor(monitorId: MonitorId): void
  /** Whispers into the focused session while held, and listens again. */
  holdWhisper(isHeld: boolean): void
  /** How loud a session is in this moment, for its meters; null while it has no leg. */
  readLevels(monitorId: MonitorId): LegLevels | null
}

/** A leg that has not heard its call by then is not taken over any more. */
const takeOverWaitMs = 10_000

/** `screen` holds back what would be drawn while a leg is being answered. */
export function createMonitorActions(
  core: DeskCore,
  flow: MonitorFlow,
  askAct: AskAct,
  screen: Pick<HeldTelling, 'hold'>,
): MonitorActions {
  const actions = new Actions(core, flow, askAct, screen)
  flow.onReadyToTakeOver((session) => void actions.takeOver(session.id))
  return {
    startMonitor: (target, mode) => actions.start(target, mode, false),
    takeOverFrom: (agentId) => actions.takeOverFrom(agentId),
    startShadow: (callId) => actions.shadow(callId),
    steerMonitor: (id, mode) => actions.steer(id, mode),
    aimMonitor: (id, target) => actions.aim(id, target),
    takeOver: (id) => actions.takeOver(id),
    handBack: (id) => actions.handBack(id),
    stopMonitor: (id) => actions.stop(id),
    focusMonitor: (id) => actions.focus(id),
    holdWhisper: (isHeld) => actions.hold(isHeld),
    readLevels: (id) => core.phone.legs.levels(id),
  }
}

class Actions {
  readonly #core: DeskCore
  readonly #flow: MonitorFlow
  readonly #askAct: AskAct
  readonly #screen: Pick<HeldTelling, 'hold'>
  /** Targets that are being opened: a second click opens no second session. */
  readonly #starting = new Set<string>()
  /** Whispered to while the key is held. */
  #held: MonitorId | null = null

  constructor(core: DeskCore, flow: MonitorFlow, askAct: AskAct, screen: Pick<HeldTelling, 'hold'>) {
    this.#core = core
    this.#screen = screen
    this.#flow = flow
    this.#askAct = askAct
  }

  async start(target: MonitorTarget, mode: MonitorMode, wantsCaller: boolean): Promise<void> {
    const open = this.#findTarget(target)
    if (open !== null) return this.steer(open.id, mode)
    const ask = () => this.#askAct('monitor', 'start', { target, mode, why: null })
    await this.#open(JSON.stringify(target), mode, wantsCaller, ask)
  }

  /** Nobody hears it: its microphone is never opened, and the gateway lets it do nothing but listen. */
  async shadow(callId: CallId): Promise<void> {
    await this.#open(`shadow ${callId}`, 'listen', false, () => this.#askAct('monitor', 'shadow', { callId }))
  }

  async #open(
    key: string,
    mode: MonitorMode,
    wantsCaller: boolean,
    ask: () => Promise<Answer<MonitorOpened>>,
  ): Promise<void> {
    if (this.#starting.has(key)) return
    if (this.#core.store.getState().phone.seat !== 'granted') {
      this.#core.settle(failed('wrong-state'))
      return
    }
    this.#starting.add(key)
    const opening = ask()
    this.#core.phone.legs.awaitOne()
    this.#screen.hold()
    const opened = await opening
    this.#starting.delete(key)
    if (!opened.ok) return
    const { monitorId, token } = opened.value
    this.#flow.begin(monitorId, mode, wantsCaller)
    // The phone answers first, and then the page draws: both would take their time from each other.
    this.#core.phone.legs.expect(monitorId, token)
    this.#screen.hold()
    this.#flow.reconcile()
    if (wantsCaller) this.#core.clock.after(takeOverWaitMs, () => this.#giveUpWaiting(monitorId))
  }

  async takeOverFrom(agentId: AgentId): Promise<void> {
    const session = this.#findTarget({ kind: 'agent', agentId }) ?? this.#findHearing(agentId)
    if (session === null) return this.start({ kind: 'agent', agentId }, 'listen', true)
    return this.takeOver(session.id)
  }

  /** One command at a time for each session; the newest wish is sent when the one before is answered. */
  async steer(id: MonitorId, mode: MonitorMode): Promise<void> {
    const session = this.#flow.find(id)
    if (session === null || session.pending !== null || session.row.isShadow === true) return
    session.voice = wishMode(session.voice, mode, session.row)
    this.#flow.reconcile()
    for (;;) {
      const command = toCommand(session.voice, session.row)
      if (command === null) return
      session.voice = sendMode(session.voice, command, session.row)
      this.#flow.reconcile()
      const answer = await this.#askAct('monitor', 'steer', { monitorId: id, mode: command })
      session.voice = settleMode(session.voice, toOutcome(answer))
      this.#flow.reconcile()
      // What failed is not tried again by itself; only a wish that came meanwhile is.
      if (session.voice.wished === command || !this.#isLive(session)) return
      if (!answer.ok && session.voice.wished === session.voice.confirmed) return
    }
  }

  async aim(id: MonitorId, target: MonitorTarget): Promise<void> {
    const session = this.#flow.find(id)
    if (session === null || session.pending !== null) return
    session.voice = sendMode(wishMode(session.voice, 'listen', session.row), 'listen', session.row)
    this.#flow.reconcile()
    const answer = await this.#askAct('monitor', 'aim', { monitorId: id, target })
    session.voice = settleMode(session.voice, toOutcome(answer))
    this.#flow.reconcile()
  }

  /** The microphone must open before anything is asked of the switch: a caller shall not be taken into silence. */
  async takeOver(id: MonitorId): Promise<void> {
    const session = this.#flow.find(id)
    if (session === null || session.pending !== null) return
    if (!this.#canTakeOver(session)) {
      this.#core.settle(failed('wrong-state'))
      return
    }
    session.pending = 'takeOver'
    this.#flow.reconcile()
    const prepared = await this.#core.phone.legs.prepare(id)
    const taken = prepared.ok
      ? await this.#askAct('monitor', 'takeOver', { monitorId: id, why: null })
      : this.#core.settle(prepared)
    session.pending = null
    if (!taken.ok && prepared.ok) session.voice = beginVoice('listen')
    this.#flow.reconcile()
  }

  async handBack(id: MonitorId): Promise<void> {
    const session = this.#flow.find(id)
    const { call } = this.#core.phone.snapshot
    if (session === null || session.pending !== null || session.row.state.kind !== 'talking') return
    session.pending = 'handBack'
    this.#flow.reconcile()
    // The leg goes back as it came: a caller on hold would hear the agent only after another word with the switch.
    const resumed = call?.state === 'held' ? await this.#core.phone.setHeld(false) : null
    if (resumed?.ok === false) this.#core.settle(resumed)
    // The caller is talked to until the agent answers: the microphone goes out when the gateway says that they have.
    else await this.#askAct('monitor', 'handBack', { monitorId: id })
    session.pending = null
    this.#flow.reconcile()
  }

  /** Ends in any case: where the gateway cannot be asked, the phone hangs up by itself. */
  async stop(id: MonitorId): Promise<void> {
    const session = this.#flow.find(id)
    if (session === null || session.pending === 'stop') return
    session.pending = 'stop'
    session.voice = wishMode(session.voice, 'listen', session.row)
    this.#flow.reconcile()
    const stopped = await this.#askAct('monitor', 'stop', { monitorId: id })
    if (!stopped.ok) this.#core.phone.legs.forget(id)
    session.pending = null
    this.#flow.reconcile()
  }

  focus(id: MonitorId): void {
    const session = this.#flow.find(id)
    if (session === null || !this.#isLive(session)) return
    this.hold(false)
    this.#core.store.setState(({ monitoring }) => ({ monitoring: { ...monitoring, focusId: id } }))
    this.#core.phone.legs.focus(id)
  }

  hold(isHeld: boolean): void {
    const { focusId } = this.#core.store.getState().monitoring
    if (!isHeld) {
      const held = this.#held
      this.#held = null
      this.#showHolding(false)
      if (held !== null) void this.steer(held, 'listen')
      return
    }
    const session = focusId === null ? null : this.#flow.find(focusId)
    // Who whispers or speaks to both already needs no key for it.
    if (this.#held !== null || session?.row.state.kind !== 'hearing' || session.voice.wished !== 'listen')
      return
    this.#held = session.id
    this.#showHolding(true)
    void this.steer(session.id, 'whisper')
  }

  #showHolding(isHolding: boolean): void {
    this.#core.store.setState(({ monitoring }) =>
      monitoring.isHolding === isHolding ? {} : { monitoring: { ...monitoring, isHolding } },
    )
  }

  #canTakeOver({ id, row }: OwnSession): boolean {
    const { link, call } = this.#core.phone.snapshot
    const isFree = call === null || call.state === 'ended' || call.state === 'ringing'
    const isUp = this.#core.phone.legs.all.some((leg) => leg.monitorId === id && leg.kind === 'monitoring')
    return row.state.kind === 'hearing' && isUp && isFree && link.kind === 'connected'
  }

  #giveUpWaiting(id: MonitorId): void {
    const session = this.#flow.find(id)
    if (session === null || !session.wantsCaller) return
    session.wantsCaller = false
    if (this.#isLive(session)) this.#core.settle(failed('timed-out'))
  }

  /** Sessions of a supervisor; a silent shadow can be stopped, and nothing else. */
  get #own(): readonly OwnSession[] {
    return this.#flow.all.filter(({ row }) => row.isShadow !== true)
  }

  #findTarget(target: MonitorTarget): OwnSession | null {
    const key = JSON.stringify(target)
    return (
      this.#own.find((session) => this.#isLive(session) && JSON.stringify(session.row.target) === key) ?? null
    )
  }

  #findHearing(agentId: AgentId): OwnSession | null {
    return (
      this.#own.find(({ row: { state } }) => state.kind === 'hearing' && state.agentId === agentId) ?? null
    )
  }

  #isLive({ row }: OwnSession): boolean {
    return row.state.kind !== 'ended'
  }
}

/** Where no answer came, the mode may be in force all the same. */
function toOutcome(answer: Answer<unknown>): 'done' | 'refused' | 'lost' {
  if (answer.ok) return 'done'
  const isLost = ['timed-out', 'gateway-away', 'switch-away', 'internal'].includes(answer.failure.code)
  return isLost ? 'lost' : 'refused'
}
