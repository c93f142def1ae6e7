/** How long each side of a call hears nothing of the other: tones at both ears, looked at every 20 ms or sooner. */
import type { Page } from 'playwright-core'
import { toneLevelDb } from '#simulator/media/toneLevel'
import { createToneMouth } from '#simulator/media/toneMouth'
import { frameMs, type Telephony } from '#simulator/telephony'

export interface GapEars {
  /** Forgets what was heard. */
  begin(): Promise<void>
  /** The longest silence since `begin` at each ear, milliseconds; one that still goes on counts up to now. */
  longestMs(): Promise<{ readonly caller: number; readonly agent: number }>
  /** Whether both hear each other now. */
  isHeard(): Promise<boolean>
  close(): void
}

declare global {
  interface Window {
    /** What the newest element plays that is not muted. */
    callSound?: MediaStream
    gaps?: { begin(): void; longestMs(): number; isHeard(): boolean }
  }
}

/** A tone that is there is far above this, in dB of full scale, and silence far below. */
const audibleDb = -45

/** Runs in the page ahead of its script. */
export function noteCallSound(): void {
  const play = HTMLMediaElement.prototype.play
  HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
    if (!this.muted && this.srcObject instanceof MediaStream) window.callSound = this.srcObject
    return play.call(this)
  }
}

/** The leg is up, and its page plays it; the ears join it to a caller who sings. */
export async function openGapEars(
  page: Page,
  telephony: Telephony,
  tones: { readonly agentHz: number; readonly callerHz: number; readonly legId: string },
): Promise<GapEars> {
  const { agentHz, callerHz, legId } = tones
  const conference = telephony.createConference()
  let [frames, silent, longest] = [0, 0, 0]
  conference.addLeg(legId)
  conference.addPerson('caller', createToneMouth(callerHz, -10), {
    hear(frame) {
      frames += 1
      silent = toneLevelDb(frame, agentHz) > audibleDb ? 0 : silent + 1
      longest = Math.max(longest, silent)
    },
  })
  await page.waitForFunction(() => window.callSound !== undefined)
  await page.evaluate(listenForGaps, { hz: callerHz, audibleDb })
  const isFlowing = () => frames > 5 && silent === 0
  return {
    async begin() {
      ;[frames, silent, longest] = [0, 0, 0]
      await page.evaluate(() => window.gaps?.begin())
    },
    async longestMs() {
      return {
        caller: longest * frameMs,
        agent: await page.evaluate(() => window.gaps?.longestMs() ?? Number.NaN),
      }
    },
    isHeard: async () => isFlowing() && (await page.evaluate(() => window.gaps?.isHeard() === true)),
    close: () => conference.close(),
  }
}

function listenForGaps({ hz, audibleDb }: { readonly hz: number; readonly audibleDb: number }): void {
  const context = new AudioContext()
  const ear = new AnalyserNode(context, { fftSize: 2048, smoothingTimeConstant: 0 })
  context.createMediaStreamSource(window.callSound ?? new MediaStream()).connect(ear)
  const levels = new Float32Array(ear.frequencyBinCount)
  const bin = Math.round((hz * ear.fftSize) / context.sampleRate)
  let [heardAtMs, longest] = [performance.now(), 0]
  const isHeard = () => {
    ear.getFloatFrequencyData(levels)
    return Math.max(...levels.subarray(bin - 1, bin + 2)) > audibleDb
  }
  const look = () => {
    const nowMs = performance.now()
    longest = Math.max(longest, nowMs - heardAtMs)
    if (isHeard()) heardAtMs = nowMs
  }
  setInterval(look, 10)
  window.gaps = {
    begin() {
      heardAtMs = performance.now()
      longest = 0
    },
    longestMs: () => longest,
    isHeard,
  }
}
