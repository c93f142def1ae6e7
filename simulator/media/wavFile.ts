/** Reads and writes WAV files of the one kind this room speaks: 8 kHz, mono, 16-bit PCM. */
import { sampleRateHz } from '#simulator/telephony'

export type WavReading =
  | { readonly ok: true; readonly samples: Int16Array }
  /** `reason` says what is wrong with the file, in English, for a log. */
  | { readonly ok: false; readonly reason: string }

const headerBytes = 44
const pcmFormat = 1

/** Any chunk order is accepted; anything but 8 kHz mono 16-bit PCM is refused. */
export function parseWav(file: Uint8Array): WavReading {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  if (file.byteLength < 12 || tagAt(view, 0) !== 'RIFF' || tagAt(view, 8) !== 'WAVE') {
    return { ok: false, reason: 'not a RIFF WAVE file' }
  }
  let formatSeen = false
  for (let at = 12; at + 8 <= file.byteLength; ) {
    const size = view.getUint32(at + 4, true)
    const body = at + 8
    if (tagAt(view, at) === 'fmt ') {
      const complaint = size < 16 || body + 16 > file.byteLength ? 'short format' : complainOf(view, body)
      if (complaint !== null) return { ok: false, reason: complaint }
      formatSeen = true
    } else if (tagAt(view, at) === 'data') {
      if (!formatSeen) return { ok: false, reason: 'sound before its format' }
      return { ok: true, samples: toSamples(view, body, Math.min(size, file.byteLength - body)) }
    }
    // Chunks are padded to an even length.
    at = body + size + (size % 2)
  }
  return { ok: false, reason: 'no sound in the file' }
}

export function formatWav(samples: Int16Array): Uint8Array<ArrayBuffer> {
  const dataBytes = samples.length * 2
  const view = new DataView(new ArrayBuffer(headerBytes + dataBytes))
  writeTag(view, 0, 'RIFF')
  view.setUint32(4, headerBytes - 8 + dataBytes, true)
  writeTag(view, 8, 'WAVE')
  writeTag(view, 12, 'fmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, pcmFormat, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, sampleRateHz, true)
  view.setUint32(28, sampleRateHz * 2, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  writeTag(view, 36, 'data')
  view.setUint32(40, dataBytes, true)
  samples.forEach((sample, i) => {
    view.setInt16(headerBytes + i * 2, sample, true)
  })
  return new Uint8Array(view.buffer)
}

function complainOf(view: DataView, body: number): string | null {
  if (view.getUint16(body, true) !== pcmFormat) return 'not PCM'
  if (view.getUint16(body + 2, true) !== 1) return 'not mono'
  if (view.getUint32(body + 4, true) !== sampleRateHz) return `not ${sampleRateHz} Hz`
  return view.getUint16(body + 14, true) === 16 ? null : 'not 16 bits a sample'
}

function toSamples(view: DataView, body: number, bytes: number): Int16Array {
  const samples = new Int16Array(bytes >> 1)
  for (let i = 0; i < samples.length; i++) samples[i] = view.getInt16(body + i * 2, true)
  return samples
}

function tagAt(view: DataView, at: number): string {
  return String.fromCharCode(
    view.getUint8(at),
    view.getUint8(at + 1),
    view.getUint8(at + 2),
    view.getUint8(at + 3),
  )
}

function writeTag(view: DataView, at: number, tag: string): void {
  for (let i = 0; i < 4; i++) view.setUint8(at + i, tag.charCodeAt(i))
}
