/** One phone in a real browser, registered with the real practice exchange, and what each side hears. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { SipCredentials } from '#contract/session'
import type { PhoneSnapshot } from '#renderer/phone/phone'
import { toneLevelDb } from '#simulator/media/toneLevel'
import { createToneMouth } from '#simulator/media/toneMouth'
import { formatWav } from '#simulator/media/wavFile'
import { createTelephony } from '#simulator/sip/telephonyServer'
import type { Conference, PhoneEvent, Telephony } from '#simulator/telephony'
import type {} from '#tests/renderer/phone/phonePage'
import { type ChromiumOptions, launchChromium } from '#tests/support/chromium'
import { type CuttableLine, createCuttableLine } from '#tests/support/cuttableLine'
import { realClock } from '#tests/support/realClock'
import { servePage } from '#tests/support/servedPage'

export const agentHz = 440
export const callerHz = 660

export interface PhoneRoom {
  readonly page: Page
  readonly telephony: Telephony
  readonly events: PhoneEvent[]
  readonly credentials: SipCredentials
  /** The line between phone and exchange. */
  readonly line: CuttableLine
  until(name: string, isTrue: (snapshot: PhoneSnapshot) => boolean): Promise<PhoneSnapshot>
  untilEvent(kind: PhoneEvent['kind']): Promise<PhoneEvent>
  ring(legId: string, headers?: Record<string, string>): void
  /** Joins the leg with a caller who sings a tone, 660 Hz unless told, and listens to what that caller hears. */
  talk(legId: string, hz?: number): CallerEar
  close(): Promise<void>
}

export interface CallerEar {
  /** Level of a tone over the newest 200 ms, in dB below full scale. */
  levelDb(hz: number): number
  readonly frames: number
  close(): void
}

export const extension = '1001'

/** `before` runs in the page ahead of its own script. */
export async function openPhoneRoom(
  options: ChromiumOptions = {},
  before: readonly (() => void)[] = [],
): Promise<PhoneRoom> {
  const folder = await mkdtemp(join(tmpdir(), 'najva-phone-'))
  const microphoneFile = join(folder, 'agent.wav')
  await writeFile(microphoneFile, formatWav(toTone(agentHz, 10)))
  const events: PhoneEvent[] = []
  const telephony = await createTelephony({ clock: realClock, randomBytes })
  telephony.onPhone((event) => events.push(event))
  const line = await createCuttableLine(Number(new URL(telephony.serverUrl).port))
  const credentials = { ...telephony.issueCredentials(extension), serverUrl: `ws://127.0.0.1:${line.port}/` }
  const served = await servePage('tests/renderer/phone/phonePage.ts')
  const browser = await launchChromium({ microphoneFile, ...options })
  const page = await browser.newPage()
  for (const script of before) await page.addInitScript(script)
  await page.goto(served.url)
  await page.waitForFunction(() => window.najva !== undefined)
  return {
    page,
    events,
    credentials,
    telephony,
    line,
    until: (name, isTrue) => until(page, name, isTrue),
    async untilEvent(kind) {
      return await poll(`phone event ${kind}`, () => events.find((event) => event.kind === kind) ?? null)
    },
    ring(legId, headers = {}) {
      const from = { number: '+982112345678', name: 'Sara Karimi' }
      telephony.ring({ legId, extension, from, headers })
    },
    talk: (legId, hz = callerHz) => talk(telephony.createConference(), legId, hz),
    async close() {
      await page.evaluate(() => window.najva.phone.close())
      await browser.close()
      await served.close()
      await line.close()
      await telephony.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function until(
  page: Page,
  name: string,
  isTrue: (snapshot: PhoneSnapshot) => boolean,
): Promise<PhoneSnapshot> {
  let last: PhoneSnapshot | null = null
  try {
    return await poll(name, async () => {
      last = await page.evaluate(() => window.najva.snapshot())
      return isTrue(last) ? last : null
    })
  } catch (error) {
    const errors = await page.evaluate(() => window.najva.errors)
    throw new Error(`${name}: ${JSON.stringify(last)} ${JSON.stringify(errors)}`, { cause: error })
  }
}

/** Looks again every 20 ms until the answer is not null; throws after 15 s. */
export async function poll<T>(name: string, look: () => T | null | Promise<T | null>): Promise<T> {
  for (let turn = 0; turn < 750; turn += 1) {
    const found = await look()
    if (found !== null) return found
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`${name} did not happen`)
}

function talk(conference: Conference, legId: string, hz: number): CallerEar {
  const recent: Int16Array[] = []
  let frames = 0
  conference.addLeg(legId)
  conference.addPerson('caller', createToneMouth(hz, -10), {
    hear(frame) {
      frames += 1
      recent.push(frame.slice())
      if (recent.length > 10) recent.shift()
    },
  })
  return {
    levelDb: (hz) => toneLevelDb(Int16Array.from(recent.flatMap((frame) => [...frame])), hz),
    get frames() {
      return frames
    },
    close: () => conference.close(),
  }
}

function toTone(hz: number, seconds: number): Int16Array {
  const samples = new Int16Array(8000 * seconds)
  return samples.map((_, i) => Math.round(Math.sin((2 * Math.PI * hz * i) / 8000) * 16000))
}
