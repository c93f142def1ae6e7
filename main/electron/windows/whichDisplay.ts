/** Decides on which display something belongs, and names an arrangement of displays so that places can be kept by it. Pure. */

export interface Spot {
  readonly x: number
  readonly y: number
}

/** In device-independent pixels, as Electron counts them. */
export interface Area extends Spot {
  readonly width: number
  readonly height: number
}

export interface DisplayAreas {
  readonly bounds: Area
  /** Without task bar, dock and menu bar. */
  readonly workArea: Area
}

/**
 * The display in use: where the desk is, while it is in front (`desk` is its window then, otherwise null), and where the
 * pointer is when the person works in another program. Which window that program has is nobody's business.
 */
export function whichDisplay<D extends DisplayAreas>(
  displays: readonly D[],
  { desk, pointer }: { readonly desk: Area | null; readonly pointer: Spot },
): D | null {
  return findNearest(displays, desk === null ? pointer : toMiddle(desk))
}

/** The display the spot is on, or the nearest one; null for no display at all. */
export function findNearest<D extends DisplayAreas>(displays: readonly D[], spot: Spot): D | null {
  let nearest: D | null = null
  for (const display of displays)
    if (nearest === null || toDistance(display.bounds, spot) < toDistance(nearest.bounds, spot))
      nearest = display
  return nearest
}

/** The same for the same displays in the same places, whatever order or numbers the system gives them. */
export function nameArrangement(displays: readonly DisplayAreas[]): string {
  return displays
    .map(({ bounds }) => nameDisplay(bounds))
    .sort()
    .join(' ')
}

export function nameDisplay({ x, y, width, height }: Area): string {
  return `${x},${y},${width}x${height}`
}

/** The same rectangle moved, and made smaller where it must be, until all of it can be seen. */
export function keepInside(rectangle: Area, area: Area): Area {
  const width = Math.min(rectangle.width, area.width)
  const height = Math.min(rectangle.height, area.height)
  return {
    x: clamp(rectangle.x, area.x, area.x + area.width - width),
    y: clamp(rectangle.y, area.y, area.y + area.height - height),
    width,
    height,
  }
}

export function toMiddle({ x, y, width, height }: Area): Spot {
  return { x: x + width / 2, y: y + height / 2 }
}

/** 0 on the display; its right and lower edges belong to the next one. */
function toDistance({ x, y, width, height }: Area, spot: Spot): number {
  return Math.hypot(spot.x - clamp(spot.x, x, x + width - 1), spot.y - clamp(spot.y, y, y + height - 1))
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}
