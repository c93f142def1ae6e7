/** Builds the page for the browser shell when its sources changed, into a folder named after them. */
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { build, type InlineConfig, type UserConfig } from 'vite'
import { grammarOnce } from '#tools/grammarOnce'

export const root = resolve(import.meta.dirname, '..')

/** What the page is made of; voices are the practice centre's. */
const pageSources = ['renderer', 'contract', 'resources/locales', 'resources/icons']
const builtFolder = join(root, 'out/page')
/** Older builds kept, for a desk that still runs on one. */
const keptBuilds = 3

/**
 * zod compiles its checks with `new Function` where it may. The page's policy forbids that, and even the try is
 * reported as a violation: so each chunk first says not to try.
 */
const withoutCodeFromText = '(globalThis.__zod_globalConfig??={}).jitless=true;'

/** How the page is built, wherever it goes: no inline script, no data URL, so that the strict policy holds. */
export function toPageConfig(outDir: string): UserConfig {
  return {
    root: join(root, 'renderer'),
    base: '/',
    publicDir: false,
    plugins: [react(), grammarOnce],
    logLevel: 'warn',
    worker: { format: 'es' },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2024',
      // The first that know light-dark() themselves: written out for older ones it follows the whole page's theme only,
      // and a wallboard that is dark on a light page could not be.
      cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 4096,
      reportCompressedSize: false,
      rollupOptions: { output: { banner: withoutCodeFromText } },
    },
  }
}

/** The folder of the page built from the present sources. */
export async function buildPage(say: (line: string) => void): Promise<string> {
  const folder = join(builtFolder, hashSources(pageSources))
  if (existsSync(join(folder, 'index.html'))) return folder
  say('Building the page.')
  await mkdir(builtFolder, { recursive: true })
  // Two starts at once each build for themselves; the first to finish gives the folder its name.
  const draft = mkdtempSync(join(builtFolder, 'draft-'))
  try {
    await buildForPeople({ ...toPageConfig(draft), configFile: false, mode: 'production' })
    if (!existsSync(join(folder, 'index.html'))) renameSync(draft, folder)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  dropOldBuilds(folder)
  return folder
}

/** Whoever asks for the page, a test too, gets the one people use: React reads NODE_ENV while it is bundled. */
async function buildForPeople(config: InlineConfig): Promise<void> {
  const before = process.env.NODE_ENV
  process.env.NODE_ENV = 'production'
  try {
    await build(config)
  } finally {
    if (before === undefined) delete process.env.NODE_ENV
    else process.env.NODE_ENV = before
  }
}

/** Names the content of these files and folders, given from the root, and of what decides how they are built. */
export function hashSources(paths: readonly string[]): string {
  const hash = createHash('sha256')
  const shared = [
    'package.json',
    'package-lock.json',
    'tools/pageBuild.ts',
    'tools/grammarOnce.ts',
    'electron.vite.config.ts',
  ]
  const files = [...paths, ...shared].flatMap(listFiles).toSorted()
  for (const file of files)
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0')
  return hash.digest('hex').slice(0, 16)
}

function listFiles(path: string): string[] {
  const full = join(root, path)
  if (!existsSync(full)) return []
  if (!statSync(full).isDirectory()) return [path]
  return readdirSync(full, { withFileTypes: true }).flatMap((entry) => listFiles(`${path}/${entry.name}`))
}

function dropOldBuilds(current: string): void {
  const builds = readdirSync(builtFolder)
    .filter((name) => !name.startsWith('draft-'))
    .map((name) => join(builtFolder, name))
    .filter((folder) => folder !== current)
    .toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)
  for (const folder of builds.slice(keptBuilds - 1)) rmSync(folder, { recursive: true, force: true })
}
