/** Gives the page's parts the desk: a selector for what they show, actions for what they do. */
import { createContext, type ReactNode, use } from 'react'
import { useStore } from 'zustand'
import type { StoreApi } from 'zustand/vanilla'
import type { DeskActions, DeskModel } from '#renderer/state/deskModel'

export interface Desk {
  readonly store: StoreApi<DeskModel>
  readonly actions: DeskActions
}

const DeskContext = createContext<Desk | null>(null)

export function DeskProvider({ desk, children }: { readonly desk: Desk; readonly children: ReactNode }) {
  return <DeskContext value={desk}>{children}</DeskContext>
}

/** The selected part of the model; the component renders again only when that part changes. */
export function useDesk<T>(select: (model: DeskModel) => T): T {
  return useStore(useDeskContext().store, select)
}

export function useActions(): DeskActions {
  return useDeskContext().actions
}

/** For what follows the model at a pace of its own. */
export function useDeskStore(): StoreApi<DeskModel> {
  return useDeskContext().store
}

function useDeskContext(): Desk {
  const desk = use(DeskContext)
  if (desk === null) throw new Error('A desk part was rendered outside DeskProvider')
  return desk
}
