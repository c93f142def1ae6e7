/** The exchange's end of WebRTC against a real peer: packets as RFC 3550 wants them, hidden addresses reached. */
import { afterEach, expect, test } from 'vitest'
import { createMediaPeer, type MediaPeer, prepareCertificate } from '#simulator/media/mediaPeer'
import { createToneMouth } from '#simulator/media/toneMouth'
import { frameSamples } from '#simulator/telephony'
import { createTestPeer, type TestPeer, tonesIn } from '#tests/simulator/media/testPeer'

const surprises: unknown[] = []
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const peer of open.splice(0)) await peer.close()
  expect(surprises.splice(0)).toEqual([])
})

async function pair(): Promise<{ ours: MediaPeer; phone: TestPeer; offer: string }> {
  await prepareCertificate()
  const ours = createMediaPeer({
    addresses: ['127.0.0.1'],
    onSurprise: (cause) => surprises.push(cause),
    checks: 'answered',
  })
  const phone = createTestPeer()
  open.push(ours, phone)
  return { ours, phone, offer: await ours.offer() }
}

async function answerOf(phone: TestPeer, offer: string): Promise<string> {
  await phone.connection.setRemoteDescription({ type: 'offer', sdp: offer })
  await phone.connection.setLocalDescription(await phone.connection.createAnswer())
  return phone.connection.localDescription?.sdp ?? ''
}

test('the offer names this machine alone, and G.711', async () => {
  const { offer } = await pair()
  expect(offer.match(/a=candidate:.*/g)).toHaveLength(1)
  expect(offer).toMatch(/a=candidate:\S+ 1 udp \d+ 127\.0\.0\.1 \d+ typ host/)
  expect(offer).toContain('m=audio 9 UDP/TLS/RTP/SAVPF 0 8 101')
})

test('that only the phone checks addresses is said once, for the whole session, where a browser looks for it', async () => {
  const { ours, phone, offer } = await pair()
  const session = offer.split('m=audio')[0]?.split('\r\n') ?? []
  expect(session[session.indexOf('t=0 0') + 1]).toBe('a=ice-lite')
  expect(offer.match(/a=ice-lite/g)).toHaveLength(1)
  const connected = new Promise<void>((resolve) => ours.onConnected(resolve))
  await ours.acceptAnswer(await answerOf(phone, offer))
  await connected
})

test('a phone behind multicast DNS is reached, and packets are numbered and timed without a gap', async () => {
  const { ours, phone, offer } = await pair()
  const answer = (await answerOf(phone, offer)).replace(
    /(a=candidate:\S+ 1 udp \d+) \S+/g,
    '$1 3f2b9c1e-0000-4000-8000-000000000000.local',
  )
  expect(answer).toContain('.local')
  const connected = new Promise<void>((resolve) => ours.onConnected(resolve))
  await ours.acceptAnswer(answer)
  await connected
  const mouth = createToneMouth(440, -12)
  const heard = phone.listen(6)
  const send = (frames: number) => {
    for (let i = 0; i < frames; i++) ours.send(mouth.speak() ?? new Int16Array(frameSamples))
  }
  send(3)
  ours.pause()
  ours.pause()
  send(3)
  expect(tonesIn(await heard, [440, 660])).toEqual([440])
  const [first] = phone.headers
  if (first === undefined) throw new Error('nothing came')
  expect(phone.headers.map(({ sequence }) => (sequence - first.sequence) & 0xffff)).toEqual([
    0, 1, 2, 3, 4, 5,
  ])
  const ticks = phone.headers.map(({ timestamp }) => ((timestamp - first.timestamp) >>> 0) / frameSamples)
  expect(ticks).toEqual([0, 1, 2, 5, 6, 7])
  expect(phone.headers.map(({ marker }) => marker)).toEqual([true, false, false, true, false, false])
})
