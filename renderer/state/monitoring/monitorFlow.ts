/**
 * Joins the monitoring sessions of the live model with the legs of this phone: who is heard, when the microphone is in,
 * and when a leg becomes the phone's ordinary call.
 */
import type { Answer } from '#contract/failure'
import type { MonitorId } from '#contract/ids'
import type { Monitor, MonitorMode } from '#contract/monitor'
import type { PhoneLeg } from '#renderer/phone/monitoring/phoneLegs'
import { toLiveView } from '#renderer/state/caller/callerView'
import { lookUpCard } from '#renderer/state/caller/lookUpCard'
import type { DeskCore } from '#renderer/state/deskCore'
import { confirmSound } from '#renderer/state/monitoring/monitorConfirm'
import type { MonitorSession } from '#renderer/state/monitoring/monitorModel'
import {
  beginVoice,
  closeVoice,
  isHeard,
  toModeInForce,
  type Voice,
} from '#renderer/state/monitoring/monitorVoice'

/** What the page itself knows of one session beside its row. */
export interface OwnSession {
  readonly id: MonitorId
  row: Monitor
  voice: Voice
  pending: MonitorSession['pending']
  /** A take-over waits for the leg to hear its call. */
  wantsCaller: boolean
  isSpeaking: boolean
  stopConfirming: (() => void) | null
}

export interface MonitorFlow {
  /** Anything that bears on a session has changed. */
  reconcile(): void
  /** The gateway has opened it; its row comes with the live model. To be reconciled once its token is given to the phone. */
  begin(id: MonitorId, mode: MonitorMode, wantsCaller: boolean): void
  find(id: MonitorId): OwnSession | null
  readonly all: readonly OwnSession[]
  /** Called when a leg that a take-over waits for hears its call. */
  onReadyToTakeOver(listener: (session: OwnSession) => void): void
  end(): void
}

interface Begun {
  readonly mode: MonitorMode
  readonly wantsCaller: boolean
}

export function createMonitorFlow(core: DeskCore, onCaller: () => void): MonitorFlow {
  return new Flow(core, onCaller)
}

class Flow implements MonitorFlow {
  readonly #core: DeskCore
  readonly #onCaller: () => void
  readonly #own = new Map<MonitorId, OwnSession>()
  readonly #begun = new Map<MonitorId, Begun>()
  readonly #stopFollowing: () => void
  #onReady: (session: OwnSession) => void = () => undefined
  #isRunning = false
  #isDue = false

  constructor(core: DeskCore, onCaller: () => void) {
    this.#core = core
    this.#onCaller = onCaller
    this.#stopFollowing = core.phone.legs.onChange(() => this.reconcile())
  }

  get all(): readonly OwnSession[] {
    return [...this.#own.values()]
  }

  find(id: MonitorId): OwnSession | null {
    return this.#own.get(id) ?? null
  }

  onReadyToTakeOver(listener: (session: OwnSession) => void): void {
    this.#onReady = listener
  }

  begin(id: MonitorId, mode: MonitorMode, wantsCaller: boolean): void {
    this.#begun.set(id, { mode, wantsCaller })
  }

  /** What it does changes legs, and so calls it again: that turn waits for the end of this one. */
  reconcile(): void {
    this.#isDue = true
    if (this.#isRunning) return
    this.#isRunning = true
    try {
      while (this.#isDue) {
        this.#isDue = false
        this.#keepReady()
        this.#takeRows()
        for (const session of this.#own.values()) this.#settle(session)
        this.#show()
      }
    } finally {
      this.#isRunning = false
    }
  }

  end(): void {
    this.#stopFollowing()
    for (const session of this.#own.values()) session.stopConfirming?.()
  }

  /** A leg will be asked for: whoever may monitor has one ready. */
  #keepReady(): void {
    const { centre, me, phone } = this.#core.store.getState()
    const mayMonitor = me !== null && me.role !== 'agent' && centre?.monitorRight !== 'none'
    if (mayMonitor && phone.seat === 'granted') this.#core.phone.legs.makeReady()
  }

  #takeRows(): void {
    const { centre, me } = this.#core.store.getState()
    const rows = (centre?.monitors ?? []).filter((row) => me !== null && row.supervisorId === me.id)
    for (const row of rows) this.#takeRow(row)
    for (const session of this.#own.values()) {
      if (!rows.some(({ id }) => id === session.id)) this.#forget(session)
    }
    // A leg without a session has nobody who answers for it: the gateway was started anew.
    for (const leg of this.#core.phone.legs.all) {
      if (!this.#own.has(leg.monitorId) && !this.#begun.has(leg.monitorId))
        this.#core.phone.legs.forget(leg.monitorId)
    }
  }

  #takeRow(row: Monitor): void {
    const known = this.#own.get(row.id)
    if (known !== undefined) {
      known.row = row
      return
    }
    const begun = this.#begun.get(row.id)
    this.#begun.delete(row.id)
    this.#own.set(row.id, {
      id: row.id,
      row,
      voice: beginVoice(begun?.mode ?? 'listen'),
      pending: null,
      wantsCaller: begun?.wantsCaller ?? false,
      isSpeaking: false,
      stopConfirming: null,
    })
  }

