/** A supervisor and an agent at two desks of one practice centre, each in a browser of their own, and every ear. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { CallId } from '#contract/ids'
import { type BrowserDesk, startBrowserDesk } from '#main/browser/startBrowserDesk'
import { practicePassword } from '#main/desk/practice'
import { StartOptions } from '#main/desk/startOptions'
import en from '#resources/locales/en.json' with { type: 'json' }
import { formatWav } from '#simulator/media/wavFile'
import { createCustomerBook } from '#simulator/people/customerBook'
import { launchChromium } from '#tests/support/chromium'
import { createFakeHidTransport } from '#tests/support/fakeHidTransport'
import {
  type CallerEar,
  type DeskBrowser,
  openCallerEar,
  openDeskBrowser,
  openDeskPage,
  openPracticeDesk,
  type PracticeDesk,
  singingCaller,
} from '#tests/support/practiceDesk'
import { buildPage } from '#tools/pageBuild'
import { root } from '#tools/root.mjs'

/**
 * What the supervisor's microphone sings; the agent's and the caller's tones are those of `practiceDesk`. Not among the
 * multiples of 220 Hz, which those two make together in a coder.
 */
export const supervisorHz = 950
export const agentName = 'Sara Ahmadi'
export const supervisorName = 'Leila Karimi'

export const soon = { timeout: 20_000, interval: 50 }
/** An ear that hears a tone reads well above one that does not: a margin of 20 dB beside two voices in a coder. */
export const heardAtLeastDb = -30
export const silentAtMostDb = -50

/** The customer who calls, so that there is a card to see. */
export const customer = createCustomerBook({ seed: 20_261_123, size: 5000, nowMs: Date.now() }).at(23)

export interface MonitoringRoom {
  readonly supervisorDesk: PracticeDesk
  readonly agentDesk: BrowserDesk
  readonly supervisor: Page
  readonly agent: Page
  close(): Promise<void>
}

