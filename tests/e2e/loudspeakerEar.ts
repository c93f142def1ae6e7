/** An ear at the loudspeakers of a page: what all its sound graphs play together, left and right. */
import type { Page } from 'playwright-core'
import { silentAtMostDb } from '#tests/e2e/monitoringRoom'

export type Side = 'left' | 'middle' | 'right'

declare global {
  interface Window {
    /** Peak level of a tone at the left and the right loudspeaker, in dB of full scale. */
    playedDb?: (hz: number) => readonly [left: number, right: number]
  }
}

/** To be called before the page makes a sound; the page is loaded anew. */
export async function hearLoudspeakers(page: Page): Promise<void> {
  await page.addInitScript(tapDestinations)
  await page.reload()
}

/** Runs in the page ahead of its script: what is joined to a loudspeaker is joined to an analyser for each side too. */
function tapDestinations(): void {
  const sides = new Map<BaseAudioContext, readonly [GainNode, AnalyserNode, AnalyserNode]>()
  const join = AudioNode.prototype.connect as (this: AudioNode, ...to: unknown[]) => unknown
  const tapOf = (context: BaseAudioContext): GainNode => {
    const known = sides.get(context)
    if (known !== undefined) return known[0]
    const input = new GainNode(context, { channelCount: 2, channelCountMode: 'explicit' })
    const splitter = new ChannelSplitterNode(context, { numberOfOutputs: 2 })
    const ear = () => new AnalyserNode(context, { fftSize: 4096, smoothingTimeConstant: 0 })
    const [left, right] = [ear(), ear()]
    join.call(input, splitter)
    join.call(splitter, left, 0)
    join.call(splitter, right, 1)
    sides.set(context, [input, left, right])
    return input
  }
  AudioNode.prototype.connect = function (this: AudioNode, ...to: unknown[]) {
    if (to[0] === this.context.destination) join.call(this, tapOf(this.context))
    return join.apply(this, to)
  } as typeof AudioNode.prototype.connect
  const levelAt = (ear: AnalyserNode, hz: number): number => {
    const levels = new Float32Array(ear.frequencyBinCount)
    ear.getFloatFrequencyData(levels)
    const bin = Math.round((hz * ear.fftSize) / ear.context.sampleRate)
    return Math.max(...levels.subarray(bin - 1, bin + 2))
  }
  window.playedDb = (hz) => {
    const open = [...sides].filter(([context]) => context.state !== 'closed').map(([, each]) => each)
    const loudest = (ear: 1 | 2) => Math.max(-200, ...open.map((each) => levelAt(each[ear], hz)))
    return [loudest(1), loudest(2)]
  }
}

/** Where each tone is heard; a side is at least 6 dB louder than the other, the middle the same within 2. */
export async function sidesOf(page: Page, tones: readonly number[]): Promise<(Side | 'silent')[]> {
  const all = await page.evaluate((each) => each.map((hz) => window.playedDb?.(hz) ?? [-200, -200]), tones)
  return all.map(([left = -200, right = -200]) => {
    if (Math.max(left, right) < silentAtMostDb) return 'silent'
    if (Math.abs(left - right) < 2) return 'middle'
    return left > right + 6 ? 'left' : right > left + 6 ? 'right' : (`between ${left} ${right}` as Side)
  })
}
