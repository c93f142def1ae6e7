/** Says where the laboratory's Asterisk is kept: outside the project, for all its checkouts. */
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** `NAJVA_LAB_DIR`, otherwise the system's place for such things: root's, or the person's cache. */
export function toLabFolder(env: Readonly<Record<string, string | undefined>>, isRoot: boolean): string {
  const named = env.NAJVA_LAB_DIR
  if (named !== undefined && named !== '') return named
  return isRoot ? '/var/lib/najva-lab' : join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'najva-lab')
}

export function isRootUser(): boolean {
  return process.getuid?.() === 0
}

export function labFolder(): string {
  return toLabFolder(process.env, isRootUser())
}

/** The tree Asterisk runs in. */
export function rootOf(folder: string): string {
  return join(folder, 'root')
}

/** Why no Asterisk can be started here, in a few words; null when one can. */
export function whyNoAsterisk(folder = labFolder()): string | null {
  if (process.platform !== 'linux') return 'the laboratory needs Linux'
  if (!isRootUser()) return 'the laboratory needs root'
  if (!existsSync(join(rootOf(folder), 'usr/sbin/asterisk'))) return 'run `npm run lab:asterisk` once'
  return null
}
