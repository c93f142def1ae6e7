/** The recorded voices of simulated people, read from disk when first needed. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseWav } from '#simulator/media/wavFile'
import type { PracticeLog } from '#simulator/practiceLog'

/** Everything one person can say, 8 kHz mono. An empty recording is not said. */
export interface VoiceScript {
  readonly greeting: Int16Array
  /** What they call about, in order. */
  readonly sentences: readonly Int16Array[]
  readonly yes: Int16Array
  /** "Are you still there?" */
  readonly areYouThere: Int16Array
  readonly thanks: Int16Array
  readonly goodbye: Int16Array
}

export interface VoiceLibrary {
  /** `voice` is `<language>:<reason>`, for example `fa:invoice`; null where there is no such recording. */
  scriptOf(voice: string): VoiceScript | null
}

const silence = new Int16Array(0)
/** Recordings of a reason are numbered from 1; nobody has more to say. */
const mostSentences = 8

/** `voicesDir` null: nobody has a voice. A file that cannot be used is logged once and not said. */
export function createVoiceLibrary(voicesDir: string | null, log: PracticeLog): VoiceLibrary {
  const scripts = new Map<string, VoiceScript | null>()
  const read = (dir: string, name: string, isExpected: boolean): Int16Array => {
    const path = join(dir, `${name}.wav`)
    try {
      const reading = parseWav(readFileSync(path))
      if (reading.ok) return reading.samples
      log.warn({ path, reason: reading.reason }, 'a voice recording is not usable')
    } catch (cause) {
      if (isExpected) log.warn({ path, cause }, 'a voice recording cannot be read')
    }
    return silence
  }
  const load = (voice: string): VoiceScript | null => {
    const [, language, reason] = /^(en|fa):([a-z-]{1,40})$/.exec(voice) ?? []
    if (voicesDir === null || language === undefined || reason === undefined) return null
    const dir = join(voicesDir, language)
    return {
      greeting: read(dir, 'greeting', true),
      sentences: readSentences((place) => read(dir, `${reason}-${place}`, place === 1)),
      yes: orElse(read(dir, `${reason}-yes`, false), () => read(dir, 'yes', true)),
      areYouThere: read(dir, 'are-you-there', true),
      thanks: read(dir, 'thanks', true),
      goodbye: read(dir, 'goodbye', true),
    }
  }
  return {
    scriptOf(voice) {
      const known = scripts.get(voice)
      if (known !== undefined) return known
      const script = load(voice)
      scripts.set(voice, script)
      return script
    },
  }
}

/** Who speaks with a voice of their own says yes with it too. */
function orElse(own: Int16Array, common: () => Int16Array): Int16Array {
  return own.length > 0 ? own : common()
}

function readSentences(read: (place: number) => Int16Array): readonly Int16Array[] {
  const sentences: Int16Array[] = []
  for (let place = 1; place <= mostSentences; place++) {
    const samples = read(place)
    if (samples.length === 0) break
    sentences.push(samples)
  }
  return sentences
}
