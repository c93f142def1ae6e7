/**
 * The order of a list that never jumps under a hand: while the pointer or the focus is in it, rows keep their places, who
 * comes is put at the end, and who goes leaves a gap behind. Elsewhere it follows its sort, once a second.
 */

export interface OrderedRow {
  readonly key: string
}

export interface PlacedRow<R> {
  readonly row: R
  /** Gone from the list, and shown as it was last until the hand leaves. */
  readonly isGone: boolean
}

/** A hand that rests for an hour must not fill the list with what went: beyond this many it is ordered anew. */
export const maxGaps = 100

export type Order<R> = readonly PlacedRow<R>[]

/**
 * `sorted` are the rows to show, `all` those that are there at all: one that no longer passes the filter stays while it
 * is held. Null for `before` orders anew.
 */
export function holdOrder<R extends OrderedRow>(
  before: Order<R>,
  sorted: readonly R[],
  all: readonly R[],
): Order<R> {
  const present = new Map(all.map((row) => [row.key, row]))
  let gaps = 0
  const kept = before.map((placed) => {
    const row = present.get(placed.row.key)
    if (row === undefined) {
      gaps += 1
      return placed.isGone ? placed : { row: placed.row, isGone: true }
    }
    return placed.row === row && !placed.isGone ? placed : { row, isGone: false }
  })
  if (gaps > maxGaps) return placeAll(sorted)
  const held = new Set(before.map((placed) => placed.row.key))
  const come = sorted.filter((row) => !held.has(row.key))
  return come.length === 0 ? kept : [...kept, ...placeAll(come)]
}

/** The same places with what is there now: gone rows leave, those who come go to the end. Between two sorts. */
export function keepOrder<R extends OrderedRow>(before: Order<R>, sorted: readonly R[]): Order<R> {
  const shown = new Map(sorted.map((row) => [row.key, row]))
  const kept: PlacedRow<R>[] = []
  for (const placed of before) {
    const row = shown.get(placed.row.key)
    if (row === undefined) continue
    shown.delete(row.key)
    kept.push(placed.row === row && !placed.isGone ? placed : { row, isGone: false })
  }
  return shown.size === 0 ? kept : [...kept, ...placeAll([...shown.values()])]
}

export function placeAll<R>(rows: readonly R[]): Order<R> {
  return rows.map((row) => ({ row, isGone: false }))
}
