/** Which rows of a long list are drawn: those in sight, some beyond the edges, and the one that has the focus. */

/** Rows drawn beyond the edge that is scrolled to, so that a turn of the wheel finds them painted. */
const ahead = 8
/** Beyond the upper edge otherwise; beyond the lower one stand those of the step. */
const behind = 2
/** The window moves in steps of this many rows: most frames of a scroll draw nothing anew. */
const step = 4

export interface GridWindow {
  /** First row drawn, and the first after them that is not. */
  readonly from: number
  readonly to: number
}

/** Where a list was scrolled to last: up −1, down 1, nowhere yet 0. */
export type Heading = -1 | 0 | 1

export function toGridWindow(
  scrollPx: number,
  viewPx: number,
  rowPx: number,
  rowCount: number,
  heading: Heading,
): GridWindow {
  const first = Math.floor(Math.max(0, scrollPx) / rowPx / step) * step
  const shown = Math.ceil(viewPx / rowPx) + step
  const to = Math.min(rowCount, first + shown + (heading > 0 ? ahead : 0))
  return { from: Math.max(0, Math.min(first - (heading < 0 ? ahead : behind), to)), to }
}

/** The indexes drawn, in their order; the focused row keeps its place in the document wherever it is scrolled to. */
export function toDrawnIndexes({ from, to }: GridWindow, focused: number, rowCount: number): number[] {
  const drawn = Array.from({ length: to - from }, (_, offset) => from + offset)
  if (focused < 0 || focused >= rowCount) return drawn
  if (focused < from) return [focused, ...drawn]
  return focused >= to ? [...drawn, focused] : drawn
}

/** Where to scroll so that the row is wholly in sight; null where it is. */
export function toScrollFor(index: number, rowPx: number, scrollPx: number, viewPx: number): number | null {
  const top = index * rowPx
  if (top < scrollPx) return top
  return top + rowPx > scrollPx + viewPx ? top + rowPx - viewPx : null
}
