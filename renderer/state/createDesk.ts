/** Builds the desk of one page: joins bridge, phone, live model and drafts into the model features read. */
import { createStore } from 'zustand/vanilla'
import type { DeskState } from '#contract/bridge'
import type { LiveMessage } from '#contract/centre'
import type { HeldTelling } from '#renderer/phone/heldTelling'
import { type AlertFlow, createAlertFlow } from '#renderer/state/alerts/alertFlow'
import { type BridgeLink, createBridgeLink, type Watcher } from '#renderer/state/bridgeLink'
import { type CallerFlow, createCallerFlow } from '#renderer/state/caller/callerFlow'
import { createCrmActions } from '#renderer/state/caller/crmActions'
import { createNextCallerFlow, type NextCallerFlow } from '#renderer/state/caller/nextCaller'
import { createPreparedCards, type PreparedCards } from '#renderer/state/caller/preparedCards'
import { createRingScreen, createRingWatch } from '#renderer/state/caller/ringScreen'
import { createImportActions } from '#renderer/state/contactImport/importActions'
import { createDeskActions } from '#renderer/state/deskActions'
import { createDeskCore, type DeskCore } from '#renderer/state/deskCore'
import type { DeskActions, DeskModel } from '#renderer/state/deskModel'
import type { DeskEnvironment } from '#renderer/state/environment'
import { createHeadsetActions } from '#renderer/state/headset/headsetActions'
import { createHeadsetFlow, type HeadsetFlow } from '#renderer/state/headset/headsetFlow'
import { toInitialDesk } from '#renderer/state/initialDesk'
import { findMe, noLive, receiveLive } from '#renderer/state/liveModel'
import { createMonitorActions } from '#renderer/state/monitoring/monitorActions'
import { createMonitorFlow, type MonitorFlow } from '#renderer/state/monitoring/monitorFlow'
import { type BreakGrants, createBreakGrants } from '#renderer/state/people/breakGrants'
import { createHistoryActions } from '#renderer/state/phone/historyActions'
import { createHistoryFlow, type HistoryFlow } from '#renderer/state/phone/historyFlow'
import { createPhoneFlow, type PhoneFlow } from '#renderer/state/phone/phoneFlow'
import { createReachFlow, type ReachFlow } from '#renderer/state/phone/reachFlow'
import { createRuleFlow, type RuleFlow } from '#renderer/state/phone/ruleFlow'
import { createSoundFlow, type SoundFlow } from '#renderer/state/phone/soundFlow'
import { createProxyFlow } from '#renderer/state/proxyFlow'
import { createQueueNames, type NameQueues } from '#renderer/state/queueNames'
import { createShellFlow, type ShellFlow } from '#renderer/state/shellFlow'
import { toReport } from '#renderer/state/surprise'
import type { Desk } from '#renderer/state/useDesk.tsx'
import { toBoardLink } from '#renderer/state/wallboard/boardLink'
import { createWallboardFlow } from '#renderer/state/wallboard/wallboardFlow'
import { createHandoverNotes, type HandoverNotes } from '#renderer/state/wrapUp/handoverNote'
import { createNoteHandover, type NoteHandover } from '#renderer/state/wrapUp/noteHandover'
import { createWrapUpFlow, type WrapUpFlow } from '#renderer/state/wrapUp/wrapUpFlow'

interface Flows {
  readonly wrapUps: WrapUpFlow
  readonly callers: CallerFlow
  readonly rules: RuleFlow
  readonly phones: PhoneFlow
  readonly prepared: PreparedCards
  readonly nextCallers: NextCallerFlow
  readonly screen: HeldTelling
  readonly headsets: HeadsetFlow
  readonly sounds: SoundFlow
  readonly reach: ReachFlow
  readonly monitors: MonitorFlow
  readonly history: HistoryFlow
  readonly alerts: AlertFlow
  readonly shell: ShellFlow
  readonly handovers: HandoverNotes
  readonly noteHandover: NoteHandover
  readonly breakGrants: BreakGrants
  readonly actions: DeskActions
}

