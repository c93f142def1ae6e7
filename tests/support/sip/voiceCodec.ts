/** The codecs a test phone can speak, each behind the same two functions. */
import OpusScript from 'opusscript'
import { decodeG711, encodeG711 } from '#simulator/media/g711'
import { frameMs } from '#simulator/telephony'
import { createG722Decoder, createG722Encoder } from '#tests/support/sip/g722'

export type CodecName = 'pcmu' | 'pcma' | 'g722' | 'opus'

/** What SDP says of it (RFC 3551, RFC 7587). */
export interface CodecLine {
  /** As it is offered; who answers takes the number of the offer. */
  readonly payloadType: number
  readonly encoding: string
  /** What the time stamps count in 20 ms. */
  readonly ticks: number
  /** Of the samples it takes. */
  readonly sampleRateHz: number
}

export const codecLines: Readonly<Record<CodecName, CodecLine>> = {
  pcmu: { payloadType: 0, encoding: 'PCMU/8000', ticks: 160, sampleRateHz: 8000 },
  pcma: { payloadType: 8, encoding: 'PCMA/8000', ticks: 160, sampleRateHz: 8000 },
  // Counts as if it were 8 kHz (RFC 3551 section 4.5.2).
  g722: { payloadType: 9, encoding: 'G722/8000', ticks: 160, sampleRateHz: 16_000 },
  opus: { payloadType: 107, encoding: 'opus/48000/2', ticks: 960, sampleRateHz: 48_000 },
}

/** Keeps the state of one stream out and one in. */
export interface VoiceCodec {
  /** 20 ms of samples at the line's rate. */
  encode(samples: Int16Array): Uint8Array
  /** At 8 kHz, whatever the codec. */
  decode(bytes: Uint8Array): Int16Array
  close(): void
}

export function createVoiceCodec(name: CodecName): VoiceCodec {
  switch (name) {
    case 'pcmu':
    case 'pcma':
      return {
        encode: (samples) => encodeG711(name, samples),
        decode: (bytes) => decodeG711(name, bytes),
        close() {},
      }
    case 'g722':
      return createWideVoice()
    case 'opus':
      return createOpusVoice()
  }
}

function createWideVoice(): VoiceCodec {
  const [encoder, decoder] = [createG722Encoder(), createG722Decoder()]
  return {
    encode: (samples) => encoder.encode(samples),
    decode(bytes) {
      const wide = decoder.decode(bytes)
      return Int16Array.from({ length: bytes.length }, (_, i) =>
        Math.round(((wide[2 * i] ?? 0) + (wide[2 * i + 1] ?? 0)) / 2),
      )
    },
    close() {},
  }
}

function createOpusVoice(): VoiceCodec {
  const encoder = new OpusScript(48_000, 1, OpusScript.Application.VOIP)
  const decoder = new OpusScript(8000, 1, OpusScript.Application.VOIP)
  encoder.setBitrate(32_000)
  return {
    encode: (samples) =>
      encoder.encode(Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength), samples.length),
    decode(bytes) {
      const sound = decoder.decode(Buffer.from(bytes))
      return new Int16Array(sound.buffer.slice(sound.byteOffset, sound.byteOffset + sound.byteLength))
    },
    close() {
      encoder.delete()
      decoder.delete()
    },
  }
}

/** The number the other side gave the codec in its SDP; null when it does not take it. */
export function findPayloadType(sdp: string, name: CodecName): number | null {
  const { payloadType, encoding } = codecLines[name]
  const taken = /^m=audio \d+ \S+ ([\d ]+)/m.exec(sdp)?.[1]?.split(' ').map(Number) ?? []
  const named = new RegExp(`^a=rtpmap:(\\d+) ${encoding}`, 'im').exec(sdp)?.[1]
  const number = named === undefined ? payloadType : Number(named)
  return taken.includes(number) ? number : null
}

/** A pure tone for ever, a piece of 20 ms at a time; peak level in dB of full scale. */
export function createTone(hz: number, levelDb: number, sampleRateHz: number): () => Int16Array {
  const amplitude = 32_767 * 10 ** (levelDb / 20)
  const count = (sampleRateHz * frameMs) / 1000
  let spoken = 0
  return () => {
    const from = spoken
    spoken += count
    return Int16Array.from({ length: count }, (_, i) =>
      Math.round(amplitude * Math.sin((2 * Math.PI * hz * (from + i)) / sampleRateHz)),
    )
  }
}
