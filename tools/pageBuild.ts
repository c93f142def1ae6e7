/** Builds the page for the browser shell when its sources changed, into a folder named after them. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { keepBuild } from '#tools/keptBuilds'
import { root } from '#tools/root.mjs'

/** What the page is made of; voices are the practice centre's. */
const pageSources = ['renderer', 'contract', 'resources/locales', 'resources/icons']
const builtFolder = join(root, 'out/page')
const filesAtOnce = 20

/** The folder of the page built from the present sources. */
export async function buildPage(say: (line: string) => void): Promise<string> {
  const name = await hashSources(pageSources)
  const folder = join(builtFolder, name)
  if (existsSync(join(folder, 'index.html'))) return folder
  say('Building the page.')
  // The bundler is loaded only where there is something to bundle: a desk that is up to date starts without it.
  const { bundlePage } = await import('#tools/pageConfig')
  const built = await keepBuild(builtFolder, name, bundlePage)
  return built.folder
}

/**
 * Names the content of these files and folders, given from the root, and of what decides how they are built. Whoever signs
 * in meanwhile is not kept waiting by hundreds of files.
 */
export async function hashSources(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  const shared = [
    'package.json',
    'package-lock.json',
    'tools/pageBuild.ts',
    'tools/pageConfig.ts',
    'tools/grammarOnce.ts',
    'tools/mainConfig.ts',
    'electron.vite.config.ts',
  ]
  const files = [...paths, ...shared].flatMap(listFiles).toSorted()
  for (const [at, file] of files.entries()) {
    if (at % filesAtOnce === 0) await setImmediate()
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0')
  }
  return hash.digest('hex').slice(0, 16)
}

function listFiles(path: string): string[] {
  const full = join(root, path)
  if (!existsSync(full)) return []
  if (!statSync(full).isDirectory()) return [path]
  return readdirSync(full, { withFileTypes: true }).flatMap((entry) => listFiles(`${path}/${entry.name}`))
}
