/** `npm run dist`: builds, packs for one system, and writes down what is in it. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, type Configuration, Platform } from 'electron-builder'
import { parse } from 'yaml'
import { writeInventory } from '#tools/package/inventory'
import { findMachineProblems, thisMachine, toPackingSentences } from '#tools/package/machineProblems'
import { parsePackOptions, usage } from '#tools/package/packOptions'
import { findPackProblems } from '#tools/package/packProblems'
import { readReleaseSettings, writeReleaseSettings } from '#tools/package/releaseSettings'
import { findRuntimeProblems, toBuildTimeMs } from '#tools/package/runtimeProblems'
import { root } from '#tools/root.mjs'

async function run(): Promise<void> {
  const options = parsePackOptions(process.argv.slice(2))
  if (typeof options === 'string') return give(2, options, usage)
  const release = readReleaseSettings(process.env)
  const config: Configuration = parse(readFileSync(join(root, 'electron-builder.yml'), 'utf8'))
  const problems = [
    ...findPackProblems(config, options.target, release),
    ...findMachineProblems(options.target, thisMachine),
    ...(options.target === 'dir'
      ? []
      : findRuntimeProblems(readRuntimeVersion(), toBuildTimeMs(process.env, Date.now()))),
  ]
  if (problems.length > 0) return give(1, ...problems)
  const built = spawnSync('npm', ['run', 'build'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (built.status !== 0) return give(1, 'The build failed; nothing was packed.')
  writeReleaseSettings(join(root, 'out'), release)
  mkdirSync(options.out, { recursive: true })
  writeInventory(root, options.out)
  await build({
    targets: toTargets(options.target),
    publish: 'never',
    config: {
      ...config,
      directories: { ...config.directories, output: options.out },
      ...(options.electronDist === null ? {} : { electronDist: options.electronDist }),
      win: {
        ...config.win,
        ...(release === null ? {} : { signtoolOptions: { publisherName: release.publishers } }),
      },
    },
  })
}

function readRuntimeVersion(): string {
  return JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8')).version
}

function toTargets(target: 'dir' | 'win' | 'mac' | 'linux') {
  switch (target) {
    case 'dir':
      return Platform.current().createTarget('dir')
    case 'win':
      return Platform.WINDOWS.createTarget()
    case 'mac':
      return Platform.MAC.createTarget()
    case 'linux':
      return Platform.LINUX.createTarget()
  }
}

function give(code: number, ...sentences: readonly string[]): void {
  for (const sentence of sentences) console.error(sentence)
  process.exitCode = code
}

await run().catch((error: unknown) => give(1, ...toPackingSentences(error)))
