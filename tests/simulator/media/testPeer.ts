/** A phone's end of WebRTC for tests: a real werift peer that speaks a tone and keeps what it hears. */
import {
  type MediaStreamTrack,
  RTCPeerConnection,
  RTCRtpCodecParameters,
  type RTCRtpTransceiver,
  RtpHeader,
  RtpPacket,
} from 'werift'
import { decodeG711, encodeG711 } from '#simulator/media/g711'
import { toneLevelDb } from '#simulator/media/toneLevel'
import { createToneMouth } from '#simulator/media/toneMouth'
import { frameMs, frameSamples } from '#simulator/telephony'

export interface TestPeer {
  readonly connection: RTCPeerConnection
  readonly transceiver: RTCRtpTransceiver
  /** Speaks a tone from now on, 20 ms at a time, at -12 dBFS. */
  speak(frequencyHz: number): void
  /** RFC 4733 packets for one key: three updates and the end, three times. */
  sendKey(event: number): void
  /** Headers of what came, in order of arrival. */
  readonly headers: { sequence: number; timestamp: number; marker: boolean; payloadType: number }[]
  /** What is heard from now on until `frames` × 20 ms have come. */
  listen(frames: number): Promise<Int16Array>
  close(): Promise<void>
}

const telephoneEvent = 101

export function createTestPeer(): TestPeer {
  const g711 = { clockRate: 8000, channels: 1 }
  const connection = new RTCPeerConnection({
    codecs: {
      audio: [
        new RTCRtpCodecParameters({ ...g711, mimeType: 'audio/PCMU', payloadType: 0 }),
        new RTCRtpCodecParameters({ ...g711, mimeType: 'audio/PCMA', payloadType: 8 }),
        new RTCRtpCodecParameters({
          ...g711,
          mimeType: 'audio/telephone-event',
          payloadType: telephoneEvent,
          parameters: '0-16',
        }),
      ],
      video: [],
    },
    iceServers: [],
    iceUseIpv4: false,
    iceUseIpv6: false,
    iceAdditionalHostAddresses: ['127.0.0.1'],
    iceInterfaceAddresses: { udp4: '127.0.0.1' },
    bundlePolicy: 'max-bundle',
  })
  const transceiver = connection.addTransceiver('audio', { direction: 'sendrecv' })
  const headers: TestPeer['headers'] = []
  let waiting: { left: number; pieces: Int16Array[]; done: (sound: Int16Array) => void } | null = null
  connection.onTrack.subscribe((track: MediaStreamTrack) => {
    track.onReceiveRtp.subscribe(({ header, payload }) => {
      const { sequenceNumber: sequence, timestamp, marker, payloadType } = header
      headers.push({ sequence, timestamp, marker, payloadType })
      if (waiting === null) return
      waiting.pieces.push(decodeG711(payloadType === 8 ? 'pcma' : 'pcmu', payload))
      waiting.left -= 1
      if (waiting.left > 0) return
      const { pieces, done } = waiting
      waiting = null
      done(join(pieces))
    })
  })

  let speaking: NodeJS.Timeout | null = null
  let sequence = 100
  let timestamp = 1000
  const send = (payloadType: number, at: number, marker: boolean, payload: Uint8Array) => {
    const header = new RtpHeader({ sequenceNumber: sequence, timestamp: at, marker, payloadType })
    sequence = (sequence + 1) & 0xffff
    header.ssrc = transceiver.sender.ssrc
    const transport = connection.dtlsTransports[0]
    if (transport?.state === 'connected') void transport.sendRtp(Buffer.from(payload), header)
    return new RtpPacket(header, Buffer.from(payload))
  }

  return {
    connection,
    transceiver,
    headers,
    speak(frequencyHz) {
      if (speaking !== null) clearInterval(speaking)
      const mouth = createToneMouth(frequencyHz, -12)
      speaking = setInterval(() => {
        timestamp += frameSamples
        send(0, timestamp, false, encodeG711('pcmu', mouth.speak() ?? new Int16Array(frameSamples)))
      }, frameMs)
    },
    sendKey(event) {
      const at = timestamp
      for (const step of [1, 2, 3, 4, 4, 4]) {
        const duration = step * frameSamples
        const end = step === 4 ? 0x80 : 0
        send(telephoneEvent, at, step === 1, Uint8Array.of(event, end | 10, duration >> 8, duration & 0xff))
      }
      timestamp += 4 * frameSamples
    },
    listen: (frames) =>
      new Promise((done) => {
        waiting = { left: frames, pieces: [], done }
      }),
    async close() {
      if (speaking !== null) clearInterval(speaking)
      await connection.close()
    },
  }
}

/** The tones (Hz) that are clearly in a piece of sound, of those asked about. */
export function tonesIn(sound: Int16Array, frequenciesHz: readonly number[]): number[] {
  return frequenciesHz.filter((frequency) => toneLevelDb(sound, frequency) > -30)
}

function join(pieces: readonly Int16Array[]): Int16Array {
  const sound = new Int16Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    sound.set(piece, at)
    at += piece.length
  }
  return sound
}
