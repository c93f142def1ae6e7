/** Descriptions read before WebRTC has them: direction, what makes them unusable, and candidates hidden. */
import { expect, test } from 'vitest'
import { readAudioSdp, withoutHiddenCandidates } from '#simulator/media/audioSdp'

const good = [
  'v=0',
  'o=- 1 1 IN IP4 0.0.0.0',
  's=-',
  't=0 0',
  'a=ice-ufrag:abcd',
  'a=ice-pwd:abcdefghijklmnopqrstuv',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 0 126',
  'c=IN IP4 0.0.0.0',
  'a=fingerprint:sha-256 AB:CD',
  'm=video 0 UDP/TLS/RTP/SAVPF 96',
  '',
].join('\r\n')

test.each(['sendrecv', 'sendonly', 'recvonly', 'inactive'] as const)(
  '%s is read from audio, then session',
  (word) => {
    expect(readAudioSdp(good.replace('c=IN', `a=${word}\r\nc=IN`))).toEqual({ ok: true, direction: word })
    expect(readAudioSdp(good.replace('t=0 0', `t=0 0\r\na=${word}`))).toEqual({ ok: true, direction: word })
  },
)

test('without a word it goes both ways, whatever video says', () => {
  expect(readAudioSdp(`${good}a=inactive\r\n`)).toEqual({ ok: true, direction: 'sendrecv' })
})

test.each([
  ['Not a session description', 'v=0', 'v=1'],
  ['No audio', 'm=audio', 'm=text'],
  ['No audio', 'm=audio 9', 'm=audio 0'],
  ['Audio is not DTLS-SRTP', 'UDP/TLS/RTP/SAVPF 111', 'RTP/SAVP 111'],
  ['No G.711', ' 111 0 126', ' 111 126'],
  ['No fingerprint', 'a=fingerprint', 'a=print'],
  ['No ICE credentials', 'a=ice-pwd:abcdefghijklmnopqrstuv', 'a=ice-pwd:short'],
])('%s is a reason to refuse', (reason, from, to) => {
  expect(readAudioSdp(good.replace(from, to))).toEqual({ ok: false, reason })
})

test('only hidden candidates and the end of them are taken away', () => {
  const lines = [
    'a=candidate:1 1 udp 1 192.0.2.1 5000 typ host',
    'a=candidate:2 1 udp 1 f00.local 5000 typ host',
    'a=end-of-candidates',
    'a=mid:0',
  ]
  expect(withoutHiddenCandidates(lines.join('\r\n'))).toBe([lines[0], lines[3]].join('\r\n'))
})