  #forget(session: OwnSession): void {
    session.stopConfirming?.()
    this.#own.delete(session.id)
    this.#core.phone.legs.hush(session.id)
    this.#core.phone.legs.forget(session.id)
  }

  #settle(session: OwnSession): void {
    const { legs } = this.#core.phone
    const { state } = session.row
    const leg = this.#legOf(session.id)
    if (state.kind === 'ended') legs.forget(session.id)
    if (state.kind === 'takingOver' && session.pending === 'takeOver')
      session.stopConfirming ??= confirmSound(this.#core, session.id)
    else this.#stopConfirming(session)
    if (state.kind === 'talking' && leg?.kind === 'monitoring') this.#adopt(session)
    if (state.kind !== 'talking' && leg?.kind === 'adopted') this.#release(session)
    if (state.kind === 'hearing' && leg?.kind === 'monitoring' && session.wantsCaller) {
      session.wantsCaller = false
      this.#onReady(session)
    }
    this.#gate(session)
  }

  #stopConfirming(session: OwnSession): void {
    session.stopConfirming?.()
    session.stopConfirming = null
  }

  /** Puts the microphone where it belongs. */
  #gate(session: OwnSession): void {
    const { legs } = this.#core.phone
    const leg = this.#legOf(session.id)
    if (leg === null || leg.kind === 'adopted') return
    const isTakingOver = session.pending === 'takeOver'
    const belongs =
      isHeard(session.voice, session.row) || (isTakingOver && session.row.state.kind === 'takingOver')
    if (belongs) {
      if (leg.microphone !== 'in' && !session.isSpeaking) void this.#speak(session)
    } else if (leg.microphone === 'in' || (leg.microphone !== 'out' && !isTakingOver)) legs.hush(session.id)
  }

  async #speak(session: OwnSession): Promise<void> {
    session.isSpeaking = true
    const spoken = await this.#core.phone.legs.speak(session.id)
    session.isSpeaking = false
    // `wrong-state` means that it was taken out again meanwhile.
    if (!spoken.ok && spoken.failure.code !== 'wrong-state') {
      session.voice = closeVoice(session.voice)
      this.#core.fail(spoken.failure)
    }
    this.reconcile()
  }

  #adopt(session: OwnSession): void {
    const core = this.#core
    const { state } = session.row
    const { centre, me, caller, clockOffsetMs } = core.store.getState()
    if (state.kind !== 'talking' || me === null) return
    const call = centre?.calls.find(({ id }) => id === state.callId)
    if (call === undefined) return
    const view = toLiveView(call, centre, me)
    const answeredAtMs = view.answeredAtMs ?? core.clock.nowMs() + clockOffsetMs
    core.store.setState({ caller: { ...view, answeredAtMs } })
    const { number, name } = call.caller
    const adopted: Answer<null> = core.phone.legs.adopt(session.id, { callId: call.id, number, name })
    if (!adopted.ok) {
      core.store.setState({ caller })
      core.fail(adopted.failure)
      return
    }
    session.voice = beginVoice('listen')
    void lookUpCard(core, view)
    this.#onCaller()
  }

  #release(session: OwnSession): void {
    session.voice = beginVoice('listen')
    this.#core.phone.legs.release(session.id)
    this.#onCaller()
  }

  #legOf(id: MonitorId): PhoneLeg | null {
    return this.#core.phone.legs.all.find((leg) => leg.monitorId === id) ?? null
  }

  #show(): void {
    const { store, phone } = this.#core
    const { monitoring } = store.getState()
    const sessions = this.all.map((session) => this.#toShown(session))
    const live = sessions.filter(({ monitor }) => monitor.state.kind !== 'ended')
    const isThere = live.some(({ monitor }) => monitor.id === monitoring.focusId)
    const focusId = isThere ? monitoring.focusId : (live[0]?.monitor.id ?? null)
    if (focusId !== monitoring.focusId) phone.legs.focus(focusId)
    const shown = { sessions, focusId, isHolding: monitoring.isHolding && live.length > 0 }
    // An equal model must stay the same object: every reader renders again when it changes.
    if (JSON.stringify(shown) !== JSON.stringify(monitoring)) store.setState({ monitoring: shown })
  }

  #toShown({ id, row, voice, pending }: OwnSession): MonitorSession {
    const leg = this.#legOf(id)
    const wished = voice.inFlight === null ? null : voice.wished
    return {
      monitor: row,
      leg: leg === null ? 'none' : leg.kind === 'adopted' ? 'adopted' : 'up',
      microphone: leg?.microphone ?? 'out',
      mode: toModeInForce(voice, row),
      pendingMode: wished,
      pending,
    }
  }
}