export function createDesk(environment: DeskEnvironment): Desk & { close(): Promise<void> } {
  const { clock, random } = environment
  const store = createStore<DeskModel>(() => toInitialDesk(clock.nowMs()))
  // One place receives every surprise: the log of the desk, and the console where the bridge is away.
  const report = (error: unknown) => {
    console.error(error)
    bridge.tell((client) => client.desk.report(toReport(error)))
  }
  const bridge: BridgeLink = createBridgeLink({
    open: environment.openBridge,
    clock,
    random,
    report,
    onState(state) {
      store.setState({ bridge: state })
      if (state.kind === 'connected') queueMicrotask(() => retry(flows))
    },
  })
  const core = createDeskCore({ store, clock, bridge, phone: environment.createPhone(report) })
  const isWallboard = environment.isWallboard === true
  const flows = createFlows(isWallboard ? { ...core, bridge: toBoardLink(bridge) } : core, environment)
  watchMain(core, flows, isWallboard)
  const wallboard = createWallboardFlow(core, isWallboard)
  const ends = [
    environment.onReturn((cause) => {
      core.phone.checkLink(cause)
      if (cause !== 'shown') flows.reach.doubt()
    }),
    () => flows.reach.end(),
    environment.onLeave(() => flows.wrapUps.flush()),
    environment.onSurprise(report),
    environment.holdWhile(() => flows.wrapUps.hasUnsaved),
    () => flows.headsets.end(),
    () => flows.sounds.end(),
    () => flows.monitors.end(),
    () => flows.history.end(),
    () => flows.alerts.end(),
    () => flows.shell.end(),
    () => wallboard.end(),
    () => flows.phones.end(),
    () => flows.callers.end(),
    () => flows.nextCallers.end(),
    () => flows.wrapUps.end(),
    () => flows.noteHandover.end(),
  ]
  return {
    store,
    actions: flows.actions,
    async close() {
      for (const end of ends) end()
      await core.phone.close()
      bridge.close()
    },
  }
}

function createFlows(core: DeskCore, environment: DeskEnvironment): Flows {
  const prepared = createPreparedCards()
  const wrapUps = createWrapUpFlow(core)
  const callers = createCallerFlow(core, wrapUps)
  const screen = createRingScreen(core)
  const rules = createRuleFlow(core)
  const phones = createPhoneFlow({
    core,
    prepared,
    screen,
    onCaller() {
      callers.reconcile()
      rules.review()
    },
    onAside: () => wrapUps.putAside(),
  })
  const nextCallers = createNextCallerFlow(core, prepared)
  const calls = createDeskActions(core, wrapUps)
  const headsets = createHeadsetFlow(core, calls)
  const sounds = createSoundFlow(core)
  const reach = createReachFlow(core, calls.chooseStatus)
  const history = createHistoryFlow(core, screen)
  const monitors = createMonitorFlow(core, () => callers.reconcile())
  const alerts = createAlertFlow(core)
  const shell = createShellFlow(core, calls, () => {
    core.phone.checkLink('woken')
    reach.doubt()
  })
  const actions = {
    ...calls,
    ...alerts.actions,
    ...shell.actions,
    ...sounds.actions,
    ...createHeadsetActions(core, headsets, environment),
    ...createMonitorActions(core, monitors, calls.askAct, screen),
    ...createHistoryActions(core),
    ...createCrmActions(core),
    ...createProxyFlow(core),
    ...createImportActions(core),
    proveReach: () => reach.prove(),
  }
  const handovers = createHandoverNotes(core, wrapUps)
  return {
    wrapUps,
    callers,
    rules,
    phones,
    prepared,
    nextCallers,
    screen,
    headsets,
    sounds,
    reach,
    monitors,
    history,
    alerts,
    shell,
    handovers,
    noteHandover: createNoteHandover(core),
    breakGrants: createBreakGrants(core),
    actions,
  }
}

/** What main did not hear while it was away. */
function retry({ wrapUps, history }: Flows): void {
  wrapUps.retry()
  history.retry()
}

