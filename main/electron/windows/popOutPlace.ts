/** Decides when the pop-out card stands over other programs, and where. Pure. */
import { z } from 'zod'
import type { PopOutWhen } from '#contract/popOut'
import {
  type Area,
  type DisplayAreas,
  keepInside,
  nameArrangement,
  nameDisplay,
} from '#main/electron/windows/whichDisplay'

/** Wide enough for the buttons in both languages. */
export const cardSize = { width: 380, height: 176 } as const

/** From the edges of the display, at first. */
const marginPx = 24

export interface CardMoment {
  readonly when: PopOutWhen
  /** The phone has a call in focus. */
  readonly hasCall: boolean
  /** The desk's window is seen and has the keys. */
  readonly isDeskInFront: boolean
}

export function isCardWanted({ when, hasCall, isDeskInFront }: CardMoment): boolean {
  if (!hasCall || when === 'never') return false
  return when === 'always' || !isDeskInFront
}

export interface CardReach {
  readonly platform: NodeJS.Platform
  readonly environment: Readonly<Record<string, string | undefined>>
  /** A screen reader or the like is in use: it is told of notifications, and hardly of a window that takes no keys. */
  readonly isAssisted: boolean
}

/**
 * Whether the card may tell of a ring alone, without a notification. Under Wayland no program says which of its windows is
 * on top.
 */
export function isCardEnough({ platform, environment, isAssisted }: CardReach): boolean {
  return !isAssisted && (platform !== 'linux' || environment.XDG_SESSION_TYPE !== 'wayland')
}

/** Where a person put the card: from the upper left corner of a display's work area, in one arrangement of displays. */
export const CardSpot = z.object({
  arrangement: z.string().max(1000),
  display: z.string().max(80),
  x: z.number().int(),
  y: z.number().int(),
})
export type CardSpot = z.infer<typeof CardSpot>

const mostSpots = 40
/** Newest first. */
export const CardSpots = z.array(CardSpot).max(mostSpots)

/** On `display`, which is one of `displays`: where it was put the last time, or in the lower corner; always whole in sight. */
export function placeCard(
  spots: readonly CardSpot[],
  displays: readonly DisplayAreas[],
  { bounds, workArea }: DisplayAreas,
): Area {
  const arrangement = nameArrangement(displays)
  const kept = spots.find((each) => each.arrangement === arrangement && each.display === nameDisplay(bounds))
  const x = kept?.x ?? workArea.width - cardSize.width - marginPx
  const y = kept?.y ?? workArea.height - cardSize.height - marginPx
  return keepInside({ x: workArea.x + x, y: workArea.y + y, ...cardSize }, workArea)
}

/** The list with the place the card was moved to on this display, for this arrangement; older ones of others stay. */
export function rememberSpot(
  spots: readonly CardSpot[],
  displays: readonly DisplayAreas[],
  { bounds, workArea }: DisplayAreas,
  card: Area,
): CardSpot[] {
  const spot: CardSpot = {
    arrangement: nameArrangement(displays),
    display: nameDisplay(bounds),
    x: Math.round(card.x - workArea.x),
    y: Math.round(card.y - workArea.y),
  }
  const others = spots.filter(
    ({ arrangement, display }) => arrangement !== spot.arrangement || display !== spot.display,
  )
  return [spot, ...others].slice(0, mostSpots)
}
