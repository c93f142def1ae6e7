/** Bundles what `npm start` runs: one file is read several times as fast as a thousand small ones. */
import { existsSync, statSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { basename, isAbsolute, join, relative } from 'node:path'
import { build, type Rolldown } from 'vite'
import { writeWholeFile } from '#main/store/wholeFile'
import { builtDeskNote, builtDesks, deskEntry, stampOf } from '#tools/builtDesk.mjs'
import { keepBuild } from '#tools/keptBuilds'
import { threadEntries, threadsBeside } from '#tools/mainConfig'
import { root } from '#tools/root.mjs'

/** Built for this machine, or loaded only where there is something to bundle; they stay where they are installed. */
const leftOutside = [
  'better-sqlite3',
  'node-hid',
  'electron',
  'electron-updater',
  'vite',
  '#tools/pageConfig',
]
/** What is installed is in the bundle too, and changes with these. */
const decidingFiles = [
  'package.json',
  'package-lock.json',
  'node_modules/.package-lock.json',
  'tools/deskBuild.ts',
  'tools/mainConfig.ts',
]

const beganAtMs = Date.now()
const built = await keepBuild(builtDesks, `${beganAtMs}-${process.pid}`, bundleDesk)
const sources = [...built.filled, ...decidingFiles].map((file) => [file, toKeptStamp(file)])
// Whoever starts a desk meanwhile reads the note of before or the new one, never half of it.
writeWholeFile(
  builtDeskNote,
  JSON.stringify({ folder: basename(built.folder), sources: Object.fromEntries(sources) }),
)

/** Our own files in the bundle, as paths from the root. */
async function bundleDesk(outDir: string): Promise<string[]> {
  const bundled = await build({
    configFile: false,
    root,
    mode: 'production',
    logLevel: 'warn',
    publicDir: false,
    plugins: [threadsBeside],
    ssr: { noExternal: true, external: leftOutside },
    build: {
      ssr: true,
      outDir,
      target: 'node24',
      minify: false,
      reportCompressedSize: false,
      rollupOptions: {
        input: { [basename(deskEntry, '.js')]: join(root, 'tools/startDesk.ts'), ...threadEntries },
        external: [/^node:/, ...builtinModules, ...leftOutside],
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  })
  const outputs = [bundled].flat().flatMap((each) => ('output' in each ? each.output : []))
  const chunks = outputs.filter((each): each is Rolldown.OutputChunk => each.type === 'chunk')
  return [...new Set(chunks.flatMap((chunk) => chunk.moduleIds))]
    .filter((id) => isAbsolute(id) && !/[\\/]node_modules[\\/]/.test(id) && existsSync(id))
    .map((id) => relative(root, id))
    .toSorted()
}

/** Null, which no file has, for one that changed while it was bundled: then the next start bundles anew. */
function toKeptStamp(file: string): string | null {
  const path = join(root, file)
  const changedAtMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY
  return changedAtMs >= beganAtMs ? null : stampOf(path)
}
