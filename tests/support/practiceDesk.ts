/** A whole desk as `npm start` makes it, in the test's own process, so that a test can bring callers in by hand. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { CallId } from '#contract/ids'
import { type BrowserDesk, startBrowserDesk } from '#main/browser/startBrowserDesk'
import type { Practice } from '#main/desk/practice'
import { StartOptions } from '#main/desk/startOptions'
import type { HeadsetTransport } from '#native/transport'
import { toneLevelDb } from '#simulator/media/toneLevel'
import { createToneMouth } from '#simulator/media/toneMouth'
import { formatWav } from '#simulator/media/wavFile'
import type { CallInRequest, PracticeCentre } from '#simulator/practiceCentre'
import { frameMs, frameSamples } from '#simulator/telephony'
import { type ChromiumOptions, launchChromium } from '#tests/support/chromium'
import { createFakeHidTransport } from '#tests/support/fakeHidTransport'
import { buildPage } from '#tools/pageBuild'
import { root } from '#tools/root.mjs'

/** What the agent's microphone sings, and what a test's caller does. */
export const agentHz = 660
export const callerHz = 440

export interface PracticeDesk {
  readonly desk: BrowserDesk
  readonly practice: Practice
  readonly centre: PracticeCentre
  readonly profileDir: string
  /** Closes the desk and, unless told to keep it, removes the profile. */
  close(keep?: { profile: boolean }): Promise<void>
}

/**
 * `start` overrides what the command line would say; the scenario is `quiet` unless told. No headset is plugged in
 * unless `usb` has one.
 */
export async function openPracticeDesk(
  start: Partial<StartOptions> = {},
  profileDir = mkdtempSync(join(tmpdir(), 'najva-desk-')),
  usb: HeadsetTransport = createFakeHidTransport(),
): Promise<PracticeDesk> {
  const opened = await startBrowserDesk({
    start: StartOptions.parse({ scenario: 'quiet', seed: 7, ...start }),
    profileDir,
    resourcesDir: join(root, 'resources'),
    pageDir: await buildPage(() => {}),
    headsetTransport: usb,
  })
  if (!opened.ok) throw new Error(`The desk did not open: ${opened.failure.code}`)
  const { practice } = opened.value
  if (practice === null) throw new Error('The desk has no practice centre')
  return {
    desk: opened.value,
    practice,
    centre: practice.centre,
    profileDir,
    async close(keep = { profile: false }) {
      await opened.value.close()
      if (!keep.profile) rmSync(profileDir, { recursive: true, force: true })
    },
  }
}

export interface DeskBrowser {
  readonly browser: Browser
  close(): Promise<void>
}

/** A browser whose microphone sings `agentHz`. */
export async function openDeskBrowser(options: ChromiumOptions = {}): Promise<DeskBrowser> {
  const folder = mkdtempSync(join(tmpdir(), 'najva-ear-'))
  const microphoneFile = join(folder, 'agent.wav')
  writeFileSync(microphoneFile, formatWav(singFor(agentHz, 10)))
  const browser = await launchChromium({ microphoneFile, ...options })
  return {
    browser,
    async close() {
      await browser.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function singFor(hz: number, seconds: number): Int16Array {
  const mouth = createToneMouth(hz, 0.3)
  const frames = (seconds * 1000) / frameMs
  const sound = new Int16Array(frames * frameSamples)
  for (let i = 0; i < frames; i++) sound.set(mouth.speak() ?? new Int16Array(frameSamples), i * frameSamples)
  return sound
}

/** A page on the desk; each gets a browser profile of its own unless a context is given. */
export async function openDeskPage(url: string, from: Browser | BrowserContext): Promise<Page> {
  const page = await from.newPage()
  await page.addInitScript(listenToWhatPlays)
  await page.goto(url)
  return page
}

declare global {
  interface Window {
    /** Peak level of a tone in what the page plays now, in dB; null while it plays nothing. */
    heardDb?: (hz: number) => number | null
    answerClickedAtMs?: number
  }
}

/** Runs in the page ahead of its script: remembers the element that plays the call and measures its tones. */
function listenToWhatPlays(): void {
  let player: HTMLMediaElement | null = null
  let analyser: AnalyserNode | null = null
  let analysed: MediaStream | null = null
  const play = HTMLMediaElement.prototype.play
  HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
    if (this.srcObject instanceof MediaStream) player = this
    return play.call(this)
  }
  const listen = (stream: MediaStream): AnalyserNode => {
    if (analyser !== null && analysed === stream) return analyser
    const context = new AudioContext()
    analyser = new AnalyserNode(context, { fftSize: 4096, smoothingTimeConstant: 0 })
    analysed = stream
    context.createMediaStreamSource(stream).connect(analyser)
    return analyser
  }
  window.heardDb = (hz) => {
    const stream = player?.srcObject
    if (!(stream instanceof MediaStream) || stream.getAudioTracks().length === 0) return null
    const ear = listen(stream)
    const levels = new Float32Array(ear.frequencyBinCount)
    ear.getFloatFrequencyData(levels)
    const bin = Math.round((hz * ear.fftSize) / ear.context.sampleRate)
    return Math.max(...levels.subarray(bin - 1, bin + 2))
  }
  document.addEventListener(
    'click',
    (event) => {
      const button = event.target instanceof Element ? event.target.closest('button') : null
      if (button?.textContent?.includes('Answer')) window.answerClickedAtMs = performance.now()
    },
    true,
  )
}

export interface CallerEar {
  /** Level of a tone over the newest 200 ms, in dB below full scale. */
  levelDb(hz: number): number
  /** Level of the tone in each 20 ms frame heard since the ear was opened, oldest first. */
  frameLevelsDb(hz: number): number[]
  close(): void
}

export function openCallerEar(centre: PracticeCentre, callId: CallId): CallerEar {
  const frames: Int16Array[] = []
  const stop = centre.onHeard(callId, (frame) => frames.push(frame.slice()))
  return {
    levelDb(hz) {
      const recent = frames.slice(-10)
      const sound = new Int16Array(recent.length * frameSamples)
      for (const [i, frame] of recent.entries()) sound.set(frame, i * frameSamples)
      return toneLevelDb(sound, hz)
    },
    frameLevelsDb: (hz) => frames.map((frame) => toneLevelDb(frame, hz)),
    close: stop,
  }
}

/** A caller who sings `callerHz` and waits for ever, on the support line. */
export const singingCaller: CallInRequest = {
  number: '+989121112233',
  name: 'Test Caller',
  dialledNumber: '+982188001001',
  queueId: 'support' as CallInRequest['queueId'],
  voice: `tone:${callerHz}`,
  patienceMs: null,
}
