/** Carries out what was asked outside the page's window, and tells the program around it how the phone is. */
import type { PhoneSign, ShellWish } from '#contract/shell'
import type { DeskCore } from '#renderer/state/deskCore'
import type { DeskActions, DeskModel, LinkCall } from '#renderer/state/deskModel'
import { judgeOf } from '#renderer/state/phone/dialling'
import { reportCard } from '#renderer/state/popOut/cardReport'
import { carryOutPress } from '#renderer/state/popOut/popOutCall'

export interface ShellFlow {
  readonly actions: Pick<
    DeskActions,
    'callLink' | 'dropLink' | 'dismissShellNews' | 'pressShortcut' | 'chooseShortcut'
  >
  end(): void
}

type PhoneActions = Pick<
  DeskActions,
  | 'answer'
  | 'decline'
  | 'declineCall'
  | 'hangUp'
  | 'hangUpCall'
  | 'setMuted'
  | 'setHeld'
  | 'chooseStatus'
  | 'signOut'
  | 'dial'
>

/** `onWoke`: the machine slept, or its screen was locked. */
export function createShellFlow(core: DeskCore, actions: PhoneActions, onWoke: () => void): ShellFlow {
  const { store, bridge } = core
  let told = ''
  const report = (): void => {
    const model = store.getState()
    // Main heeds only the page that holds the phone, and forgets it with the connection: then it is told anew.
    if (model.phone.seat !== 'granted' || model.bridge.kind !== 'connected') {
      told = ''
      return
    }
    const sign = toPhoneSign(model)
    const text = JSON.stringify(sign)
    if (text === told) return
    told = text
    bridge.tell((client) => client.shell.report(sign))
  }
  const stop = store.subscribe(report)
  const stopCard = reportCard(core)

  const call = async ({ number }: LinkCall): Promise<void> => {
    const verdict = judgeOf(store.getState())(number)
    if (verdict.ok) await actions.dial(verdict.wire)
  }
  let sleptInCall = false
  const carryOut = (wish: ShellWish): void => {
    const now = core.phone.snapshot.call
    switch (wish.kind) {
      case 'call': {
        const { number, extension, isMarked } = wish
        const link = { number, extension, ...(isMarked && { isMarked }) }
        if (!wish.asksFirst) void call(link)
        // What a person is about to confirm must not change under their hand: the first stays.
        else if (store.getState().linkCall === null) store.setState({ linkCall: link })
        return
      }
      case 'answer':
        if (now?.state === 'ringing') void actions.answer()
        return
      case 'decline':
        if (now?.state === 'ringing') void actions.decline()
        return
      case 'hangUp':
        if (now !== null && now.state !== 'ringing' && now.state !== 'ended') void actions.hangUp()
        return
      case 'toggleMute':
        if (now?.state === 'talking') actions.setMuted(!now.muted)
        return
      case 'press':
        carryOutPress(now, wish.sipCallId, wish.press, actions)
        return
      case 'status':
        void actions.chooseStatus(wish.status)
        return
      case 'signOut':
        if (now === null || now.state === 'ended') void actions.signOut()
        return
      case 'noNumber':
      case 'pageCrashed':
        store.setState({ shellNews: wish.kind })
        return
      case 'sleeps':
        sleptInCall = now !== null && now.state !== 'ended'
        return
      case 'woke':
        if (sleptInCall) store.setState({ shellNews: 'slept' })
        sleptInCall = false
        onWoke()
    }
  }
  bridge.watch(
    (client, signal) => client.shell.watchWishes(null, { signal }),
    (wish) => carryOut(wish),
  )
  bridge.watch(
    (client, signal) => client.shortcuts.watch({ isChoosing: false }, { signal }),
    (shortcuts) => store.setState({ shortcuts }),
  )
  return {
    actions: {
      dismissShellNews: () => store.setState({ shellNews: null }),
      async pressShortcut(action, marked) {
        if (action !== 'dialSelection') return carryOut({ kind: wishes[action] })
        const text = marked.slice(0, longestMark)
        const answer = await bridge.ask((client) => client.shortcuts.dial({ text }))
        if (!answer.ok) carryOut({ kind: 'noNumber' })
      },
      chooseShortcut: () =>
        bridge.follow(
          (client, signal) => client.shortcuts.watch({ isChoosing: true }, { signal }),
          () => undefined,
          () => undefined,
        ),
      async callLink() {
        const link = store.getState().linkCall
        store.setState({ linkCall: null })
        if (link !== null) await call(link)
      },
      dropLink: () => store.setState({ linkCall: null }),
    },
    end() {
      stop()
      stopCard()
    },
  }
}

const wishes = { answer: 'answer', hangUp: 'hangUp', mute: 'toggleMute' } as const

/** More than any number with its words. */
const longestMark = 300

function toPhoneSign({ phone: { call }, caller }: DeskModel): PhoneSign {
  if (call === null || call.state === 'ended') return { state: 'idle', who: null, isMuted: false }
  const isRinging = call.state === 'ringing'
  const who = caller?.person?.name ?? caller?.name ?? call.name ?? call.number
  return {
    state: isRinging ? 'ringing' : 'inCall',
    who: isRinging ? (who?.slice(0, 200) ?? null) : null,
    isMuted: call.muted,
  }
}
