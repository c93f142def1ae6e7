/**
 * Makes the practice centre's voices anew: `node tools/makeVoices.ts`, by hand, where espeak-ng and sox are
 * installed. What it wrote is in the repository; nothing runs it by itself.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type VoiceTexts, voiceTexts } from '#tools/voiceTexts'

/** espeak-ng's voice, its speed in words a minute and its pitch 0–99. */
const speakers = {
  en: { voice: 'en-gb+f3', speed: 178, pitch: 48 },
  fa: { voice: 'fa+m3', speed: 172, pitch: 42 },
} as const
/** Those who talk with them: whoever listens to both can tell them apart. */
const agents = {
  en: { voice: 'en-gb+m3', speed: 170, pitch: 38 },
  fa: { voice: 'fa+f2', speed: 168, pitch: 56 },
} as const

interface Speaker {
  readonly voice: string
  readonly speed: number
  readonly pitch: number
}

const voicesDir = fileURLToPath(new URL('../resources/voices', import.meta.url))

for (const language of ['en', 'fa'] as const) makeLanguage(language, voiceTexts[language])

function makeLanguage(language: 'en' | 'fa', texts: VoiceTexts): void {
  const dir = join(voicesDir, language)
  rmSync(dir, { recursive: true, force: true })
  mkdirSync(dir, { recursive: true })
  for (const [name, text] of Object.entries(texts)) {
    const speaker = name.startsWith('agent-') ? agents[language] : speakers[language]
    makeRecording(speaker, text, join(dir, `${name}.wav`))
  }
}

/** A telephone's band, trimmed of silence at both ends, at one loudness: 8 kHz mono 16-bit PCM. */
function makeRecording({ voice, speed, pitch }: Speaker, text: string, path: string): void {
  const spoken = execFileSync('espeak-ng', [
    '-v',
    voice,
    '-s',
    `${speed}`,
    '-p',
    `${pitch}`,
    '--stdout',
    text,
  ])
  const format = ['-r', '8000', '-c', '1', '-b', '16', '-e', 'signed-integer']
  const trim = ['silence', '1', '0.02', '0.5%']
  const effects = ['highpass', '200', 'rate', '8000', ...trim, 'reverse', ...trim, 'reverse', 'norm', '-2']
  // Dither would make every run differ.
  execFileSync('sox', ['-D', '-t', 'wav', '-', ...format, path, ...effects], {
    input: spoken,
    stdio: ['pipe', 'inherit', 'ignore'],
  })
}
