/** How `npm run build` makes what Electron runs: main and preload for Node, and the page as everywhere else. */
import { join } from 'node:path'
import { defineConfig } from 'electron-vite'
import { threadEntries, threadsBeside } from '#tools/mainConfig'
import { pageEntries, toPageConfig } from '#tools/pageConfig'
import { root } from '#tools/root.mjs'

const { build: pageBuild, ...page } = toPageConfig(join(root, 'out/renderer'))

export default defineConfig({
  main: {
    plugins: [threadsBeside],
    build: {
      outDir: join(root, 'out/main'),
      target: 'node24',
      rollupOptions: {
        input: {
          electron: join(root, 'main/electron/start.ts'),
          ...threadEntries,
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
