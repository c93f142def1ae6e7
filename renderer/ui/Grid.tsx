/**
 * A long list as a grid: only rows in sight are drawn, the head stays, columns sort, and keys lead everywhere
 * (WAI-ARIA grid pattern). Tab enters it once; arrows, Home, End and the page keys go from row to row.
 */
import { type ComponentType, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import styles from '#renderer/ui/Grid.module.css'
import { GridHead } from '#renderer/ui/GridHead.tsx'
import { GridRow, type RowMarks } from '#renderer/ui/GridRow.tsx'
import { type GridMove, toGridMove } from '#renderer/ui/gridKeys'
import type { Order, OrderedRow } from '#renderer/ui/gridOrder'
import { type Heading, toDrawnIndexes, toGridWindow, toScrollFor } from '#renderer/ui/gridWindow'
import { joinClasses } from '#renderer/ui/joinClasses'

export interface GridColumn {
  readonly key: string
  readonly name: string
  readonly tip?: string
  /** Beside the name, for example the way to a formula. */
  readonly aside?: ReactNode
  readonly isSortable?: boolean
  readonly isFigure?: boolean
}

export interface GridSort {
  readonly by: string
  readonly isDescending: boolean
}

/** A row to lead to, by its key; each time with a serial of its own. `kind` is the list's own business. */
export interface GridJump {
  readonly kind?: string
  readonly id: string
  readonly serial: number
}

export interface GridProps<R extends OrderedRow> {
  readonly label: string
  readonly columns: readonly GridColumn[]
  /** Sets `--columns`, the widths. */
  readonly className: string | undefined
  readonly order: Order<R>
  readonly rowPx: number
  readonly sort: GridSort
  readonly onSort: (sort: GridSort) => void
  /** The cells of a row; the same component each time, so that a row that did not change is not drawn again. */
  readonly cells: ComponentType<{ readonly row: R; readonly isGone: boolean }>
  /** Marks on the row's own element; the same function each time. */
  readonly marks?: (row: R) => RowMarks
  /** Whether pointer or focus is in the list. */
  readonly onHold: (isHeld: boolean) => void
  /** Opens the row's menu beside this element. */
  readonly onMenu?: (row: R, at: HTMLElement) => void
  /** A key on a focused row that the grid has no use for. */
  readonly onRowKey?: (row: R, press: React.KeyboardEvent) => void
  /** What is shown is not known to be true any more. */
  readonly isStale: boolean
  /** Scrolls to this row and focuses it, once for each serial. */
  readonly jump?: GridJump | null
  /** Said when there are no rows. */
  readonly empty: ReactNode
}

/** As high as the head of every grid, in pixels. */
export const gridHeadPx = 32

export function Grid<R extends OrderedRow>(props: GridProps<R>) {
  const { order, rowPx } = props
  const { direction } = useI18n()
  const box = useRef<HTMLDivElement>(null)
  const wanted = useRef<string | null>(null)
  const [scroll, setScroll] = useState<Scroll>({ px: 0, heading: 0 })
  const viewPx = useViewPx(box)
  const [current, setCurrent] = useState<string | null>(null)
  const hold = useHold(props.onHold)
  const focused = current === null ? -1 : order.findIndex((placed) => placed.row.key === current)
  const shown = toGridWindow(scroll.px, viewPx, rowPx, order.length, scroll.heading)

  useLayoutEffect(() => {
    if (wanted.current === null || wanted.current !== current) return
    wanted.current = null
    findRow(box.current, current)?.focus({ preventScroll: true })
  })

  const goTo = (index: number): void => {
    const key = order[index]?.row.key
    const view = box.current
    if (key === undefined || view === null) return
    const to = toScrollFor(index, rowPx, view.scrollTop, viewPx)
    if (to !== null) view.scrollTop = to
    wanted.current = key
    setScroll((before) => toScroll(before, view.scrollTop))
    setCurrent(key)
    // Focused already, with the focus on one of its buttons: nothing would be drawn anew.
    if (key === current) findRow(view, key)?.focus({ preventScroll: true })
  }

  useJump(props.jump ?? null, order, goTo)

  const onKeyDown = (event: React.KeyboardEvent): void => {
    const row = toRowElement(event.target)
    if (row === null || event.defaultPrevented) return
    const pageRows = Math.max(1, Math.floor(viewPx / rowPx) - 1)
    const at = order.findIndex((placed) => placed.row.key === row.dataset.row)
    const isOnRow = event.target === row
    const move: GridMove | null =
      isOnRow && event.key === 'Enter'
        ? { kind: 'menu' }
        : toGridMove(event, { row: at, rowCount: order.length, pageRows, direction })
    if (move === null) {
      const placed = order[at]
      if (isOnRow && placed !== undefined && !placed.isGone) props.onRowKey?.(placed.row, event)
      return
    }
    event.preventDefault()
    if (move.kind === 'row') goTo(move.to)
    else if (move.kind === 'inside') stepInside(row, move.by)
    else openMenu(props, row)
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot leave out the rows that are out of sight.
    <div
      ref={box}
      role="grid"
      aria-label={props.label}
      aria-rowcount={order.length + 1}
      aria-colcount={props.columns.length}
      className={joinClasses(styles.grid, props.className, props.isStale && styles.stale)}
      onScroll={({ currentTarget }) => {
        const px = toStep(currentTarget.scrollTop, rowPx)
        setScroll((before) => toScroll(before, px))
      }}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        const key = toRowElement(event.target)?.dataset.row
        if (key !== undefined) setCurrent(key)
        hold.focus(true)
      }}
      onBlur={(event) => hold.focus(event.currentTarget.contains(event.relatedTarget))}
      onPointerEnter={() => hold.pointer(true)}
      onPointerLeave={() => hold.pointer(false)}
      onContextMenu={(event) => {
        const row = toRowElement(event.target)
        if (row === null || props.onMenu === undefined) return
        event.preventDefault()
        openMenu(props, row)
      }}
    >
      <GridHead columns={props.columns} sort={props.sort} onSort={props.onSort} direction={direction} />
      {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
      <div role="rowgroup" className={styles.body} style={{ blockSize: order.length * rowPx }}>
        {toDrawnIndexes(shown, focused, order.length).map((index) => {
          const placed = order[index]
          if (placed === undefined) return null
          const isEntry = focused < 0 ? index === 0 : index === focused
          return (
            <GridRow
              key={placed.row.key}
              row={placed.row}
              isGone={placed.isGone}
              index={index}
              rowPx={rowPx}
              isEntry={isEntry}
              cells={props.cells}
              marks={props.marks}
            />
          )
        })}
      </div>
      {order.length === 0 && <div className={styles.empty}>{props.empty}</div>}
    </div>
  )
}

