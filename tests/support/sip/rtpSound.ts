/** A mouth and an ear over RTP: sends a tone every 20 ms and keeps what comes back (RFC 3550, RFC 3551). */
import { createSocket } from 'node:dgram'
import { toneLevelDb } from '#simulator/media/toneLevel'
import { frameMs } from '#simulator/telephony'
import {
  type CodecName,
  codecLines,
  createTone,
  createVoiceCodec,
  type VoiceCodec,
} from '#tests/support/sip/voiceCodec'

export interface RtpSound {
  readonly port: number
  /** Speaks and hears this codec from now on, G.711 µ-law at first; to be said between calls. */
  speakIn(name: CodecName): void
  /** Begins to speak to this address, and to hear, with the number the codec has in this call. */
  speakTo(host: string, port: number, payloadType: number): void
  /** Level of a tone over the newest 200 ms, in dB below full scale; silence when nothing came. */
  levelDb(hz: number): number
  /** What has come since then, by `performance.now()`, in order. */
  heardSince(atMs: number): readonly HeardFrame[]
  close(): void
}

export interface HeardFrame {
  readonly atMs: number
  /** 20 ms at 8 kHz. */
  readonly frame: Int16Array
}

/** Frames the ear keeps: two minutes. */
const longestEar = 6000

export function openRtpSound(address: string, toneHz: number): Promise<RtpSound> {
  const socket = createSocket('udp4')
  let name: CodecName = 'pcmu'
  let voice: VoiceCodec = createVoiceCodec(name)
  let speak = createTone(toneHz, -10, codecLines[name].sampleRateHz)
  let numbered: number = codecLines[name].payloadType
  const heard: HeardFrame[] = []
  const ssrc = Math.floor(Math.random() * 2 ** 32)
  let timer: NodeJS.Timeout | null = null
  let sequence = 0
  socket.on('message', (packet) => {
    // The header has no extension from Asterisk.
    if (packet.length <= 12 || (packet[1] ?? 0) % 128 !== numbered) return
    heard.push({ atMs: performance.now(), frame: voice.decode(packet.subarray(12)) })
    if (heard.length > longestEar) heard.shift()
  })

  function speakIn(next: CodecName): void {
    voice.close()
    name = next
    voice = createVoiceCodec(next)
    speak = createTone(toneHz, -10, codecLines[next].sampleRateHz)
  }

  function speakTo(host: string, port: number, payloadType: number): void {
    numbered = payloadType
    if (timer !== null) clearInterval(timer)
    const startedAtMs = performance.now()
    let sent = 0
    timer = setInterval(() => {
      const due = Math.floor((performance.now() - startedAtMs) / frameMs)
      for (; sent < due; sent += 1) socket.send(toPacket(), port, host)
    }, frameMs / 2)
  }

  function toPacket(): Buffer {
    const header = Buffer.alloc(12)
    header[0] = 0x80
    header[1] = numbered
    header.writeUInt16BE(sequence % 65_536, 2)
    header.writeUInt32BE((sequence * codecLines[name].ticks) % 2 ** 32, 4)
    header.writeUInt32BE(ssrc, 8)
    sequence += 1
    return Buffer.concat([header, voice.encode(speak())])
  }

  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(0, address, () =>
      resolve({
        port: socket.address().port,
        speakIn,
        speakTo,
        levelDb(hz) {
          const fromMs = performance.now() - 200
          const frames = heard.filter(({ atMs }) => atMs >= fromMs).map(({ frame }) => frame)
          const samples = new Int16Array(frames.reduce((sum, frame) => sum + frame.length, 0))
          let at = 0
          for (const frame of frames) {
            samples.set(frame, at)
            at += frame.length
          }
          return toneLevelDb(samples, hz)
        },
        heardSince: (atMs) => heard.filter((each) => each.atMs >= atMs),
        close() {
          if (timer !== null) clearInterval(timer)
          socket.close()
          voice.close()
        },
      }),
    )
  })
}
