/** What a supervisor does on the floor: one at a time for each row, said when it is done or refused, and undone. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ChosenStatus } from '#contract/agent'
import type { AgentId, CallId, QueueId } from '#contract/ids'
import type { AskAct } from '#renderer/state/askAct'

/** `who` and `to` are the names said of it; `to` is empty where nobody and nothing else takes part. */
interface Said {
  readonly who: string
  readonly to?: string
}

export type FloorAct = Said &
  (
    | { readonly kind: 'give' | 'take'; readonly callId: CallId; readonly agentId: AgentId }
    | { readonly kind: 'raise'; readonly callId: CallId; readonly priority: number }
    | { readonly kind: 'move' | 'moveBack'; readonly callId: CallId; readonly queueId: QueueId }
    | { readonly kind: 'hangUp'; readonly callId: CallId }
    | { readonly kind: 'status'; readonly agentId: AgentId; readonly status: ChosenStatus }
    | { readonly kind: 'finishWrapUp'; readonly agentId: AgentId; readonly callId: CallId }
    | { readonly kind: 'signOut' | 'clearHelp'; readonly agentId: AgentId }
    | {
        readonly kind: 'addToQueue'
        readonly agentId: AgentId
        readonly queueId: QueueId
        readonly penalty: number
      }
    | {
        readonly kind: 'removeFromQueue' | 'resumeInQueue'
        readonly agentId: AgentId
        readonly queueId: QueueId
      }
    | {
        readonly kind: 'pauseInQueue'
        readonly agentId: AgentId
        readonly queueId: QueueId
        readonly reasonId: string
      }
  )

export type FloorActKind = FloorAct['kind']

export interface FloorSaid {
  readonly serial: number
  readonly act: FloorAct
  readonly isDone: boolean
  /** What takes it back, in this order; empty where nothing does. */
  readonly undo: readonly FloorAct[]
}

export interface FloorActsModel {
  /** Calls and agents something is being done to. */
  readonly pending: ReadonlySet<string>
  readonly said: FloorSaid | null
}

export interface FloorActs {
  readonly store: StoreApi<FloorActsModel>
  /** True when it was carried out. Refused at once while something is being done to the same call or agent. */
  perform(act: FloorAct, undo?: readonly FloorAct[]): Promise<boolean>
  undo(): Promise<void>
  /** Takes away what was said, unless something else was said since. */
  forget(serial: number): void
}

export function createFloorActs(askAct: AskAct): FloorActs {
  const store = createStore<FloorActsModel>(() => ({ pending: new Set(), said: null }))
  let serial = 0
  const setPending = (key: string, isPending: boolean): void => {
    const pending = new Set(store.getState().pending)
    if (isPending) pending.add(key)
    else pending.delete(key)
    store.setState({ pending })
  }
  const perform = async (act: FloorAct, undo: readonly FloorAct[] = []): Promise<boolean> => {
    const key = toSubject(act)
    if (store.getState().pending.has(key)) return false
    setPending(key, true)
    const isDone = await carryOut(askAct, act)
    setPending(key, false)
    serial += 1
    store.setState({ said: { serial, act, isDone, undo: isDone ? undo : [] } })
    return isDone
  }
  return {
    store,
    perform,
    async undo() {
      const { said } = store.getState()
      if (said === null || said.undo.length === 0) return
      store.setState({ said: null })
      for (const act of said.undo) if (!(await perform(act))) return
    },
    forget(which) {
      if (store.getState().said?.serial === which) store.setState({ said: null })
    },
  }
}

/** The call or agent something is done to. */
export function toSubject(act: FloorAct): string {
  return 'callId' in act && act.kind !== 'finishWrapUp' ? act.callId : act.agentId
}

async function carryOut(askAct: AskAct, act: FloorAct): Promise<boolean> {
  switch (act.kind) {
    case 'give':
    case 'take':
      return (await askAct('floor', 'giveTo', { callId: act.callId, agentId: act.agentId })).ok
    case 'raise':
      return (await askAct('floor', 'prioritise', { callId: act.callId, priority: act.priority })).ok
    case 'move':
    case 'moveBack':
      return (await askAct('floor', 'moveToQueue', { callId: act.callId, queueId: act.queueId })).ok
    case 'hangUp':
      return (await askAct('floor', 'hangUp', { callId: act.callId })).ok
    case 'status':
      return (await askAct('people', 'setStatus', { agentId: act.agentId, status: act.status })).ok
    case 'finishWrapUp':
      return (await askAct('people', 'finishWrapUp', { agentId: act.agentId, callId: act.callId })).ok
    case 'signOut':
      return (await askAct('people', 'signOut', { agentId: act.agentId })).ok
    case 'clearHelp':
      return (await askAct('help', 'clear', { agentId: act.agentId })).ok
    case 'addToQueue': {
      const { queueId, agentId, penalty } = act
      return (await askAct('floor', 'addToQueue', { queueId, agentId, penalty })).ok
    }
    case 'pauseInQueue':
    case 'resumeInQueue': {
      const { queueId, agentId } = act
      const reasonId = act.kind === 'pauseInQueue' ? act.reasonId : null
      return (await askAct('floor', 'pauseInQueue', { queueId, agentId, reasonId })).ok
    }
    case 'removeFromQueue':
      return (await askAct('floor', 'removeFromQueue', { queueId: act.queueId, agentId: act.agentId })).ok
  }
}

/** `prioritise` takes no more. */
export const maxPriority = 1000

export interface MovedCaller {
  readonly callId: CallId
  readonly who: string
  readonly queueId: QueueId
  readonly queueName: string
  readonly priority: number
}

/**
 * A caller who is moved back would stand last in a line they had a place in: they are raised above those who were behind
 * them, which costs the ones before them less than it would cost the caller.
 */
export function toMoveBack({ callId, who, queueId, queueName, priority }: MovedCaller): FloorAct[] {
  return [
    { kind: 'moveBack', callId, who, to: queueName, queueId },
    { kind: 'raise', callId, who, priority: Math.min(maxPriority, priority + 1) },
  ]
}