export async function openMonitoringRoom(): Promise<MonitoringRoom> {
  const folder = mkdtempSync(join(tmpdir(), 'najva-monitoring-'))
  const supervisorDesk = await openPracticeDesk({ role: 'supervisor', locale: 'en' })
  const agentDesk = await openDeskAt(supervisorDesk.practice.gatewayUrl.href, 'demo', join(folder, 'agent'))
  await beAvailable(agentDesk)
  const agentBrowser = await openDeskBrowser()
  const supervisorBrowser = await openToneBrowser(supervisorHz)
  const agent = await openWatchedPage(agentDesk.url, agentBrowser.browser)
  const supervisor = await openWatchedPage(supervisorDesk.desk.url, supervisorBrowser.browser)
  await supervisor.getByRole('tab', { name: 'Floor' }).click(soon)
  return {
    supervisorDesk,
    agentDesk,
    supervisor,
    agent,
    async close() {
      await supervisorBrowser.close()
      await agentBrowser.close()
      await agentDesk.close()
      await supervisorDesk.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A desk of somebody else on a gateway that runs already; `folder` becomes its profile. */
export async function openDeskAt(
  gatewayUrl: string,
  user: string,
  folder: string,
  password = practicePassword,
): Promise<BrowserDesk> {
  mkdirSync(folder, { recursive: true })
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, password)
  const opened = await startBrowserDesk({
    start: StartOptions.parse({ gateway: gatewayUrl, user, 'password-file': passwordFile, locale: 'en' }),
    profileDir: folder,
    resourcesDir: join(root, 'resources'),
    pageDir: await buildPage(() => {}),
    headsetTransport: createFakeHidTransport(),
  })
  if (!opened.ok) throw new Error(`The desk of ${user} did not open: ${opened.failure.code}`)
  return opened.value
}

/** A desk signs in by itself after it has opened, on a busy machine well after. Benches wait here too, without a test around them. */
export async function beAvailable({ desk }: BrowserDesk): Promise<void> {
  const giveUpAtMs = Date.now() + 60_000
  while (desk.link.session === null) {
    if (Date.now() > giveUpAtMs) throw new Error('The desk has not signed in')
    await setTimeout(50)
  }
  const status = await desk.link.chooseStatus({ kind: 'available' })
  if (!status.ok) throw new Error(`The agent is not available: ${status.failure.code}`)
}

/** A browser whose microphone sings this. */
export async function openToneBrowser(hz: number): Promise<DeskBrowser> {
  const folder = mkdtempSync(join(tmpdir(), 'najva-voice-'))
  const microphoneFile = join(folder, 'voice.wav')
  const samples = new Int16Array(8000 * 10)
  writeFileSync(
    microphoneFile,
    formatWav(samples.map((_, i) => Math.round(Math.sin((2 * Math.PI * hz * i) / 8000) * 9800))),
  )
  const browser = await launchChromium({ microphoneFile })
  return {
    browser,
    async close() {
      await browser.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A page whose open microphones are counted, and which is ready. */
export async function openWatchedPage(url: string, browser: Browser): Promise<Page> {
  const page = await openDeskPage(url, browser)
  await page.addInitScript(watchMicrophones)
  await page.reload()
  await page.getByRole('button', { name: en['status.button'] }).waitFor({ timeout: 60_000 })
  return page
}

declare global {
  interface Window {
    openMicrophones?: () => number
    /** Has the page see its packets stand still, as they do when its way to the switch is cut. */
    standStill?: boolean
  }
}

/**
 * Runs ahead of the page's script: remembers every microphone track that was opened, and opens it as it is. A browser
 * that cleans the sound takes a steady tone for noise, and turns it down within seconds.
 */
function watchMicrophones(): void {
  const tracks: MediaStreamTrack[] = []
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    const asItIs = { echoCancellation: false, noiseSuppression: false, autoGainControl: false }
    const audio = typeof constraints?.audio === 'object' ? { ...constraints.audio, ...asItIs } : asItIs
    const stream = await open({ ...constraints, audio })
    tracks.push(...stream.getTracks())
    return stream
  }
  const count = RTCPeerConnection.prototype.getStats
  let last: RTCStatsReport | null = null
  RTCPeerConnection.prototype.getStats = async function (this: RTCPeerConnection) {
    if (window.standStill !== true || last === null) last = await count.call(this)
    return last
  }
  window.openMicrophones = () => tracks.filter((track) => track.readyState === 'live').length
}

export const openMicrophones = (page: Page) => page.evaluate(() => window.openMicrophones?.() ?? -1)

/** Level of a tone in what the page plays now, in dB; −200 while it plays nothing. */
export const heardBy = (page: Page, hz: number) => page.evaluate((tone) => window.heardDb?.(tone) ?? -200, hz)

/** A customer calls, the agent answers, and both hear each other. */
export async function beginCall(room: {
  readonly supervisorDesk: Pick<PracticeDesk, 'centre'>
  readonly agent: Page
}): Promise<{ callId: CallId; caller: CallerEar }> {
  const { centre } = room.supervisorDesk
  const callId = centre.callIn({ ...singingCaller, number: customer.numbers[0] ?? null, name: null })
  const caller = openCallerEar(centre, callId)
  await answer(room.agent)
  return { callId, caller }
}

export async function answer(page: Page): Promise<void> {
  const alert = page.getByRole('alertdialog', { name: en['ringing.label'] })
  await alert.waitFor(soon)
  await alert.getByRole('button', { name: en['ringing.answer'] }).click()
}

export interface Ears {
  readonly supervisor: Page
  readonly agent: Page
  readonly caller: Pick<CallerEar, 'levelDb'>
}

/** Who hears which tone: every ear is asked until it agrees, and then all at once, so that nothing is only passing. */
export async function expectHeard(
  ears: Ears,
  matrix: Readonly<Record<'supervisor' | 'agent' | 'caller', readonly number[]>>,
  tones: readonly number[],
): Promise<void> {
  const levels = async () => ({
    supervisor: await Promise.all(tones.map((hz) => heardBy(ears.supervisor, hz))),
    agent: await Promise.all(tones.map((hz) => heardBy(ears.agent, hz))),
    caller: tones.map((hz) => ears.caller.levelDb(hz)),
  })
  const judged = async () => {
    const all = await levels()
    const judge = (row: readonly number[]) =>
      row.map((db) => (db > heardAtLeastDb ? 'heard' : db < silentAtMostDb ? 'silent' : `unclear ${db}`))
    return { supervisor: judge(all.supervisor), agent: judge(all.agent), caller: judge(all.caller) }
  }
  const wanted = (heard: readonly number[]) => tones.map((hz) => (heard.includes(hz) ? 'heard' : 'silent'))
  const expected = {
    supervisor: wanted(matrix.supervisor),
    agent: wanted(matrix.agent),
    caller: wanted(matrix.caller),
  }
  await expect.poll(judged, soon).toEqual(expected)
}
