/** A mouth and an ear over RTP: sends a tone as G.711 every 20 ms and keeps what comes back (RFC 3550, RFC 3551). */
import { createSocket } from 'node:dgram'
import { decodeG711, encodeG711 } from '#simulator/media/g711'
import { toneLevelDb } from '#simulator/media/toneLevel'
import { createToneMouth } from '#simulator/media/toneMouth'
import { frameMs, frameSamples } from '#simulator/telephony'

export interface RtpSound {
  readonly port: number
  /** Begins to speak to this address. */
  speakTo(host: string, port: number): void
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
  const mouth = createToneMouth(toneHz, -10)
  const heard: HeardFrame[] = []
  const ssrc = Math.floor(Math.random() * 2 ** 32)
  let timer: NodeJS.Timeout | null = null
  let sequence = 0
  socket.on('message', (packet) => {
    // Payload type 0 is µ-law; the header has no extension from Asterisk.
    if (packet.length < 12 || (packet[1] ?? 0) % 128 !== 0) return
    heard.push({ atMs: performance.now(), frame: decodeG711('pcmu', packet.subarray(12)) })
    if (heard.length > longestEar) heard.shift()
  })

  function speakTo(host: string, port: number): void {
    if (timer !== null) clearInterval(timer)
    const startedAtMs = performance.now()
    let sent = 0
    timer = setInterval(() => {
      const due = Math.floor((performance.now() - startedAtMs) / frameMs)
      for (; sent < due; sent += 1) socket.send(toPacket(), port, host)
    }, frameMs / 2)
  }

  function toPacket(): Buffer {
    const frame = mouth.speak() ?? new Int16Array(frameSamples)
    const header = Buffer.alloc(12)
    header[0] = 0x80
    header.writeUInt16BE(sequence % 65_536, 2)
    header.writeUInt32BE((sequence * frameSamples) % 2 ** 32, 4)
    header.writeUInt32BE(ssrc, 8)
    sequence += 1
    return Buffer.concat([header, encodeG711('pcmu', frame)])
  }

  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(0, address, () =>
      resolve({
        port: socket.address().port,
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
        },
      }),
    )
  })
}
