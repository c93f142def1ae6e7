/** What a key means in a grid (WAI-ARIA grid pattern, rows first): to another row, into the row's buttons, or its menu. */

export type GridMove =
  | { readonly kind: 'row'; readonly to: number }
  | { readonly kind: 'inside'; readonly by: 1 | -1 }
  | { readonly kind: 'menu' }

export interface GridPlace {
  /** −1 while no row has the focus. */
  readonly row: number
  readonly rowCount: number
  /** Rows a page holds. */
  readonly pageRows: number
  readonly direction: 'ltr' | 'rtl'
}

export type GridKey = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>

/** null: the key means nothing to the grid. */
export function toGridMove(press: GridKey, place: GridPlace): GridMove | null {
  if (press.key === 'ContextMenu' || (press.key === 'F10' && press.shiftKey)) return { kind: 'menu' }
  if (press.altKey || press.ctrlKey || press.metaKey || press.shiftKey) return null
  const { row, rowCount, pageRows, direction } = place
  const toRow = (to: number): GridMove => ({ kind: 'row', to: Math.min(rowCount - 1, Math.max(0, to)) })
  const isRtl = direction === 'rtl'
  switch (press.key) {
    case 'ArrowDown':
      return toRow(row + 1)
    case 'ArrowUp':
      return toRow(row - 1)
    case 'PageDown':
      return toRow(row + pageRows)
    case 'PageUp':
      return toRow(row - pageRows)
    case 'Home':
      return toRow(0)
    case 'End':
      return toRow(rowCount - 1)
    case 'ArrowRight':
      return { kind: 'inside', by: isRtl ? -1 : 1 }
    case 'ArrowLeft':
      return { kind: 'inside', by: isRtl ? 1 : -1 }
    default:
      return null
  }
}
