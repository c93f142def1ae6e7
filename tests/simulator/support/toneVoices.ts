/** A folder of voices that are tones, so that who is heard by whom can be measured on simulated people too. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createToneMouth } from '#simulator/media/toneMouth'
import { formatWav } from '#simulator/media/wavFile'
import { frameSamples } from '#simulator/telephony'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

const spokenFrames = 3000

/** Colleagues speak 660 Hz and people outside who are called 440 Hz, a minute long; the rest is not said. */
export function createToneVoices(): TempFolder {
  const folder = createTempFolder()
  const dir = folder.file('en')
  mkdirSync(dir)
  const write = (name: string, samples: Int16Array) =>
    writeFileSync(join(dir, `${name}.wav`), formatWav(samples))
  write('colleague-1', toTone(660))
  write('callee-1', toTone(440))
  for (const name of ['greeting', 'yes', 'are-you-there', 'thanks', 'goodbye']) write(name, new Int16Array(0))
  return folder
}

function toTone(hertz: number): Int16Array {
  const mouth = createToneMouth(hertz, -12)
  const sound = new Int16Array(spokenFrames * frameSamples)
  for (let frame = 0; frame < spokenFrames; frame++) {
    sound.set(mouth.speak() ?? new Int16Array(0), frame * frameSamples)
  }
  return sound
}
