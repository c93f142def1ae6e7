/** The page of the program's pop-out card in a real browser, with a port to a real desk carried as the preload script and main do. */
import { randomUUID } from 'node:crypto'
import type { BrowserPortLike } from '@orpc/client/message-port'
import { RPCHandler } from '@orpc/server/message-port'
import type { BrowserContext, Page } from 'playwright-core'
import type { Desk } from '#main/desk/createDesk'
import { createPopOutRouter } from '#main/desk/popOutRouter'
import { cardSize } from '#main/electron/windows/popOutPlace'
import { silentLog } from '#tests/support/silentLog'

declare global {
  interface Window {
    cardSays?: (text: string) => Promise<void>
    cardHears?: (text: string) => void
  }
}

export interface CardPage {
  readonly page: Page
  readonly complaints: readonly string[]
  /** How often it asked for the desk's window. */
  readonly timesShown: number
}

/** `origin` is that of the desk's own server, which serves the card's page as well; the context has been let in. */
export async function openCardPage(
  desk: Pick<Desk, 'shell' | 'settings'>,
  context: BrowserContext,
  origin: string,
): Promise<CardPage> {
  const page = await context.newPage()
  await page.setViewportSize({ ...cardSize })
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  let shown = 0
  const around = { showDesk: () => void shown++, newId: randomUUID, log: silentLog }
  const router = createPopOutRouter({ ...desk, ...around })
  let hear: (text: string) => void = () => undefined
  let leave: () => void = () => undefined
  const port: BrowserPortLike = {
    postMessage: (text: unknown) =>
      void page.evaluate((each) => window.cardHears?.(each), String(text)).catch(() => undefined),
    onMessage: {
      addListener(listener) {
        hear = listener
      },
    },
    onDisconnect: {
      addListener(listener) {
        leave = listener
      },
    },
  }
  new RPCHandler(router).upgrade(port, {
    context: { tellRefusal: (what) => void complaints.push(`refused: ${what}`) },
  })
  page.on('close', () => leave())
  await page.exposeFunction('cardSays', (text: string) => hear(text))
  await page.addInitScript(handOverPort)
  await page.goto(`${origin}/popOut/card.html`)
  return {
    page,
    complaints,
    get timesShown() {
      return shown
    },
  }
}

/** Runs in the page, in place of `preload/popOut.ts`. */
function handOverPort(): void {
  window.addEventListener('message', (event) => {
    if (event.source !== window || event.data !== 'najva:popOut?') return
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = ({ data }) => void window.cardSays?.(data)
    window.cardHears = (text) => port1.postMessage(text)
    window.postMessage('najva:popOut', window.origin, [port2])
  })
}