function watchMain(core: DeskCore, flows: Flows, isWallboard: boolean): void {
  const { bridge } = core
  const live = watchLive(core, flows)
  bridge.watch(
    (client, signal) => client.desk.watch(null, { signal }),
    (desk) => applyDesk(core, flows, live, desk),
  )
  // A page that watches the seat asks for the phone; a wallboard leaves it to the desk.
  if (isWallboard) return
  bridge.watch(
    (client, signal) => client.history.watch(null, { signal }),
    (history) => core.store.setState({ history }),
  )
  bridge.watch(
    (client, signal) => client.writeBack.watch(null, { signal }),
    (writeBack) => core.store.setState({ writeBack }),
  )
  bridge.watch(
    (client, signal) => client.contactImport.watch(null, { signal }),
    (contactImport) => core.store.setState({ contactImport }),
  )
  bridge.watch(
    (client, signal) => client.updates.watch(null, { signal }),
    (updates) => core.store.setState({ updates }),
  )
  bridge.watch(
    (client, signal) => client.phone.watch(null, { signal }),
    (seat) => {
      flows.phones.takeSeat(seat)
      flows.headsets.takeSeat()
    },
  )
  bridge.watch(
    (client, signal) => client.card.watchPrepared(null, { signal }),
    (card) => {
      flows.prepared.put(card)
      flows.phones.showPrepared(card)
      flows.nextCallers.review()
    },
  )
  bridge.watch(
    (client, signal) => client.card.watchForgotten(null, { signal }),
    ({ personId }) => {
      flows.prepared.forget(personId)
      flows.phones.forget(personId)
      core.store.setState(({ peopleRevision }) => ({ peopleRevision: peopleRevision + 1 }))
      flows.nextCallers.review()
    },
  )
}

interface LiveWatcher {
  /** Who this agent is has become known, or the language changed. */
  findMe(): void
  /** Forgets the model and asks for it from the beginning: another person signed in, or nobody is. */
  reset(): void
}

function watchLive(core: DeskCore, flows: Flows): LiveWatcher {
  let live = noLive
  const nameQueues = createQueueNames()
  const rings = createRingWatch(core)
  const apply = () => applyLive(core, live, nameQueues)
  const show = () => {
    apply()
    flows.monitors.reconcile()
    flows.callers.reconcile()
    flows.rules.review()
    flows.handovers.review()
    flows.noteHandover.review()
    flows.breakGrants.review()
    flows.nextCallers.review()
  }
  const receive = (message: LiveMessage) => {
    const next = receiveLive(live, message, core.clock.nowMs())
    if (next === 'gap') {
      live = { ...live, position: null }
      watcher.restart()
      return
    }
    live = next
    if (rings.isComing(live.centre)) flows.screen.hold()
    flows.screen.tell(show)
  }
  const watcher: Watcher = core.bridge.watch(
    (client, signal) => client.live.watch(null, { signal }),
    (message) => receive(message),
  )
  return {
    findMe() {
      apply()
      flows.callers.reconcile()
    },
    reset() {
      live = noLive
      apply()
      flows.monitors.reconcile()
      flows.nextCallers.review()
      watcher.restart()
    },
  }
}

function applyLive({ store }: DeskCore, live: typeof noLive, nameQueues: NameQueues): void {
  const { desk, clockOffsetMs } = store.getState()
  const me = findMe(live.centre, desk?.session?.agentId ?? null)
  const centre = live.centre && nameQueues(live.centre, desk?.settings.locale ?? 'en')
  store.setState({ centre, me, clockOffsetMs: live.clockOffsetMs ?? clockOffsetMs })
}

function applyDesk(core: DeskCore, flows: Flows, live: LiveWatcher, desk: DeskState): void {
  const before = core.store.getState().desk
  core.store.setState({ desk })
  core.phone.setAudio(desk.settings)
  core.phone.setCalls(desk.settings.calls)
  flows.headsets.settingsChanged()
  if (before !== null && before.settings.locale !== desk.settings.locale) live.findMe()
  if (before !== null && before.session?.agentId === desk.session?.agentId) return
  if (before === null) live.findMe()
  else forgetPerson(flows, live)
  if (desk.session !== null) void flows.wrapUps.refreshLeftovers()
}

function forgetPerson(flows: Flows, live: LiveWatcher): void {
  flows.prepared.clear()
  flows.wrapUps.leave()
  live.reset()
}
