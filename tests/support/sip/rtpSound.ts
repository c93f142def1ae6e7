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
  /** Begins to speak to this address in this call, and to hear, with the number the codec has in it. */
  speakTo(callId: string, host: string, port: number, payloadType: number): void
  /** Speaks no more in this call. */
  leave(callId: string): void
  /** Level of a tone over the newest 200 ms, in dB below full scale, from one port or from all; silence when nothing came. */
  levelDb(hz: number, fromPort?: number): number
  /** What has come since then, by `performance.now()`, in order. */
  heardSince(atMs: number): readonly HeardFrame[]
  close(): void
}

export interface HeardFrame {
  readonly atMs: number
  readonly fromPort: number
  /** 20 ms at 8 kHz. */
  readonly frame: Int16Array
}

/** Frames the ear keeps: two minutes. */
const longestEar = 6000

interface Place {
  readonly host: string
  readonly port: number
  readonly payloadType: number
}

/** `speaksInAll`: in every call it has been told of; in the newest alone otherwise, as a person does at a telephone. */
export function openRtpSound(address: string, toneHz: number, speaksInAll = false): Promise<RtpSound> {
  const socket = createSocket('udp4')
  let name: CodecName = 'pcmu'
  let voice: VoiceCodec = createVoiceCodec(name)
  let speak = createTone(toneHz, -10, codecLines[name].sampleRateHz)
  let numbered: number = codecLines[name].payloadType
  const heard: HeardFrame[] = []
  const places = new Map<string, Place>()
  const ssrc = Math.floor(Math.random() * 2 ** 32)
  let timer: NodeJS.Timeout | null = null
  let sequence = 0
  socket.on('message', (packet, { port: fromPort }) => {
    // The header has no extension from Asterisk.
    if (packet.length <= 12 || (packet[1] ?? 0) % 128 !== numbered) return
    heard.push({ atMs: performance.now(), fromPort, frame: voice.decode(packet.subarray(12)) })
    if (heard.length > longestEar) heard.shift()
  })

  function speakIn(next: CodecName): void {
    voice.close()
    name = next
    voice = createVoiceCodec(next)
    speak = createTone(toneHz, -10, codecLines[next].sampleRateHz)
  }

  function speakTo(callId: string, host: string, port: number, payloadType: number): void {
    numbered = payloadType
    if (!speaksInAll) places.clear()
    places.set(callId, { host, port, payloadType })
    if (timer !== null) clearInterval(timer)
    const startedAtMs = performance.now()
    let sent = 0
    timer = setInterval(() => {
      const due = Math.floor((performance.now() - startedAtMs) / frameMs)
      for (; sent < due; sent += 1) sendFrame()
    }, frameMs / 2)
  }

  function sendFrame(): void {
    const sound = voice.encode(speak())
    for (const { host, port, payloadType } of places.values())
      socket.send(Buffer.concat([toHeader(payloadType), sound]), port, host)
    sequence += 1
  }

  function toHeader(payloadType: number): Buffer {
    const header = Buffer.alloc(12)
    header[0] = 0x80
    header[1] = payloadType
    header.writeUInt16BE(sequence % 65_536, 2)
    header.writeUInt32BE((sequence * codecLines[name].ticks) % 2 ** 32, 4)
    header.writeUInt32BE(ssrc, 8)
    return header
  }

  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(0, address, () =>
      resolve({
        port: socket.address().port,
        speakIn,
        speakTo,
        leave: (callId) => void places.delete(callId),
        levelDb(hz, fromPort) {
          const fromMs = performance.now() - 200
          const isOf = (each: HeardFrame) => fromPort === undefined || each.fromPort === fromPort
          const frames = heard.filter((each) => each.atMs >= fromMs && isOf(each)).map(({ frame }) => frame)
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
