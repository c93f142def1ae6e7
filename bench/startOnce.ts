/** Starts a desk as `npm start` does, shows its page in a browser that is open, and times both until a click is answered. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { BrowserContext, Page } from 'playwright-core'
import { z } from 'zod'
import en from '#resources/locales/en.json' with { type: 'json' }
import { root } from '#tools/root.mjs'

/** Where the desk is to connect, and as whom. */
export interface StartBench {
  readonly gatewayUrl: string
  readonly userName: string
  readonly passwordFile: string
  /** The same at each start, so that the browser's cache of the page counts as it does for a person. */
  readonly port: number
  readonly context: BrowserContext
}

/** Milliseconds after the process was started. */
export interface StartTimes {
  /** It has printed its address: services open, person signed in, page served. */
  readonly readyMs: number
  /** The signed-in desk was painted. */
  readonly paintedMs: number
  /** A click on the status button has opened its menu. */
  readonly interactiveMs: number
}

const Ready = z.object({ ready: z.literal(true), url: z.url() })
const giveUpMs = 60_000

/** `look` sees the page when all has been timed; then the page is closed and the desk ended. */
export async function startOnce(
  bench: StartBench,
  profileDir: string,
  look: (page: Page) => Promise<void> = async () => {},
): Promise<StartTimes> {
  const page = await bench.context.newPage()
  await page.addInitScript(noteDeskPainted)
  const beganAtMs = performance.timeOrigin + performance.now()
  const sinceBegin = (): number => performance.timeOrigin + performance.now() - beganAtMs
  const desk = startDesk(bench, profileDir)
  try {
    const { url } = await untilReady(desk)
    const readyMs = sinceBegin()
    await page.goto(url, { waitUntil: 'commit' })
    await page.getByRole('button', { name: en['status.button'], exact: true }).click({ timeout: giveUpMs })
    await page.getByRole('menu').waitFor({ timeout: giveUpMs })
    const interactiveMs = sinceBegin()
    const paintedAtMs = await page.evaluate(() => window.deskPaintedAtMs)
    if (paintedAtMs === undefined) throw new Error('The desk was not painted')
    await look(page)
    return { readyMs, paintedMs: paintedAtMs - beganAtMs, interactiveMs }
  } finally {
    await page.close()
    await endDesk(desk)
  }
}

function startDesk({ gatewayUrl, userName, passwordFile, port }: StartBench, profileDir: string) {
  const words = {
    gateway: gatewayUrl,
    user: userName,
    'password-file': passwordFile,
    port,
    profile: profileDir,
    locale: 'en',
  }
  const given = Object.entries(words).flatMap(([name, value]) => [`--${name}`, String(value)])
  return spawn(process.execPath, [join(root, 'tools/start.mjs'), '--no-open', ...given], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

async function untilReady(desk: ChildProcess): Promise<z.infer<typeof Ready>> {
  if (desk.stdout === null) throw new Error('The desk cannot be heard')
  for await (const line of createInterface({ input: desk.stdout })) return Ready.parse(JSON.parse(line))
  throw new Error('The desk ended before it was ready')
}

async function endDesk(desk: ChildProcess): Promise<void> {
  if (desk.exitCode !== null || desk.signalCode !== null) return
  const ended = once(desk, 'exit')
  desk.kill('SIGTERM')
  await ended
}

declare global {
  interface Window {
    /** Milliseconds since the epoch. */
    deskPaintedAtMs?: number
  }
}

/** Runs in the page ahead of its script: the frame after the one in which the desk's three columns are there. */
function noteDeskPainted(): void {
  const look = (): void => {
    if (document.querySelector('main[data-tab]') === null) requestAnimationFrame(look)
    else requestAnimationFrame(() => (window.deskPaintedAtMs = performance.timeOrigin + performance.now()))
  }
  requestAnimationFrame(look)
}
