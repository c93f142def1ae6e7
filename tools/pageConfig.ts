/** How the page is bundled, for every shell alike. */
import { basename, join } from 'node:path'
import react from '@vitejs/plugin-react'
import { build, type Plugin, type UserConfig } from 'vite'
import { grammarOnce } from '#tools/grammarOnce'
import { root } from '#tools/root.mjs'

/**
 * zod compiles its checks with `new Function` where it may. The page's policy forbids that, and even the try is
 * reported as a violation: so each chunk first says not to try.
 */
const withoutCodeFromText = '(globalThis.__zod_globalConfig??={}).jitless=true;'

/**
 * Asks V8 for every function when a script is compiled, and not for each when it is first called. What a browser then keeps
 * of the script is all of it, and a start compiles nothing: kept is otherwise what ran while the script was loaded, without
 * the first drawing and the first click.
 */
const compiledWhole = '//# allFunctionsCalledOnLoad'

/**
 * The desk's page, and that of the pop-out card, which Electron opens in a window of its own. By name: given a list,
 * electron-vite does not build.
 */
export const pageEntries = {
  index: join(root, 'renderer/index.html'),
  card: join(root, 'renderer/popOut/card.html'),
}

/** Each page shows both alphabets, whichever its language: the other's name is on the button that changes it. */
const fontsOfEachPage = /(?:^|\/)(?:inter-latin|vazirmatn-arabic)-wght-normal-[^/]+\.woff2$/

/**
 * Has the browser ask at once for what a page needs. For its scripts as scripts and not as modules: Chromium (156) compiles
 * what was asked for as a module anew at every start, although it has kept its compiled form; this way it takes what it has
 * kept. And for its fonts, which it would ask for only at the first layout, to lay the page out a second time then.
 */
const askedAhead: Plugin = {
  name: 'najva-asked-ahead',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle = {} }) {
      const fonts = Object.keys(bundle).filter((file) => fontsOfEachPage.test(file))
      return html
        .replaceAll('rel="modulepreload"', 'rel="preload" as="script"')
        .replace(/<script type="module" crossorigin src="([^"]+\/)([^"/]+)"/, (script, folder, file) =>
          [
            `<link rel="preload" as="script" crossorigin href="${folder}${file}">`,
            ...fonts.map((font) => toFontLink(`${folder}${basename(font)}`)),
            script,
          ].join('\n    '),
        )
    },
  },
}

const toFontLink = (address: string): string =>
  `<link rel="preload" as="font" type="font/woff2" crossorigin href="${address}">`

/**
 * Leaves out what the page does not use of the contract: of most schemas it needs the type alone. A module of the contract
 * does nothing when it is imported, so what it calls there only makes a value, which the bundler cannot know by itself.
 */
const unusedContract: Plugin = {
  name: 'najva-unused-contract',
  apply: 'build',
  transform: {
    filter: { id: /\/contract\/[\w/]+\.ts$/ },
    order: 'post',
    handler(code) {
      const calls = this.parse(code)
        .body.map((statement) =>
          statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement,
        )
        .flatMap((statement) => (statement?.type === 'VariableDeclaration' ? statement.declarations : []))
        .flatMap(({ init }) => (init?.type === 'CallExpression' ? [init] : []))
      const marked = calls.reduceRight(
        (text, { start, end }) =>
          `${text.slice(0, start)}/* @__PURE__ */ (() => ${text.slice(start, end)})()${text.slice(end)}`,
        code,
      )
      return { code: marked, map: null }
    },
  },
}

/** How the page is built, wherever it goes: no inline script, no data URL, so that the strict policy holds. */
export function toPageConfig(outDir: string): UserConfig {
  return {
    root: join(root, 'renderer'),
    base: '/',
    publicDir: false,
    plugins: [react(), grammarOnce, askedAhead, unusedContract],
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
      rollupOptions: { output: { banner: withoutCodeFromText, postBanner: compiledWhole } },
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
