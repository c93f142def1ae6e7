/** A simulated person in conversation: says why they call, listens, speaks again when the other side is silent. */
import { createToneMouth } from '#simulator/media/toneMouth'
import { createVoiceMouth } from '#simulator/media/voiceMouth'
import type { VoiceLibrary, VoiceScript } from '#simulator/people/voiceLibrary'
import { type Ear, type Frame, frameMs, type Mouth } from '#simulator/telephony'

export interface PersonVoice extends Mouth, Ear {
  /** `en` or `fa`; null for a person without words. */
  readonly language: string | null
  /** Thanks, says goodbye, then calls `onSaid`; at once for a person without words. */
  sayGoodbye(onSaid: () => void): void
  /** On hold nothing is said and nobody is asked whether they are there. */
  setOnHold(onHold: boolean): void
}

/** Loudness of a test tone, dBFS of its peak: clear, and two of them together do not clip. */
const toneDb = -12

/**
 * `tone:440` speaks that tone for ever, `silent` nothing; anything else is a voice of the library. Who does not begin
 * lets the other side say first what it is about.
 */
export function createPersonVoice(voice: string, library: VoiceLibrary, begins = true): PersonVoice {
  const [, tone] = /^tone:(\d{2,4})$/.exec(voice) ?? []
  if (tone !== undefined) return wordless(createToneMouth(Number(tone), toneDb))
  const script = voice === 'silent' ? null : library.scriptOf(voice)
  return script === null ? wordless({ speak: () => null }) : createTalker(script, toLanguage(voice), begins)
}

function toLanguage(voice: string): string {
  return voice.slice(0, voice.indexOf(':'))
}

function wordless(mouth: Mouth): PersonVoice {
  return {
    language: null,
    speak: () => mouth.speak(),
    hear() {
      // Someone without words has no answer either.
    },
    sayGoodbye: (onSaid) => onSaid(),
    setOnHold() {
      // A tone sounds on: whether hold keeps it out is what it is there to measure.
    },
  }
}

/** Waits this long after the other side's last word before answering, and for a first word at all. */
const answerAfterMs = 1_000
const askAfterMs = 5_000
/** From the last word to hanging up, so that the word is not cut off on its way. */
const afterGoodbyeMs = 300

function createTalker(script: VoiceScript, language: string, begins: boolean): PersonVoice {
  const mouth = createVoiceMouth()
  let next = 0
  let quietMs = 0
  let heardOther = false
  let onHold = false
  let onSaid: (() => void) | null = null

  const say = (...pieces: readonly Int16Array[]) => {
    for (const piece of pieces) mouth.say(piece)
    quietMs = 0
    heardOther = false
  }
  const sayNext = () => {
    const sentence = script.sentences[next]
    next += 1
    say(sentence ?? (heardOther ? script.yes : script.areYouThere))
  }
  const finishGoodbye = () => {
    const finished = onSaid
    onSaid = null
    finished?.()
  }

  if (begins) {
    say(script.greeting)
    sayNext()
  }
  return {
    language,
    speak: () => (onHold ? null : mouth.speak()),
    hear(frame) {
      if (onHold || mouth.isSpeaking()) return
      if (onSaid !== null) {
        quietMs += frameMs
        if (quietMs >= afterGoodbyeMs) finishGoodbye()
        return
      }
      const isWord = isLoud(frame)
      heardOther ||= isWord
      quietMs = isWord ? 0 : quietMs + frameMs
      if (quietMs >= (heardOther ? answerAfterMs : askAfterMs)) sayNext()
    },
    sayGoodbye(finished) {
      onSaid = finished
      mouth.hush()
      say(script.thanks, script.goodbye)
    },
    setOnHold(held) {
      onHold = held
      quietMs = 0
    },
  }
}

/** Mean magnitude above which a frame holds speech rather than a room's noise (about -40 dBFS). */
const speechLevel = 250

function isLoud(frame: Frame): boolean {
  let sum = 0
  for (const sample of frame) sum += Math.abs(sample)
  return sum > speechLevel * frame.length
}
