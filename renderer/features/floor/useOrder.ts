/** The order a list of the floor is shown in; see `gridOrder` for when it may change. */
import { useEffect, useRef, useState } from 'react'
import { holdOrder, keepOrder, type Order, type OrderedRow, placeAll } from '#renderer/ui/gridOrder'

/** How often a list that nobody touches is sorted anew. */
const sortEveryMs = 1000

export interface Listed<R> {
  /** Everything there is, whether it is shown or not. */
  readonly all: readonly R[]
  /** What passes the filter, in any order. */
  readonly shown: () => readonly R[]
  /** The same in its order. */
  readonly sorted: () => readonly R[]
  /** Names sort, filter and grouping: a change of it is what a person asked for, and orders at once. */
  readonly sortKey: string
  /** Whether pointer or focus is in the list. */
  readonly isHeld: boolean
}

interface Last<R> extends Pick<Listed<R>, 'all' | 'sortKey' | 'isHeld'> {
  readonly order: Order<R>
  /** Counts the sorts. */
  readonly beat: number
}

export function useOrder<R extends OrderedRow>(listed: Listed<R>): Order<R> {
  const { all, sortKey, isHeld } = listed
  const beat = useBeat(isHeld)
  const last = useRef<Last<R> | null>(null)
  const before = last.current
  const isSame = before?.all === all && before.sortKey === sortKey && before.isHeld === isHeld
  if (before !== null && isSame && (isHeld || before.beat === beat)) return before.order
  const order = toOrder(before, listed, beat)
  last.current = { order, sortKey, beat, all, isHeld }
  return order
}

/** Beats once a second, and at once when the hand leaves; stands still while it is there. */
function useBeat(isHeld: boolean): number {
  const [beat, setBeat] = useState(0)
  useEffect(() => {
    if (isHeld) return
    setBeat((before) => before + 1)
    const timer = setInterval(() => setBeat((before) => before + 1), sortEveryMs)
    return () => clearInterval(timer)
  }, [isHeld])
  return beat
}

function toOrder<R extends OrderedRow>(before: Last<R> | null, listed: Listed<R>, beat: number): Order<R> {
  if (before === null || before.sortKey !== listed.sortKey) return placeAll(listed.sorted())
  if (listed.isHeld) return holdOrder(before.order, listed.shown(), listed.all)
  if (before.beat === beat) return keepOrder(before.order, listed.shown())
  return sameOr(before.order, listed.sorted())
}

/** The same list when sorting changed nothing: then nothing is drawn. */
function sameOr<R>(before: Order<R>, rows: readonly R[]): Order<R> {
  const isSame =
    before.length === rows.length && before.every((placed, at) => placed.row === rows[at] && !placed.isGone)
  return isSame ? before : placeAll(rows)
}
