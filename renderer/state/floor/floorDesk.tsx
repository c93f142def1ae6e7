/** Gives the floor's parts what they share: the acts, what opens beside a row, and what may be done about an agent. */
import { createContext, type ReactNode, use, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { Centre } from '#contract/centre'
import type { QueueId } from '#contract/ids'
import { createFloorActs, type FloorActs, type FloorSaid } from '#renderer/state/floor/floorActs'
import type { AgentRow } from '#renderer/state/floor/floorAgents'
import type { MonitorPlace } from '#renderer/state/floor/floorMonitoring'
import type { QueueRow } from '#renderer/state/floor/floorQueues'
import type { WaitingRow } from '#renderer/state/floor/floorWaiting'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'

/** What a menu or a dialog is about. */
export type FloorSubject =
  | { readonly kind: 'agent'; readonly row: AgentRow }
  | { readonly kind: 'queue'; readonly row: QueueRow }
  | { readonly kind: 'waiting'; readonly row: WaitingRow; readonly who: string }

/** What is asked before something is done. */
export type FloorQuestion =
  | { readonly kind: 'give' | 'move'; readonly row: WaitingRow; readonly who: string }
  | {
      readonly kind:
        | 'status'
        | 'addToQueue'
        | 'removeFromQueue'
        | 'pauseInQueue'
        | 'resumeInQueue'
        | 'message'
        | 'hangUp'
      readonly row: AgentRow
    }

export interface FloorDesk {
  readonly acts: FloorActs
  /** Opens the menu of a row beside this element. */
  readonly openMenu: (subject: FloorSubject, at: HTMLElement) => void
  readonly ask: (question: FloorQuestion) => void
}

const FloorDeskContext = createContext<FloorDesk | null>(null)
const PlaceContext = createContext<MonitorPlace>({
  meId: null,
  ownSessions: 0,
  isInCall: false,
  right: 'none',
  closedQueues: new Set(),
})

export interface FloorDeskProviderProps extends Omit<FloorDesk, 'acts'> {
  readonly children: ReactNode
}

export function FloorDeskProvider({ openMenu, ask, children }: FloorDeskProviderProps) {
  const { askAct } = useActions()
  const [acts] = useState(() => createFloorActs(askAct))
  const desk = useMemo(() => ({ acts, openMenu, ask }), [acts, openMenu, ask])
  return (
    <FloorDeskContext value={desk}>
      <PlaceContext value={usePlace()}>{children}</PlaceContext>
    </FloorDeskContext>
  )
}

/** The same object while it says the same: every row looks at it. */
function usePlace(): MonitorPlace {
  const meId = useDesk((model) => model.desk?.session?.agentId ?? null)
  const ownSessions = useDesk((model) => countOwnSessions(model.centre, meId))
  const isInCall = useDesk((model) => model.phone.call !== null && model.phone.call.state !== 'ended')
  // A gateway that does not say leaves everything to be tried, and refuses what may not be.
  const right = useDesk((model) => model.centre?.monitorRight ?? 'full')
  const closed = useDesk((model) => toClosedQueues(model.centre?.queues))
  const closedQueues = useMemo(
    () => new Set(closed === '' ? [] : (closed.split('\n') as QueueId[])),
    [closed],
  )
  return useMemo(
    () => ({ meId, ownSessions, isInCall, right, closedQueues }),
    [meId, ownSessions, isInCall, right, closedQueues],
  )
}

/** As one word, so that it is the same while it says the same. */
function toClosedQueues(queues: Centre['queues'] = []): string {
  return queues.flatMap(({ id, allowsMonitoring }) => (allowsMonitoring === false ? [id] : [])).join('\n')
}

function countOwnSessions(centre: Centre | null, meId: string | null): number {
  return (centre?.monitors ?? []).filter(
    ({ supervisorId, state }) => supervisorId === meId && state.kind !== 'ended',
  ).length
}

export function useMonitorPlace(): MonitorPlace {
  return use(PlaceContext)
}

export function useFloorDesk(): FloorDesk {
  const desk = use(FloorDeskContext)
  if (desk === null) throw new Error('A part of the floor was rendered outside FloorDeskProvider')
  return desk
}

/** Whether something is being done to this call or agent. */
export function usePending(key: string): boolean {
  return useStore(useFloorDesk().acts.store, (model) => model.pending.has(key))
}

export function useFloorSaid(): FloorSaid | null {
  return useStore(useFloorDesk().acts.store, (model) => model.said)
}
