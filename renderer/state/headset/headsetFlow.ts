/** Keeps the headsets in step with this page's phone: it tells them the call, and carries out what their buttons ask. */
import type { ButtonTestEvent } from '#contract/bridge'
import type { HeadsetIntent, HeadsetKey } from '#contract/headset'
import type { Settings } from '#contract/settings'
import { pickDevice } from '#renderer/phone/devices/chosenDevice'
import type { DeskCore } from '#renderer/state/deskCore'
import type { DeskActions, HeadsetModel } from '#renderer/state/deskModel'
import { beginButtonTest, takeTestEvent } from '#renderer/state/headset/buttonTest'
import { toHeadsetCalls, toPhoneAct } from '#renderer/state/headset/headsetCalls'
import { toPreferredDevices } from '#renderer/state/phone/soundDevices'

export interface HeadsetFlow {
  /** Main heeds only the page that holds the phone, and forgets it with the connection: it is told anew. */
  takeSeat(): void
  /** The chosen microphone may be another one. */
  settingsChanged(): void
  startTest(key: HeadsetKey): void
  stopTest(): void
  end(): void
}

type CallActions = Pick<DeskActions, 'answer' | 'decline' | 'focusCall' | 'hangUp' | 'setHeld' | 'setMuted'>

export function createHeadsetFlow(core: DeskCore, actions: CallActions): HeadsetFlow {
  const { bridge, phone } = core
  const reports = createReports(core)
  const tests = createTests(core)
  bridge.watch(
    (client, signal) => client.headset.watch(null, { signal }),
    (desk) => changeHeadset(core, { desk }),
  )
  bridge.watch(
    (client, signal) => client.headset.watchIntents(null, { signal }),
    (intent) => carryOut(core, actions, intent),
  )
  let { devices } = phone.snapshot
  const stopFollowing = phone.onChange((snapshot) => {
    reports.calls()
    if (snapshot.devices === devices) return
    devices = snapshot.devices
    reports.microphone()
    // A headset brings sound devices along: the browser hears of them before anyone else.
    bridge.tell((client) => client.headset.lookAgain(null))
  })
  return {
    takeSeat() {
      reports.forget()
      reports.calls()
      reports.microphone()
    },
    settingsChanged: reports.microphone,
    startTest: tests.start,
    stopTest: tests.stop,
    end() {
      stopFollowing()
      tests.stop()
    },
  }
}

function changeHeadset({ store }: DeskCore, change: Partial<HeadsetModel>): void {
  store.setState(({ headset }) => ({ headset: { ...headset, ...change } }))
}

/** Each thing is told once, and again only when it changes: the phone's state changes far more often than its calls. */
function createReports({ bridge, phone, store }: DeskCore) {
  let toldCalls = ''
  let toldLabel: string | null | undefined
  return {
    forget() {
      toldCalls = ''
      toldLabel = undefined
    },
    calls() {
      const calls = toHeadsetCalls(phone.snapshot.call, phone.snapshot.calls)
      const text = JSON.stringify(calls)
      if (text === toldCalls) return
      toldCalls = text
      bridge.tell((client) => client.headset.reportCalls(calls))
    },
    microphone() {
      const settings = store.getState().desk?.settings
      if (settings === undefined) return
      const label = toMicrophoneLabel(settings, phone.snapshot.devices.microphones)
      if (label === toldLabel) return
      toldLabel = label
      bridge.tell((client) => client.headset.chooseByMicrophone({ label }))
    },
  }
}

/** The preferred one, as the browser names it now; as it did when it was chosen, while none is plugged in. null: none was. */
export function toMicrophoneLabel(
  { microphone }: Pick<Settings, 'microphone'>,
  microphones: readonly { readonly id: string; readonly label: string }[],
): string | null {
  const { place } = pickDevice(microphones, microphone)
  const label = toPreferredDevices(microphones, microphone)[place ?? 0]?.label ?? ''
  return label === '' ? null : label.slice(0, 512)
}

/** The button asks; the phone decides, and its new state goes back to the headset like any other. */
function carryOut({ phone }: DeskCore, actions: CallActions, intent: HeadsetIntent): void {
  const act = toPhoneAct(intent, phone.snapshot.call, phone.snapshot.calls)
  switch (act?.kind) {
    case undefined:
      break
    case 'answer':
      void actions.answer()
      break
    case 'decline':
      void actions.decline()
      break
    case 'hangUp':
      void actions.hangUp()
      break
    case 'setHeld':
      void actions.setHeld(act.held)
      break
    case 'setMuted':
      actions.setMuted(act.muted)
      break
    case 'focus':
      void actions.focusCall(act.sipCallId)
  }
}

function createTests(core: DeskCore) {
  let stopStream: (() => void) | null = null
  const stop = (): void => {
    stopStream?.()
    stopStream = null
    changeHeadset(core, { test: null })
  }
  const take = (event: ButtonTestEvent): void => {
    const { test } = core.store.getState().headset
    if (event.kind === 'refused') core.fail(event.failure)
    if (test !== null) changeHeadset(core, { test: takeTestEvent(test, event) })
  }
  return {
    stop,
    start(key: HeadsetKey): void {
      stop()
      changeHeadset(core, { test: beginButtonTest(key) })
      const stopThis = core.bridge.follow(
        (client, signal) => client.headset.test({ key }, { signal }),
        take,
        () => {
          if (stopStream === stopThis) stop()
        },
      )
      stopStream = stopThis
    },
  }
}
