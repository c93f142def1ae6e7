/** An offer without addresses is the same offer otherwise, and every address comes back with its section. */
import { expect, test } from 'vitest'
import { holdBackCandidates } from '#renderer/phone/media/heldBackCandidates'

const head = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=ice-lite']
const audio = ['m=audio 9 UDP/TLS/RTP/SAVPF 0', 'c=IN IP4 0.0.0.0', 'a=mid:0', 'a=sendrecv']
const video = ['m=video 0 UDP/TLS/RTP/SAVPF 96', 'a=mid:1']
const address = (port: number) => `candidate:1 1 udp 2130706431 127.0.0.1 ${port} typ host`
const write = (lines: readonly string[]) => [...lines, ''].join('\r\n')

test('addresses are taken out with the place of their section', () => {
  const offer = write([
    ...head,
    ...audio,
    `a=${address(5000)}`,
    `a=${address(5001)}`,
    'a=end-of-candidates',
    ...video,
    `a=${address(5002)}`,
  ])
  expect(holdBackCandidates(offer)).toEqual({
    sdp: write([...head, ...audio, ...video]),
    candidates: [
      { candidate: address(5000), sdpMLineIndex: 0 },
      { candidate: address(5001), sdpMLineIndex: 0 },
      { candidate: address(5002), sdpMLineIndex: 1 },
    ],
  })
})

test('an offer without addresses, or without sections, is left as it is', () => {
  for (const offer of [write([...head, ...audio]), `a=${address(1)}\r\nnothing`, '']) {
    expect(holdBackCandidates(offer)).toEqual({ sdp: offer, candidates: [] })
  }
})

test('no more than 100 addresses are taken in', () => {
  const many = Array.from({ length: 5000 }, (_, i) => `a=${address(i)}`)
  const { sdp, candidates } = holdBackCandidates(write([...head, ...audio, ...many]))
  expect(candidates).toHaveLength(100)
  expect(sdp).toBe(write([...head, ...audio]))
})
