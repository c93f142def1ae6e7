/** Takes a picture of fixtures into a folder: `node tests/renderer/gallery/takeScreens.ts FOLDER [fixture…]`. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { type FixtureName, fixtures } from '#tests/renderer/gallery/fixtures'
import { type Gallery, openGallery } from '#tests/renderer/gallery/galleryServer'
import { launchChromium } from '#tests/support/chromium'

const sizes = {
  desk: { width: 1280, height: 800 },
  wide: { width: 1440, height: 900 },
  narrow: { width: 480, height: 900 },
} as const

async function takeScreens(folder: string, chosen: readonly string[]): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const names = Object.keys(fixtures).filter(
    (name): name is FixtureName => chosen.length === 0 || chosen.includes(name),
  )
  const gallery = await openGallery()
  const browser = await launchChromium()
  try {
    for (const name of names) await takeLooks(browser, gallery, name, folder)
  } finally {
    await browser.close()
    await gallery.close()
  }
}

async function takeLooks(browser: Browser, gallery: Gallery, name: FixtureName, folder: string) {
  const looks = [
    ['en', 'light', 'desk'],
    ['fa', 'light', 'desk'],
    ['en', 'dark', 'wide'],
    ['fa', 'dark', 'wide'],
    ['en', 'light', 'narrow'],
  ] as const
  for (const [locale, theme, size] of looks) {
    const page = await browser.newPage({ viewport: sizes[size], reducedMotion: 'reduce' })
    page.on('console', (message) => {
      if (message.type() === 'error') console.error(`${name} ${locale}: ${message.text()}`)
    })
    page.on('pageerror', (error) => console.error(`${name} ${locale}: ${error.message}`))
    await page.goto(gallery.toUrl(name, locale, theme))
    await page.evaluate(() => document.fonts.ready.then(() => null))
    await page.screenshot({
      path: join(folder, `${name}-${locale}-${theme}-${size}.png`),
      fullPage: size === 'narrow',
    })
    await page.close()
  }
}

const [folder, ...chosen] = process.argv.slice(2)
if (folder === undefined) throw new Error('Name the folder for the pictures')
await takeScreens(folder, chosen)
