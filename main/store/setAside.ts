/** Moves a file that cannot be used out of the way without losing it, and keeps such files from piling up. */
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Clock } from '#contract/time'

/** How many generations of one file are kept: enough to look into, not enough to fill a disk. */
const keptGenerations = 3

/** SQLite's companions: without them the newest transactions of the file would be lost to whoever looks into it. */
const companions = ['-wal', '-shm', '-journal']

/**
 * Renames `path` to `<path>.set-aside-<UTC time>`, with its companions, and returns the new path. Throws the
 * system's error when the folder cannot be written.
 */
export function setAside(path: string, clock: Clock): string {
  const target = freeName(`${path}.set-aside-${toStamp(clock.nowMs())}`)
  renameSync(path, target)
  for (const companion of companions)
    if (existsSync(path + companion)) renameSync(path + companion, target + companion)
  dropOld(path)
  return target
}

/** `20261123T060000Z`: sorts by time and is a legal file name everywhere. */
function toStamp(atMs: number): string {
  return new Date(atMs).toISOString().replace(/[-:]|\.\d+/g, '')
}

function freeName(wanted: string): string {
  let name = wanted
  for (let count = 2; existsSync(name); count += 1) name = `${wanted}-${count}`
  return name
}

function dropOld(path: string): void {
  const prefix = `${basename(path)}.set-aside-`
  const isCompanion = (name: string) => companions.some((companion) => name.endsWith(companion))
  const generations = readdirSync(dirname(path))
    .filter((name) => name.startsWith(prefix) && !isCompanion(name))
    .toSorted()
  for (const name of generations.slice(0, -keptGenerations))
    for (const suffix of ['', ...companions]) rmSync(join(dirname(path), name + suffix), { force: true })
}

/** Destroys every file of a folder that was set aside, for whoever must be in none of them. */
export function destroySetAside(folder: string): void {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder))
    if (name.includes('.set-aside-')) rmSync(join(folder, name), { force: true })
}
