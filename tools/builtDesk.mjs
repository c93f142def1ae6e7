/** Which bundle of the desk was made last, and whether it is made of the present sources; runs on plain Node ≥ 20. */
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '#tools/root.mjs'

export const builtDesks = join(root, 'out/desk')
/** Names the last bundle and what it was made of. */
export const builtDeskNote = join(builtDesks, 'newest.json')
export const deskEntry = 'startDesk.js'

export function readBuiltDesk() {
  try {
    const { folder, sources } = JSON.parse(readFileSync(builtDeskNote, 'utf8'))
    const file = join(builtDesks, folder, deskEntry)
    return { file, isFresh: stampOf(file) !== null && isFresh(sources) }
  } catch {
    return null
  }
}

/** Looking at hundreds of files takes a few milliseconds, reading them fifty. */
function isFresh(sources) {
  return Object.entries(sources).every(
    ([file, stamp]) => stamp !== null && stampOf(join(root, file)) === stamp,
  )
}

export function stampOf(path) {
  const found = statSync(path, { throwIfNoEntry: false })
  return found === undefined ? null : `${found.size} ${found.mtimeMs}`
}
