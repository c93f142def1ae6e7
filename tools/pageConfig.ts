/** How the page is bundled, for every shell alike. */
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { build, type UserConfig } from 'vite'
import { grammarOnce } from '#tools/grammarOnce'
import { root } from '#tools/root.mjs'

/**
 * zod compiles its checks with `new Function` where it may. The page's policy forbids that, and even the try is
 * reported as a violation: so each chunk first says not to try.
 */
const withoutCodeFromText = '(globalThis.__zod_globalConfig??={}).jitless=true;'

/**
 * The desk's page, and that of the pop-out card, which Electron opens in a window of its own. By name: given a list,
 * electron-vite does not build.
 */
export const pageEntries = {
  index: join(root, 'renderer/index.html'),
  card: join(root, 'renderer/popOut/card.html'),
}

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

/** Whoever asks for the page, a test too, gets the one people use: React reads NODE_ENV while it is bundled. */
export async function bundlePage(outDir: string): Promise<void> {
  const before = process.env.NODE_ENV
  process.env.NODE_ENV = 'production'
  try {
    const { build: options, ...page } = toPageConfig(outDir)
    const rollupOptions = { ...options?.rollupOptions, input: pageEntries }
    await build({ ...page, build: { ...options, rollupOptions }, configFile: false, mode: 'production' })
  } finally {
    if (before === undefined) delete process.env.NODE_ENV
    else process.env.NODE_ENV = before
  }
}
