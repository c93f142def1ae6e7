/** Finds Electron's runtime, which its package fetches at the first start, and fetches it where that is possible. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '#tools/root.mjs'

const packageDir = join(root, 'node_modules/electron')
/** A desk is wanted now: a download that takes longer goes on while the browser shows the page. */
const fetchLimitMs = 20_000

/** The path of the program; null when it is not there. */
export function findElectron(): string | null {
  const pathFile = join(packageDir, 'path.txt')
  if (!existsSync(pathFile)) return null
  const program = join(packageDir, 'dist', readFileSync(pathFile, 'utf8').trim())
  return existsSync(program) ? program : null
}

/** Why Electron's window cannot be shown here at all; null when it can. */
export function whyNoWindow(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  userId: number | null,
): string | null {
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return 'there is no display'
  return platform === 'linux' && userId === 0 ? 'Electron does not run as root' : null
}

export interface Fetching {
  readonly outcome: 'there' | 'failed' | 'still-running'
  /** Ends a download that still runs. */
  stop(): void
}

/** Lets the package's own installer fetch the runtime, and waits for it up to 20 s. */
export async function fetchElectron(): Promise<Fetching> {
  const installer = spawn(process.execPath, [join(packageDir, 'install.js')], { stdio: 'ignore' })
  const stop = () => void installer.kill()
  const outcome = await Promise.race([whenEnded(installer), after(fetchLimitMs)])
  return { outcome, stop }
}

function whenEnded(installer: ChildProcess): Promise<'there' | 'failed'> {
  return new Promise((resolve) => {
    installer.on('error', () => resolve('failed'))
    installer.on('exit', () => resolve(findElectron() === null ? 'failed' : 'there'))
  })
}

function after(delayMs: number): Promise<'still-running'> {
  return new Promise((resolve) => setTimeout(resolve, delayMs, 'still-running').unref())
}
