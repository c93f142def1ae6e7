/** A desk of a test's own and a page on it, closed when the test is over, however it ends. */
import type { Browser, Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import type { StartOptions } from '#main/desk/startOptions'
import type { ChromiumOptions } from '#tests/support/chromium'
import {
  openDeskBrowser,
  openDeskPage,
  openPracticeDesk,
  type PracticeDesk,
} from '#tests/support/practiceDesk'

export interface OneDesk {
  readonly room: PracticeDesk
  readonly browser: Browser
  /** Opens the page, or one more. */
  openPage(): Promise<Page>
}

export async function openOneDesk(
  start: Partial<StartOptions> = {},
  options: ChromiumOptions = {},
): Promise<OneDesk> {
  const room = await openPracticeDesk(start)
  onTestFinished(() => room.close())
  const { browser, close } = await openDeskBrowser(options)
  // What is begun last is ended first: the page leaves before its desk does.
  onTestFinished(close)
  return { room, browser, openPage: () => openDeskPage(room.desk.url, browser) }
}
