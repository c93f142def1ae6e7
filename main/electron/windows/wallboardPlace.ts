/** Decides where the wallboard's window stands: where it was put in this arrangement of displays, or a place that makes sense. Pure. */
import { z } from 'zod'
import {
  type Area,
  type DisplayAreas,
  findNearest,
  keepInside,
  nameArrangement,
  toMiddle,
} from '#main/electron/windows/whichDisplay'

export const BoardPlace = z.object({
  /** The window, or the one it is when it leaves the full screen. */
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(320).max(20_000),
  height: z.number().int().min(240).max(20_000),
  isFullScreen: z.boolean(),
})
export type BoardPlace = z.infer<typeof BoardPlace>

const mostPlaces = 20
export const KeptBoard = z.object({
  /** It was open when the program ended, and opens with it. */
  isOpen: z.boolean(),
  /** Newest first. */
  places: z.array(BoardPlace.extend({ arrangement: z.string().max(1000) })).max(mostPlaces),
})
export type KeptBoard = z.infer<typeof KeptBoard>

export const noBoard: KeptBoard = { isOpen: false, places: [] }

const firstSize = { width: 1280, height: 720 } as const

/**
 * A board whose display has gone takes another display whole, as before, but never the one the desk stands on: there it
 * is a window, or a call would ring beneath it.
 */
export function placeBoard(kept: KeptBoard, displays: readonly DisplayAreas[], desk: Area): BoardPlace {
  const arrangement = nameArrangement(displays)
  const known = kept.places.find((each) => each.arrangement === arrangement)
  if (known !== undefined) {
    const { isFullScreen, x, y, width, height } = known
    return { ...putOn({ x, y, width, height }, displays), isFullScreen }
  }
  const desks = findNearest(displays, toMiddle(desk))
  const free = displays.find((each) => each !== desks) ?? null
  const area = (free ?? desks)?.workArea ?? { x: 0, y: 0, ...firstSize }
  const isFullScreen = free !== null && (kept.places[0]?.isFullScreen ?? false)
  return { ...putInMiddle(area), isFullScreen }
}

/** What is kept once the board stands there in this arrangement. */
export function rememberBoard(
  kept: KeptBoard,
  displays: readonly DisplayAreas[],
  place: BoardPlace,
): KeptBoard {
  const arrangement = nameArrangement(displays)
  const others = kept.places.filter((each) => each.arrangement !== arrangement)
  return { ...kept, places: [{ ...place, arrangement }, ...others].slice(0, mostPlaces) }
}

function putOn(place: Area, displays: readonly DisplayAreas[]): Area {
  const display = findNearest(displays, toMiddle(place))
  return display === null ? place : keepInside(place, display.workArea)
}

function putInMiddle(area: Area): Area {
  const { width, height } = keepInside({ ...area, ...firstSize }, area)
  return {
    x: Math.round(area.x + (area.width - width) / 2),
    y: Math.round(area.y + (area.height - height) / 2),
    width,
    height,
  }
}
