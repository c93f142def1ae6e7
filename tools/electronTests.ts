/** `npm run test:electron`: the tests on Electron's real runtime, where it is; elsewhere it says that they did not run. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { buildForElectron } from '#tools/electronDesk'
import { findElectron, whyNoWindow } from '#tools/electronRuntime'
import { root } from '#tools/root.mjs'

/** What must be said in place of a result; null when the tests can run. */
function toReason(): string | null {
  if (findElectron() === null) return 'no Electron runtime'
  return whyNoWindow(process.platform, process.env, process.getuid?.() ?? null)
}

const reason = toReason()
if (reason === null) {
  const isBuilt = await buildForElectron((line) => console.error(line))
  process.exitCode = isBuilt ? runTests() : 1
} else console.log(`not run: ${reason}`)

function runTests(): number {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const words = [vitest, 'run', 'tests/electron', '--no-file-parallelism']
  return spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit' }).status ?? 1
}
