/** Keeps the right caller on the screen, with the draft that goes with it, as phone and live model change. */

import type { WrapUp } from '#contract/agent'
import type { CallId } from '#contract/ids'
import { isLive } from '#renderer/phone/lines/lineBook'
import { judgeCaller } from '#renderer/state/caller/callerVerdict'
import { findCallOf, findLiveCall, mergeLiveCall } from '#renderer/state/caller/callerView'
import { lookUpCard } from '#renderer/state/caller/lookUpCard'
import type { DeskCore } from '#renderer/state/deskCore'
import type { PhoneModel } from '#renderer/state/deskModel'
import type { WrapUpFlow } from '#renderer/state/wrapUp/wrapUpFlow'

export interface CallerFlow {
  /** Anything that bears on the caller has changed. */
  reconcile(): void
  end(): void
}

/** After a hang-up the live model gets this long to begin the wrap-up, before the call is taken as done. */
const wrapUpDueMs = 1500

export function createCallerFlow(core: DeskCore, wrapUps: WrapUpFlow): CallerFlow {
  let cancelClose: (() => void) | null = null
  let lastWrapUp: WrapUp | null = null
  let here: ReadonlySet<CallId> = new Set()
  const stopClosing = () => {
    cancelClose?.()
    cancelClose = null
  }
  const close = () => {
    cancelClose = null
    if (isCutShort(core, lastWrapUp)) wrapUps.setAside()
    else wrapUps.close()
    lastWrapUp = null
  }
  return {
    reconcile() {
      const activity = core.store.getState().me?.activity
      if (activity?.kind === 'wrapUp') lastWrapUp = activity.wrapUp
      here = withCallsOf(core.store.getState().phone, here)
      const verdict = judgeCaller(
        core.store.getState(),
        (callId) => wrapUps.isFinished(callId),
        (callId) => here.has(callId),
      )
      if (verdict.kind === 'over') cancelClose ??= core.clock.after(wrapUpDueMs, close)
      else stopClosing()
      if (verdict.kind === 'unanswered') core.store.setState({ caller: null })
      if (verdict.kind === 'show') {
        core.store.setState({ caller: verdict.view })
        void lookUpCard(core, verdict.view)
      }
      if (verdict.kind === 'keep') mergeLive(core, verdict.callId)
      openDraft(core, wrapUps)
    },
    end: stopClosing,
  }
}

/** The calls this phone has, and had since it was last without any. */
function withCallsOf({ calls }: PhoneModel, before: ReadonlySet<CallId>): ReadonlySet<CallId> {
  const live = calls.filter(isLive)
  if (live.length === 0) return new Set()
  return live.every(({ callId }) => callId === null || before.has(callId))
    ? before
    : new Set([...before, ...live.flatMap(({ callId }) => callId ?? [])])
}

/** Whether the wrap-up ended before its time, and not from this desk: nothing of what was written is sent half done. */
function isCutShort({ store, clock }: DeskCore, wrapUp: WrapUp | null): boolean {
  const { draft, clockOffsetMs, me } = store.getState()
  if (wrapUp === null || wrapUp.callId !== draft?.callId || me?.status.kind === 'offline') return false
  const nowMs = clock.nowMs() + clockOffsetMs
  return wrapUp.endsAtMs === null || nowMs < wrapUp.endsAtMs
}

function mergeLive(core: DeskCore, callId: CallId | null): void {
  const { caller, centre, me, phone } = core.store.getState()
  if (caller === null) return
  const known = callId === caller.callId ? caller : { ...caller, callId }
  const isDialled = known.callId === null && phone.call?.direction === 'out'
  const live = isDialled ? findCallOf(phone.call, centre, me) : findLiveCall(known.callId, centre, me)
  const merged = live === null ? known : mergeLiveCall(known, live, centre, me)
  // An equal view must stay the same object: every reader of the model renders again when it changes.
  if (JSON.stringify(merged) !== JSON.stringify(caller)) core.store.setState({ caller: merged })
}

/** A draft belongs to every answered call, from the moment its id is known. */
function openDraft(core: DeskCore, wrapUps: WrapUpFlow): void {
  const { caller } = core.store.getState()
  if (caller === null || caller.callId === null || caller.answeredAtMs === null) return
  wrapUps.openDraft(caller.callId)
  wrapUps.noteCaller()
}
