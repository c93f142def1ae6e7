/** Installs exactly what package-lock.json says when something is missing; runs on plain Node ≥ 20 with nothing installed. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '#tools/root.mjs'

/** The pinned Node 24, from the npm package `node`. */
export const pinnedNode = join(
  root,
  'node_modules/node/bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
)

/** Whether what is installed is what the lockfile asks for; packages for other systems may be absent. */
export function isInstalled() {
  const asked = readPackages(join(root, 'package-lock.json'))
  const present = readPackages(join(root, 'node_modules/.package-lock.json'))
  if (asked === null || present === null || !existsSync(pinnedNode)) return false
  return Object.entries(asked).every(([path, each]) => {
    if (path === '') return true
    const found = present[path]
    return found === undefined ? each.optional === true : found.version === each.version
  })
}

/** What npm wrote down about each package; null when the file is absent or half-written. */
function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages ?? null
  } catch {
    return null
  }
}

/**
 * Runs `npm ci` unless everything is there; its output goes to standard error.
 * @param {(line: string) => void} say
 * @returns {Promise<boolean>} false when npm failed; it has said why
 */
export async function installMissing(say) {
  if (isInstalled()) return true
  say('Installing what the lockfile names (npm ci); this happens once.')
  const code = await runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  if (code === 0 && isInstalled()) return true
  say(code === 0 ? 'npm ci ended, but not everything is there.' : `npm ci failed (exit code ${code}).`)
  return false
}

/** Uses the npm that started us when there is one, so that no second npm has to be on the path. */
function runNpm(words) {
  const npmCli = process.env.npm_execpath
  const isScript = npmCli !== undefined && /\.c?js$/.test(npmCli)
  const [command, args] = isScript ? [process.execPath, [npmCli, ...words]] : ['npm', words]
  return new Promise((resolve) => {
    const npm = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 2, 2],
      shell: !isScript && process.platform === 'win32',
    })
    npm.on('error', () => resolve(127))
    npm.on('exit', (code) => resolve(code ?? 1))
  })
}