function useJump<R extends OrderedRow>(
  jump: GridJump | null,
  order: Order<R>,
  goTo: (index: number) => void,
): void {
  const done = useRef(jump?.serial ?? null)
  useEffect(() => {
    if (jump === null || jump.serial === done.current) return
    const index = order.findIndex(({ row }) => row.key === jump.id)
    // Filtered out until now, perhaps: the next order may have it.
    if (index < 0) return
    done.current = jump.serial
    goTo(index)
  })
}

interface Scroll {
  readonly px: number
  readonly heading: Heading
}

/** The same while the list stays where it is: then nothing is drawn. */
function toScroll(before: Scroll, px: number): Scroll {
  return px === before.px ? before : { px, heading: px > before.px ? 1 : -1 }
}

/** What is drawn depends on whole steps alone: most scroll events change nothing. */
function toStep(scrollPx: number, rowPx: number): number {
  return Math.floor(scrollPx / rowPx / 4) * 4 * rowPx
}

function toRowElement(target: EventTarget): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null
}

function findRow(grid: HTMLElement | null, key: string | null): HTMLElement | null {
  return key === null ? null : (grid?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`) ?? null)
}

/** Forward into the row's buttons, one by one, and back out to the row. */
function stepInside(row: HTMLElement, by: 1 | -1): void {
  const stops = [row, ...row.querySelectorAll<HTMLElement>('button')]
  const at = stops.indexOf(document.activeElement as HTMLElement)
  stops[Math.min(stops.length - 1, Math.max(0, at + by))]?.focus({ preventScroll: true })
}

function openMenu<R extends OrderedRow>({ order, onMenu }: GridProps<R>, element: HTMLElement): void {
  const placed = order.find(({ row }) => row.key === element.dataset.row)
  if (placed === undefined || placed.isGone) return
  onMenu?.(placed.row, element.querySelector<HTMLElement>('[aria-haspopup="menu"]') ?? element)
}

/** Height of what is seen of the rows, in pixels. */
function useViewPx(box: React.RefObject<HTMLDivElement | null>): number {
  const [viewPx, setViewPx] = useState(600)
  useEffect(() => {
    const view = box.current
    if (view === null) return
    const watch = new ResizeObserver(() => setViewPx(Math.max(0, view.clientHeight - gridHeadPx)))
    watch.observe(view)
    return () => watch.disconnect()
  }, [box])
  return viewPx
}

function useHold(onHold: (isHeld: boolean) => void) {
  const held = useRef({ pointer: false, focus: false })
  const tell = (change: Partial<typeof held.current>): void => {
    const before = held.current.pointer || held.current.focus
    held.current = { ...held.current, ...change }
    const after = held.current.pointer || held.current.focus
    if (after !== before) onHold(after)
  }
  return {
    pointer: (pointer: boolean) => tell({ pointer }),
    focus: (focus: boolean) => tell({ focus }),
  }
}
