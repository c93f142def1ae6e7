/** The caller under the pointer while one is dragged: a browser hides what is carried until it is dropped. */
import type { WaitingRow } from '#renderer/state/floor/floorWaiting'

export interface DraggedCaller {
  current: { readonly row: WaitingRow; readonly who: string } | null
}

/** What is carried, for anybody else's page to have no use of. */
export const dragType = 'application/x-najva-caller'
