/** How `npm run build` makes what Electron runs: main and preload for Node, and the page as everywhere else. */
import { join } from 'node:path'
import { defineConfig } from 'electron-vite'
import { root } from '#tools/pageBuild'
import { pageEntries, toPageConfig } from '#tools/pageConfig'

const { build: pageBuild, ...page } = toPageConfig(join(root, 'out/renderer'))

/** Threads are named by their source file in the code; in the build they lie beside it under the same name. */
const threads = {
  name: 'najva-threads',
  renderChunk: (code: string) => code.replaceAll('"./writerThread.ts"', '"./writerThread.js"'),
}

export default defineConfig({
  main: {
    plugins: [threads],
    build: {
      outDir: join(root, 'out/main'),
      target: 'node24',
      rollupOptions: {
        input: {
          electron: join(root, 'main/electron/start.ts'),
          writerThread: join(root, 'main/crm/sync/writerThread.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: join(root, 'out/preload'),
      externalizeDeps: false,
      rollupOptions: {
        input: {
          preload: join(root, 'preload/preload.ts'),
          popOut: join(root, 'preload/popOut.ts'),
        },
        // A sandboxed preload is CommonJS; the ending says so beside "type": "module".
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    ...page,
    build: {
      ...pageBuild,
      rollupOptions: { ...pageBuild?.rollupOptions, input: pageEntries },
    },
  },
})
