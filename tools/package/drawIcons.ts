/** `npm run icons`: draws the icon files of the packages from `najva.svg`, by a browser of this machine. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { findBrowser } from '#tools/findBrowser'
import { type Drawing, icnsSizes, toIcns, toIco } from '#tools/package/iconFiles'
import { root } from '#tools/root.mjs'

const folder = join(root, 'resources/icons')
const windowsSizes = [16, 20, 24, 32, 40, 48, 64, 256]
const linuxSizes = [16, 24, 32, 48, 64, 128, 256, 512]
/** Apple's grid leaves a tenth free on each side, for the shadow and for neighbours to stand apart. */
const macMargin = 100 / 1024

interface DrawOptions {
  readonly source: string
  readonly size: number
  /** Share of a side left free on each side. */
  readonly margin: number
}

/** Runs in the page, whose types no tool knows. Drawn anew at each size, so that edges fall on pixels and nothing is scaled. */
const drawInPage = `async ({ source, size, margin }) => {
  const image = new Image(size, size)
  image.src = source
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = size
  canvas.height = size
  const context = canvas.getContext('2d')
  const edge = Math.round(size * margin)
  context.drawImage(image, edge, edge, size - 2 * edge, size - 2 * edge)
  const { data } = context.getImageData(0, 0, size, size)
  return { png: canvas.toDataURL('image/png').split(',')[1], rgba: [...data] }
}`

async function draw(page: Page, options: DrawOptions): Promise<Drawing> {
  const drawn = await page.evaluate<{ png: string; rgba: number[] }>(
    `(${drawInPage})(${JSON.stringify(options)})`,
  )
  return { size: options.size, png: Buffer.from(drawn.png, 'base64'), rgba: Buffer.from(drawn.rgba) }
}

const executablePath = findBrowser()
if (executablePath === null) throw new Error('No Chromium, Chrome or Edge was found; set NAJVA_BROWSER')
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
try {
  const page = await browser.newPage()
  const source = `data:image/svg+xml;base64,${readFileSync(join(folder, 'najva.svg')).toString('base64')}`
  const drawAll = (sizes: readonly number[], margin: number): Promise<Drawing[]> =>
    Promise.all(sizes.map((size) => draw(page, { source, size, margin })))
  writeFileSync(join(folder, 'icon.ico'), toIco(await drawAll(windowsSizes, 0)))
  writeFileSync(join(folder, 'icon.icns'), toIcns(await drawAll(icnsSizes, macMargin)))
  rmSync(join(folder, 'linux'), { recursive: true, force: true })
  mkdirSync(join(folder, 'linux'))
  for (const { size, png } of await drawAll(linuxSizes, 0))
    writeFileSync(join(folder, `linux/${size}x${size}.png`), png)
} finally {
  await browser.close()
}
