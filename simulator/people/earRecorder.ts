/** Writes what one person hears into a WAV file that is whole at every moment: a kill loses less than a second. */
import { closeSync, openSync, writeSync } from 'node:fs'
import { formatWav } from '#simulator/media/wavFile'
import type { PracticeLog } from '#simulator/practiceLog'
import { type Ear, type Frame, frameSamples } from '#simulator/telephony'

export interface EarRecorder extends Ear {
  close(): void
}

const headerBytes = 44
/** Frames written at a time: half a second. */
const framesPerWrite = 25

/** A disk that refuses ends the recording, never the call. */
export function createEarRecorder(path: string, log: PracticeLog): EarRecorder {
  const pending = new Int16Array(frameSamples * framesPerWrite)
  let file: number | null = null
  let pendingSamples = 0
  let written = 0
  let isOver = false

  const flush = () => {
    if (isOver || pendingSamples === 0) return
    try {
      file ??= openSync(path, 'w')
      const sound = formatWav(pending.subarray(0, pendingSamples)).subarray(headerBytes)
      writeSync(file, sound, 0, sound.length, headerBytes + written)
      written += sound.length
      // The sizes in the header are written after the sound they count.
      writeSync(file, headerOf(written), 0, headerBytes, 0)
      pendingSamples = 0
    } catch (cause) {
      isOver = true
      log.warn({ path, cause }, 'a recording was given up')
    }
  }
  return {
    hear(frame: Frame) {
      if (isOver) return
      pending.set(frame, pendingSamples)
      pendingSamples += frame.length
      if (pendingSamples + frameSamples > pending.length) flush()
    },
    close() {
      flush()
      isOver = true
      if (file !== null) closeSync(file)
      file = null
    },
  }
}

function headerOf(soundBytes: number): Uint8Array {
  const header = formatWav(new Int16Array(0))
  const view = new DataView(header.buffer)
  view.setUint32(4, headerBytes - 8 + soundBytes, true)
  view.setUint32(40, soundBytes, true)
  return header
}
