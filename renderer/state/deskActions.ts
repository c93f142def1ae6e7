/** What a person can do in the desk, each with its refusal shown in place. */
import { failed, toFailure } from '#contract/failure'
import { createAskAct } from '#renderer/state/askAct'
import { choosePerson, toWho } from '#renderer/state/caller/callerView'
import type { CrmActions } from '#renderer/state/caller/crmActions'
import { showNews } from '#renderer/state/caller/freshCard'
import type { ImportActions } from '#renderer/state/contactImport/importActions'
import type { DeskCore } from '#renderer/state/deskCore'
import type { DeskActions } from '#renderer/state/deskModel'
import { createCallerNames } from '#renderer/state/floor/floorCallers'
import type { HeadsetActions } from '#renderer/state/headset/headsetActions'
import type { MonitorActions } from '#renderer/state/monitoring/monitorActions'
import { askBreak } from '#renderer/state/people/peopleActions'
import type { HistoryActions } from '#renderer/state/phone/historyActions'
import { createJoinCalls } from '#renderer/state/phone/joinCalls'
import { isLocked } from '#renderer/state/phone/reach'
import { toShownDigits } from '#renderer/state/phone/shownNumbers'
import type { SoundActions } from '#renderer/state/phone/soundModel'
import type { ProxyActions } from '#renderer/state/proxyFlow'
import type { WrapUpFlow } from '#renderer/state/wrapUp/wrapUpFlow'

/** All but those of the headsets and of monitoring, which are made of these. */
export function createDeskActions(
  core: DeskCore,
  wrapUps: WrapUpFlow,
): Omit<
  DeskActions,
  | keyof HistoryActions
  | keyof CrmActions
  | keyof ImportActions
  | keyof HeadsetActions
  | keyof MonitorActions
  | keyof ProxyActions
  | keyof SoundActions
  | 'muteAlert'
  | 'callLink'
  | 'dropLink'
  | 'dismissShellNews'
  | 'pressShortcut'
  | 'chooseShortcut'
  | 'proveReach'
> {
  return {
    askAct: createAskAct(core),
    callerNames: createCallerNames(core),
    ...createSessionActions(core),
    ...createPhoneActions(core),
    ...createStatusActions(core),
    ...createWrapUpActions(core, wrapUps),
  }
}

function createSessionActions({ bridge, phone, settle, store }: DeskCore) {
  return {
    async signIn(user: string, password: string) {
      settle(await bridge.ask((client) => client.session.signIn({ user, password })))
    },
    async signOut() {
      settle(await bridge.ask((client) => client.session.signOut(null)))
    },
    async changeSettings(patch) {
      settle(await bridge.ask((client) => client.settings.change(patch)))
    },
    async checkUpdate() {
      settle(await bridge.ask((client) => client.updates.check(null)))
    },
    async readSupport() {
      const { microphones, speakers } = store.getState().phone.devices
      const labels = {
        microphones: microphones.slice(0, 50).map(({ label }) => label.slice(0, 512)),
        speakers: speakers.slice(0, 50).map(({ label }) => label.slice(0, 512)),
      }
      return settle(await bridge.ask((client) => client.support.read(labels)))
    },
    async installUpdate() {
      settle(await bridge.ask((client) => client.updates.install(null)))
    },
    dismissFailure() {
      phone.dismissDeviceFailure()
      store.setState({ failure: null })
    },
  } satisfies Partial<DeskActions>
}

function createPhoneActions(core: DeskCore) {
  const { bridge, phone, settle, announce, store } = core
  const join = createJoinCalls(core, createAskAct(core))
  return {
    async takePhone() {
      settle(await bridge.ask((client) => client.phone.take(null)))
    },
    async answer(options) {
      settle(await phone.answer(options))
    },
    async decline() {
      settle(phone.decline())
    },
    async hangUp() {
      settle(phone.hangUp())
    },
    async declineCall(sipCallId) {
      settle(phone.decline(sipCallId))
    },
    async hangUpCall(sipCallId) {
      settle(phone.hangUp(sipCallId))
    },
    dial: async (number, options) =>
      settle(await phone.dial(number, { callerId: toShownDigits(store.getState()), ...options })),
    async focusCall(sipCallId) {
      settle(await phone.focus(sipCallId))
    },
    transfer: async (to) => settle(await phone.transfer(to)),
    async consult(to) {
      const consultsFor = phone.snapshot.call?.sipCallId ?? null
      if (consultsFor === null) return settle(failed('wrong-state'))
      const callerId = toShownDigits(store.getState())
      return settle(await phone.dial(to, { consultsFor, callerId }))
    },
    completeTransfer: async () => settle(await phone.completeTransfer()),
    setConferenced: async (on) => (on ? join() : settle(await phone.setConferenced(false))),
    setMuted(muted) {
      if (settle(phone.setMuted(muted)).ok)
        announce({ kind: muted ? 'muted' : 'unmuted', who: toWho(store.getState().caller) })
    },
    async setHeld(held) {
      settle(await phone.setHeld(held))
    },
    sendDigit(digit) {
      settle(phone.sendDigit(digit))
    },
    async refreshDevices() {
      settle(await phone.refreshDevices())
    },
    testRinger: () => phone.testRinger(),
  } satisfies Partial<DeskActions>
}

function createStatusActions(core: DeskCore) {
  const { bridge, settle, announce } = core
  return {
    async chooseStatus(status) {
      if (status.kind === 'available' && isLocked(core.store.getState().reach))
        return core.fail(toFailure('unproven'))
      // A break is asked for, by the rules of the team; anything else is one's own to choose.
      if (status.kind === 'break') return askBreak(core, status.reasonId)
      const chosen = settle(await bridge.ask((client) => client.status.choose({ status })))
      if (chosen.ok) announce({ kind: 'status', status, effect: chosen.value.effect })
    },
    async clearNextStatus() {
      settle(await bridge.ask((client) => client.status.clearNext(null)))
    },
  } satisfies Partial<DeskActions>
}

function createWrapUpActions({ bridge, settle, store }: DeskCore, wrapUps: WrapUpFlow) {
  return {
    choosePerson(personId) {
      const { caller } = store.getState()
      if (caller === null) return
      store.setState({ caller: choosePerson(caller, personId) })
      if (store.getState().caller?.person?.personId === personId) wrapUps.edit({ personId })
    },
    showNews(block) {
      const { caller } = store.getState()
      if (caller !== null) store.setState({ caller: showNews(caller, block) })
    },
    editDraft: (change) => wrapUps.edit(change),
    async extendWrapUp() {
      const callId = store.getState().draft?.callId
      if (callId === undefined) settle(failed('wrong-state'))
      else settle(await bridge.ask((client) => client.wrapUp.extend({ callId })))
    },
    async finishWrapUp() {
      settle(await wrapUps.finish())
    },
    async discardLeftover(callId) {
      settle(await wrapUps.discardLeftover(callId))
    },
    async finishLeftover(callId) {
      settle(await wrapUps.finishLeftover(callId))
    },
  } satisfies Partial<DeskActions>
}
