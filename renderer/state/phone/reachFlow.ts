/**
 * Has the desk prove that callers can reach it: after sign-in, after sleep, in another network and with other devices.
 * Never beside a call. Where the site requires it, the proof is told to the gateway, which lets nobody be available before,
 * and whoever is available while their desk is in doubt is held back here.
 */

import type { ChosenStatus } from '#contract/agent'
import { isLive } from '#renderer/phone/lines/lineBook'
import type { DeskCore } from '#renderer/state/deskCore'
import type { DeskModel } from '#renderer/state/deskModel'
import { isLocked, type ReachState, toReachState, toRetryMs } from '#renderer/state/phone/reach'

export interface ReachFlow {
  /** Something changed that may have cut this desk off. */
  doubt(): void
  /** Tries now, in the turn of a click. */
  prove(): void
  end(): void
}

/** Devices and networks come and go in several steps. */
const settleMs = 1500

export function createReachFlow(
  core: DeskCore,
  chooseStatus: (status: ChosenStatus) => Promise<void>,
): ReachFlow {
  const { store, clock, phone, bridge } = core
  let cancel: () => void = () => undefined
  let failures = 0
  let isProving = false
  /** The status is this desk's doing, and is undone when the proof is there. */
  let holdsBack = false
  let isEnded = false

  const put = (state: ReachState) => store.setState(({ reach }) => ({ reach: { ...reach, state } }))
  const tryIn = (delayMs: number) => {
    cancel()
    cancel = clock.after(delayMs, () => void run())
  }
  const canTry = ({ reach, phone: { seat, link, calls }, desk }: DeskModel) =>
    reach.policy !== 'off' &&
    desk?.session != null &&
    seat === 'granted' &&
    link.kind === 'connected' &&
    !calls.some(isLive)

  /** A proof the gateway does not take, because the telephone system saw no such call, is none. */
  const told = async (state: ReachState): Promise<ReachState> => {
    if (state.kind !== 'proven' || store.getState().reach.policy !== 'require') return state
    const answer = await bridge.ask((client) => client.reach.prove({}))
    if (answer.ok) return state
    return { kind: 'failed', step: 'call', failure: answer.failure, atMs: clock.nowMs() }
  }

  const run = async (): Promise<void> => {
    cancel()
    if (isProving || isEnded || !canTry(store.getState())) return
    isProving = true
    put({ kind: 'proving' })
    const state = await told(toReachState(await phone.proveReach(), clock.nowMs()))
    isProving = false
    if (isEnded) return
    failures = state.kind === 'failed' ? failures + 1 : 0
    put(state)
    const retryMs = toRetryMs(state, failures - 1)
    if (retryMs !== null) tryIn(retryMs)
  }
  const doubt = () => {
    if (store.getState().reach.policy === 'off') return
    if (!isProving) put({ kind: 'unproven' })
    failures = 0
    tryIn(settleMs)
  }
  const holdBack = ({ me, reach, centre }: DeskModel) => {
    // A proof under way is not yet told: what the gateway does with it comes first.
    if (me === null || reach.policy !== 'require' || isProving) return
    const reason = centre?.pauseReasons.find(({ kind }) => kind === 'notReady')
    if (isLocked(reach) && me.status.kind === 'available' && me.activity.kind === 'idle' && !holdsBack) {
      if (reason === undefined) return
      holdsBack = true
      void chooseStatus({ kind: 'notReady', reasonId: reason.id })
    } else if (holdsBack && !isLocked(reach)) {
      holdsBack = false
      if (me.status.kind === 'notReady') void chooseStatus({ kind: 'available' })
    }
  }
  const stop = store.subscribe((now, before) => {
    const policy = now.centre?.reach ?? 'off'
    if (policy !== now.reach.policy) {
      store.setState(({ reach }) => ({ reach: { ...reach, policy } }))
      return
    }
    if (now.me?.id !== before.me?.id) holdsBack = false
    holdBack(now)
    const isNewSeat = canTry(now) && (!canTry(before) || before.reach.policy !== now.reach.policy)
    const isLinkNew = now.phone.link.kind === 'connected' && before.phone.link.kind !== 'connected'
    // Another gateway, or the same started anew, knows of no proof.
    const isAskedAnew = now.me?.isUnproven === true && before.me?.isUnproven !== true
    if (isLinkNew || isAskedAnew || hasOtherDevices(before, now)) doubt()
    else if (isNewSeat && now.reach.state.kind !== 'proven' && !isProving) tryIn(settleMs)
  })
  return {
    doubt,
    prove: () => void run(),
    end() {
      isEnded = true
      stop()
      cancel()
    },
  }
}

/** Devices get their names with the first permission: that they are known is no change. */
function hasOtherDevices({ phone: before }: DeskModel, { phone: now }: DeskModel): boolean {
  if (before.devices === now.devices) return false
  const ids = ({ microphones, speakers }: typeof now.devices) =>
    [...microphones, ...speakers].map(({ id }) => id).join('\n')
  return ids(before.devices) !== '' && ids(before.devices) !== ids(now.devices)
}
