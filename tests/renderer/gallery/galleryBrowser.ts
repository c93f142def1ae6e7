/** Opens fixtures of the gallery in a real browser and notes every complaint the page makes. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import type { FixtureName } from '#tests/renderer/gallery/fixtures'
import { type Gallery, openGallery } from '#tests/renderer/gallery/galleryServer'
import { launchChromium } from '#tests/support/chromium'

export interface GalleryPage {
  readonly page: Page
  /** Errors of the console (refusals of the content policy are among them) and uncaught exceptions. */
  readonly complaints: readonly string[]
  /** The actions asked for since the page opened. */
  performed(): Promise<string[]>
  /** Moves the open page to another fixture, as the desk's model changes under a person's hands. */
  show(fixture: FixtureName): Promise<void>
}

export interface GalleryBrowser {
  open(
    fixture: FixtureName,
    locale?: 'en' | 'fa',
    theme?: 'light' | 'dark',
    options?: BrowserContextOptions,
  ): Promise<GalleryPage>
  close(): Promise<void>
}

export async function openGalleryBrowser(): Promise<GalleryBrowser> {
  const gallery = await openGallery()
  const browser = await launchChromium()
  return {
    open: (fixture, locale = 'en', theme = 'light', options = {}) =>
      openPage(browser, gallery.toUrl(fixture, locale, theme), options),
    close: () => closeBoth(browser, gallery),
  }
}

async function closeBoth(browser: Browser, gallery: Gallery): Promise<void> {
  await browser.close()
  await gallery.close()
}

async function openPage(browser: Browser, url: string, options: BrowserContextOptions): Promise<GalleryPage> {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    ...options,
  })
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(url)
  await page.locator('main').waitFor()
  return {
    page,
    complaints,
    performed: () => page.evaluate<string[]>('window.performed'),
    show: (fixture) => page.evaluate(`window.show(${JSON.stringify(fixture)})`),
  }
}
