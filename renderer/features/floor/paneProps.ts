/** What every pane of the floor is given. */
import type { FloorView } from '#contract/settings'
import type { LostFloor } from '#renderer/state/floor/floorLink'
import type { FloorSorter } from '#renderer/state/floor/floorSort'
import type { ChangeFloorView } from '#renderer/state/floor/floorView'

export interface PaneProps {
  /** How the floor was left: filters, groups and sorts. */
  readonly view: FloorView
  readonly onView: ChangeFloorView
  readonly sorter: FloorSorter
  /** A menu or a dialog about a row is open: rows keep their places. */
  readonly isBusy: boolean
  /** What is lost, and so how old everything shown is; null while it is live. */
  readonly lost: LostFloor | null
}
