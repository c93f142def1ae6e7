/** Tells which headset a chosen microphone belongs to, by the label a browser gives it. */
import { formatIds, type HidGroup } from '#native/service/groupPaths'

/**
 * Chromium ends the label of a USB microphone with its ids, "Headset (Jabra EVOLVE LINK) (0b0e:0307)"; where it does
 * not, the product name in the label decides, the longest first. null when none fits.
 */
export function matchMicrophone(label: string, groups: readonly HidGroup[]): HidGroup | null {
  const ids = /\(([0-9a-f]{4}:[0-9a-f]{4})\)\s*$/i.exec(label)?.[1]?.toLowerCase()
  const byIds = groups.find((group) => formatIds(group) === ids)
  if (byIds !== undefined) return byIds
  const folded = fold(label)
  const byName = groups
    .filter((group) => fold(group.name).length >= 4 && folded.includes(fold(group.name)))
    .toSorted((a, b) => b.name.length - a.name.length)
  return byName[0] ?? null
}

function fold(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}
