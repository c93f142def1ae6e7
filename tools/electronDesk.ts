/** Runs the desk in Electron: builds main, preload and page when stale, starts the program, ends it with us. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { StartOptions } from '#main/desk/startOptions'
import { hashSources } from '#tools/pageBuild'
import { root } from '#tools/root.mjs'

/** Everything that ends up in Electron's processes. */
const sources = [
  'main',
  'preload',
  'renderer',
  'contract',
  'gateway',
  'simulator',
  'native',
  'resources/locales',
]
const stamp = join(root, 'out/electron.stamp')

/** The exit code of the program; 0 when it was told to stop. */
export async function runElectronDesk(
  program: string,
  start: StartOptions,
  say: (line: string) => void,
  whenStopped: Promise<void>,
): Promise<number> {
  if (!(await buildForElectron(say))) return 1
  const profile = start.profile === null ? null : resolve(start.profile)
  const electron = spawn(program, [root, `--najva-start=${JSON.stringify({ ...start, profile })}`], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const whenEnded = new Promise<number>((settle) => {
    electron.on('error', () => settle(1))
    electron.on('exit', (code) => settle(code ?? 0))
  })
  say('The desk is open in its own window. Ctrl-C ends it.')
  const stopped = whenStopped.then(async () => {
    electron.kill('SIGTERM')
    await whenEnded
    return 0
  })
  return Promise.race([whenEnded, stopped])
}

/** What Electron runs, from the present sources; false when it cannot be built, which the builder has said. */
export async function buildForElectron(say: (line: string) => void): Promise<boolean> {
  const hash = createHash('sha256')
    .update(await hashSources(sources))
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return true
  say('Building for Electron.')
  const build = spawn(
    process.execPath,
    [join(root, 'node_modules/electron-vite/bin/electron-vite.js'), 'build'],
    {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  )
  const code = await new Promise((settle) => build.on('exit', settle).on('error', () => settle(1)))
  if (code === 0) writeFileSync(stamp, hash)
  return code === 0
}
