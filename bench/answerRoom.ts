/** What answering is measured in: our desk and a bare sip.js page in one browser, on the same telephone system. */
import type { BrowserContext, Page } from 'playwright-core'
import { timeFirstSound } from '#bench/firstSound'

export interface AnswerRoom {
  readonly ours: Page
  readonly bare: Page
  /** Somebody who sings calls the queue of this page, and of no other. */
  ring(side: 'ours' | 'bare'): SingingCaller
  close(): Promise<void>
}

export interface SingingCaller {
  /** Epoch milliseconds of the first 20 ms since then that held the agent's voice; null while there are none. */
  heardAgentAtMs(sinceMs: number): number | null
  hangUp(): void
}

/** A frame that holds a voice: far above what a coder leaves beside a tone. */
export const voiceDb = -28

/** A page that notes when Answer was clicked and when the caller was first heard. */
export async function openTimedPage(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage()
  await page.addInitScript(timeFirstSound)
  await page.goto(url)
  return page
}
