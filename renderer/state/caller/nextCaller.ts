/** Keeps the caller who rings here next ready to be drawn before they ring, so that the ring only has to show them. */
import type { Agent } from '#contract/agent'
import type { Call } from '#contract/call'
import type { CardAnswer } from '#contract/callerCard'
import type { Centre } from '#contract/centre'
import { mergeCard, toLiveView } from '#renderer/state/caller/callerView'
import type { PreparedCards } from '#renderer/state/caller/preparedCards'
import type { DeskCore } from '#renderer/state/deskCore'
import type { CallerView } from '#renderer/state/deskModel'

export interface NextCallerFlow {
  /** Something that bears on who waits has changed. */
  review(): void
  end(): void
}

/** A caller who rings at once is drawn by the ring: what is drawn beforehand shall not be in its way. */
const leisureMs = 150

export function createNextCallerFlow(core: DeskCore, prepared: PreparedCards): NextCallerFlow {
  let cancel: (() => void) | null = null
  const choose = () => {
    cancel = null
    const { centre, me, clockOffsetMs, nextCaller } = core.store.getState()
    const nowMs = core.clock.nowMs() + clockOffsetMs
    const chosen = chooseNextCaller(centre, me, (number) => prepared.find(number, nowMs))
    if (!isSameCaller(chosen, nextCaller)) core.store.setState({ nextCaller: chosen })
  }
  return {
    review() {
      cancel ??= core.clock.after(leisureMs, choose)
    },
    end() {
      cancel?.()
      cancel = null
    },
  }
}

/** The first in line of this agent's queues whose card is there; null when nobody waits. */
export function chooseNextCaller(
  centre: Centre | null,
  me: Agent | null,
  findCard: (number: string) => CardAnswer | null,
): CallerView | null {
  if (centre === null || me === null) return null
  const waiting = centre.calls.filter((call) => waitsFor(call, me)).toSorted(byTurn)
  for (const call of waiting) {
    const card = call.caller.number === null ? null : findCard(call.caller.number)
    if (card !== null) return mergeCard(toLiveView(call, centre, me), card)
  }
  return null
}

/** One whose phone rings here already is on the screen. */
function waitsFor({ state, queueId }: Call, me: Agent): boolean {
  if (state.kind !== 'waiting' || queueId === null) return false
  return me.queueIds.includes(queueId) && !state.offeredTo.includes(me.id)
}

function byTurn(a: Call, b: Call): number {
  return b.priority - a.priority || a.enteredAtMs - b.enteredAtMs
}

/** The same caller stays the same object: what is drawn of them is not drawn again. */
function isSameCaller(a: CallerView | null, b: CallerView | null): boolean {
  return a?.key === b?.key && a?.card === b?.card && a?.queueName === b?.queueName
}
