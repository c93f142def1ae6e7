/** Plays a soft tone in the agent's ear when somebody begins to hear the call, or hears it in another way; off unless set. */
import { useEffect, useRef } from 'react'
import type { Monitor } from '#contract/monitor'
import { useDesk } from '#renderer/state/useDesk.tsx'

const toneHz = 523
const toneSeconds = 0.35
/** Heard beside a voice, and never over it. */
const toneGain = 0.04

export function useMonitorTone(told: readonly Monitor[]): void {
  const isWished = useDesk((model) => model.desk?.settings.monitorTone ?? false)
  const before = useRef<ReadonlySet<string>>(new Set())
  useEffect(() => {
    const now = new Set(told.map(({ id, mode, state }) => `${id} ${mode} ${state.kind}`))
    const isNews = [...now].some((each) => !before.current.has(each))
    before.current = now
    if (isNews && isWished) playTone()
  }, [told, isWished])
}

/** The sound card is let go of with the end of the tone. */
function playTone(): void {
  const context = new AudioContext()
  const source = new OscillatorNode(context, { frequency: toneHz })
  const gain = new GainNode(context, { gain: 0 })
  const endsAt = context.currentTime + toneSeconds
  gain.gain.linearRampToValueAtTime(toneGain, context.currentTime + toneSeconds / 4)
  gain.gain.linearRampToValueAtTime(0, endsAt)
  source.connect(gain).connect(context.destination)
  source.addEventListener('ended', () => void context.close())
  source.start()
  source.stop(endsAt)
}
