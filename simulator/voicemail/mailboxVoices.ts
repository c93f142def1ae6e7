/** The machine at the other end of a call to voicemail: it takes a message after the tone, or plays those that wait. */
import { createToneMouth } from '#simulator/media/toneMouth'
import type { PersonVoice } from '#simulator/people/personVoice'
import { type Frame, frameMs, frameSamples } from '#simulator/telephony'
import { longestMessageMs, type Message } from '#simulator/voicemail/mailboxes'

/** The tone after which one speaks, and the one that ends: an octave lower. */
export const beepHz = 1000
const endHz = 500
const beepLevel = 0.2
const beepMs = 500
/** Until whoever calls is heard and hears. */
const beforeMs = 1200
const pauseMs = 500

const silence = (ms: number): null[] => Array.from({ length: Math.round(ms / frameMs) }, () => null)

function beep(hz: number): Frame[] {
  const mouth = createToneMouth(hz, beepLevel)
  return Array.from(
    { length: Math.round(beepMs / frameMs) },
    () => mouth.speak()?.slice() ?? new Int16Array(frameSamples),
  )
}

/** A machine has no language, says no goodbye, and does not know of hold. */
const machine = {
  language: null,
  sayGoodbye: (onSaid: () => void) => onSaid(),
  setOnHold() {},
} satisfies Partial<PersonVoice>

export interface MessageTaker extends PersonVoice {
  /** What was said after the tone, without the silence at its end. */
  readonly said: readonly Frame[]
}

/** `onFull`: as much was said as is kept. */
export function createMessageTaker(onFull: () => void): MessageTaker {
  const script: (Frame | null)[] = [...silence(beforeMs), ...beep(beepHz)]
  const heard: Frame[] = []
  return {
    ...machine,
    speak: () => script.shift() ?? null,
    hear(frame) {
      if (script.length > 0 || heard.length * frameMs >= longestMessageMs) return
      heard.push(frame.slice())
      if (heard.length * frameMs >= longestMessageMs) onFull()
    },
    get said() {
      return withoutSilence(heard)
    },
  }
}

/** `onHeard`: a message was played to its end; `onOver`: nothing more is said. */
export function createMessagePlayer(
  messages: readonly Message[],
  onHeard: (message: Message) => void,
  onOver: () => void,
): PersonVoice {
  const script: { readonly frame: Frame | null; readonly ends?: Message }[] = []
  const say = (frames: readonly (Frame | null)[]) => void script.push(...frames.map((frame) => ({ frame })))
  say(silence(beforeMs))
  for (const message of messages) {
    say([...beep(beepHz), ...silence(pauseMs), ...message.frames])
    script.push({ frame: null, ends: message })
    say(silence(pauseMs))
  }
  say([...beep(endHz), ...silence(pauseMs)])
  let isOver = false
  return {
    ...machine,
    speak() {
      const next = script.shift()
      if (next?.ends !== undefined) onHeard(next.ends)
      if (next === undefined && !isOver) {
        isOver = true
        onOver()
      }
      return next?.frame ?? null
    },
    hear() {},
  }
}

/** Somebody has said what they had to say when they are quiet for this long. */
const doneAfterMs = 2000

/** What a person says to a machine that does not answer: all of it at once, for it is only kept. */
export function speakAlone(voice: PersonVoice): Frame[] {
  const said: Frame[] = []
  let quietMs = 0
  while (said.length * frameMs < longestMessageMs && quietMs < doneAfterMs) {
    const frame = voice.speak()?.slice() ?? new Int16Array(frameSamples)
    voice.hear(new Int16Array(frameSamples))
    quietMs = isQuiet(frame) ? quietMs + frameMs : 0
    said.push(frame)
  }
  return withoutSilence(said)
}

function withoutSilence(frames: readonly Frame[]): Frame[] {
  return frames.slice(0, frames.findLastIndex((frame) => !isQuiet(frame)) + 1)
}

/** Below what a room sounds like, of 32,768. */
const quietLevel = 60

function isQuiet(frame: Frame): boolean {
  return frame.every((sample) => Math.abs(sample) < quietLevel)
}
