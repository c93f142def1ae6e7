/** Says that a break this desk had asked for was granted, now or after the call: nobody here pressed anything then. */
import type { Agent, ChosenStatus } from '#contract/agent'
import type { DeskCore } from '#renderer/state/deskCore'

export interface BreakGrants {
  /** The live model changed. */
  review(): void
}

export function createBreakGrants({ store, announce }: Pick<DeskCore, 'store' | 'announce'>): BreakGrants {
  let before: Agent | null = null
  return {
    review() {
      const { me } = store.getState()
      const granted = toGranted(before, me)
      before = me
      if (granted !== null) announce({ kind: 'status', ...granted })
    },
  }
}

/** A request that stood is gone, and its break is there instead; null for anything else. */
export function toGranted(
  before: Agent | null,
  me: Agent | null,
): { readonly status: ChosenStatus; readonly effect: 'now' | 'next' } | null {
  const reasonId = before?.breakRequest?.reasonId
  if (before?.id !== me?.id || me === null || reasonId === undefined || me.breakRequest !== undefined)
    return null
  const status: ChosenStatus = { kind: 'break', reasonId }
  if (isSame(me.nextStatus, reasonId)) return { status, effect: 'next' }
  return isSame(me.status, reasonId) ? { status, effect: 'now' } : null
}

function isSame(status: Agent['status'] | Agent['nextStatus'], reasonId: string): boolean {
  return status?.kind === 'break' && status.reasonId === reasonId
}
