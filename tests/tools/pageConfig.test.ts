/** What the built page asks a browser for, and that a browser takes up the page's scripts as it has kept them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BrowserShell, createBrowserShell } from '#main/browser/browserShell'
import { type PageFile, readPageFiles } from '#main/desk/pageFiles'
import { findChromium } from '#tests/support/chromium'
import { silentLog } from '#tests/support/silentLog'
import { bundlePage } from '#tools/pageConfig'

let folder: string
let files: ReadonlyMap<string, PageFile>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'najva-page-'))
  await bundlePage(join(folder, 'page'))
  files = readPageFiles(join(folder, 'page'))
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const textOf = (address: string): string => files.get(address)?.body.toString() ?? ''

test.each(['/', '/popOut/card.html'])(
  '%s asks ahead for its scripts, as scripts, and for its fonts',
  (page) => {
    const html = textOf(page)
    const asked = [...html.matchAll(/<link rel="preload" as="(\w+)"[^>]* crossorigin href="([^"]+)">/g)]
    const addresses = (kind: string) => asked.flatMap(([, as, href = '']) => (as === kind ? [href] : []))
    const [, entry = ''] = /<script type="module" crossorigin src="([^"]+)"/.exec(html) ?? []
    const imported = [...textOf(entry).matchAll(/(?:from|import)"\.\/([^"]+\.js)"/g)]
    expect(addresses('script').toSorted()).toEqual(
      [entry, ...imported.map(([, name]) => `/assets/${name}`)].toSorted(),
    )
    expect(html.indexOf(`href="${entry}"`)).toBeLessThan(html.indexOf(`src="${entry}"`))
    expect(addresses('font')).toHaveLength(2)
    for (const [, , href = ''] of asked) expect(files.has(href)).toBe(true)
    expect(html).not.toContain('modulepreload')
  },
)

test('the page holds what it uses of the contract, and not what only others check by it', () => {
  const scripts = [...files].flatMap(([address, { body }]) =>
    address.endsWith('.js') ? [body.toString()] : [],
  )
  const holds = (name: string) => scripts.some((script) => script.includes(`${name}:`))
  // Of the page's settings it needs the defaults; the rules of a queue are checked by the gateway.
  expect(holds('monitorTone')).toBe(true)
  expect(holds('tellsMonitoring')).toBe(false)
})

test('a browser that has kept the compiled scripts takes them up', { timeout: 120_000 }, async () => {
  const shell = await openShell()
  const browser = await chromium.launchPersistentContext(join(folder, 'browser'), {
    executablePath: findChromium(),
    args: ['--no-sandbox'],
  })
  try {
    // It keeps a script's compiled form only when it has seen it a few times, and writes it down in its own time.
    await expect.poll(() => takenUp(browser, shell.url), { timeout: 90_000 }).toEqual({ whole: true })
  } finally {
    await browser.close()
    await shell.close()
  }
})

async function openShell(): Promise<BrowserShell> {
  const answer = await createBrowserShell({
    port: 0,
    files,
    connectTo: () => [],
    onBridge: (_request, socket) => socket.destroy(),
    newSecret: () => crypto.randomUUID(),
    log: silentLog,
  })
  if (!answer.ok) throw new Error(`The shell did not open: ${answer.failure.code}`)
  return answer.value
}

interface Compiled {
  readonly url?: string
  /** Bytes of the kept form that was taken up; missing when it was compiled anew. */
  readonly consumedCacheSize?: number
}

/** Opens the page once: whether every one of its scripts was taken up as it had been kept, with all its functions. */
async function takenUp(browser: BrowserContext, url: string): Promise<{ readonly whole: boolean }> {
  const page = await browser.newPage()
  const tracer = await browser.newCDPSession(page)
  const compiled: Compiled[] = []
  tracer.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value as unknown as { readonly name: string; readonly args: { data?: Compiled } }[])
      if (event.name === 'v8.compileModule' && event.args.data !== undefined) compiled.push(event.args.data)
  })
  await tracer.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['v8', 'devtools.timeline', 'disabled-by-default-v8.compile'] },
  })
  await page.goto(url)
  await page.getByRole('main').waitFor()
  const ended = new Promise((resolve) => tracer.once('Tracing.tracingComplete', resolve))
  await tracer.send('Tracing.end')
  await ended
  await page.close()
  const scripts = compiled.filter((script) => script.url?.includes('/assets/') === true)
  return { whole: scripts.length > 0 && scripts.every(isWhole) }
}

/** Compiled, a script is longer than its text; with only the functions that ran while it was loaded it is shorter. */
function isWhole({ url = '', consumedCacheSize = 0 }: Compiled): boolean {
  const file = files.get(new URL(url).pathname)
  return file !== undefined && consumedCacheSize > file.body.length
}
