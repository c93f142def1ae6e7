/** Remembers where the window stood, and puts it back there while that place can still be seen. */
import { type BrowserWindow, type Rectangle, screen } from 'electron'
import { z } from 'zod'
import type { Log } from '#main/desk/log'
import { readKept, writeKept } from '#main/store/keptFile'

const Place = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(480).max(20_000),
  height: z.number().int().min(480).max(20_000),
  isMaximized: z.boolean(),
})
export type Place = z.infer<typeof Place>

/** A handful of pixels of its head must be on a screen, or nobody could take hold of it. */
const leastSeenPx = 64

/** null where nothing is kept, or the display it stood on is gone. */
export function readPlace(path: string): Place | null {
  const place = readKept(path, Place)
  if (place === null) return null
  return screen.getAllDisplays().some(({ workArea }) => isSeen(place, workArea)) ? place : null
}

/** Pure: whether the head of the window can be taken hold of on this display. */
export function isSeen(place: Rectangle, area: Rectangle): boolean {
  const across = Math.min(place.x + place.width, area.x + area.width) - Math.max(place.x, area.x)
  const isHeadOn = place.y >= area.y && place.y + leastSeenPx <= area.y + area.height
  return across >= leastSeenPx && isHeadOn
}

/** Written when the window closes. */
export function keepPlace(window: BrowserWindow, path: string, log: Log): void {
  window.on('close', () => {
    const place: Place = { ...window.getNormalBounds(), isMaximized: window.isMaximized() }
    writeKept(path, place, log, 'the place of the window')
  })
}
