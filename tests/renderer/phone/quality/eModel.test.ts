/** The score of a call: never above 4.5 nor under 1, worse with every impairment, and what is measured becomes it. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { qualitySamples, toCallQuality, withSample } from '#renderer/phone/quality/callQuality'
import { type CallImpairments, toMos } from '#renderer/phone/quality/eModel'
import { type SoundSample, toSoundSample } from '#renderer/phone/quality/soundSample'

const impairments: fc.Arbitrary<CallImpairments> = fc.record({
  lossPercent: fc.double({ min: 0, max: 100, noNaN: true }),
  jitterMs: fc.double({ min: 0, max: 5000, noNaN: true }),
  roundTripMs: fc.double({ min: 0, max: 10_000, noNaN: true }),
  codec: fc.constantFrom('opus', 'PCMU', 'PCMA', 'G722', 'telephone-event', null),
})

test('between 1 and 4.5 whatever happens', () => {
  fc.assert(
    fc.property(impairments, (given) => {
      const mos = toMos(given)
      expect(mos).toBeGreaterThanOrEqual(1)
      expect(mos).toBeLessThanOrEqual(4.5)
    }),
  )
})

test.each(['lossPercent', 'jitterMs', 'roundTripMs'] as const)('more %s never sounds better', (key) => {
  fc.assert(
    fc.property(impairments, fc.double({ min: 0, max: 100, noNaN: true }), (given, more) => {
      const most = key === 'lossPercent' ? 100 : Number.POSITIVE_INFINITY
      const worse = { ...given, [key]: Math.min(most, given[key] + more) }
      expect(toMos(worse)).toBeLessThanOrEqual(toMos(given) + 1e-12)
    }),
  )
})

test('known points of the model', () => {
  const clean = { lossPercent: 0, jitterMs: 0, roundTripMs: 0, codec: 'PCMA' }
  // R = 93.2 − 0.024 · 20 = 92.72
  expect(toMos(clean)).toBeCloseTo(4.4, 1)
  // Ie,eff = 95 · 5 / (5 + 25.1) = 15.8: still nearly satisfied.
  expect(toMos({ ...clean, lossPercent: 5 })).toBeCloseTo(3.91, 1)
  // 300 ms one way: Id = 0.024 · 320 + 0.11 · 142.7 = 23.4.
  expect(toMos({ ...clean, roundTripMs: 600 })).toBeCloseTo(3.59, 1)
  expect(toMos({ ...clean, lossPercent: 100 })).toBeLessThan(1.5)
  expect(toMos({ ...clean, codec: 'opus' })).toBeGreaterThan(4.3)
  expect(toMos({ ...clean, codec: null })).toBeLessThan(toMos(clean))
})

const sample: SoundSample = {
  atMs: 0,
  received: 0,
  lost: 0,
  sent: 0,
  heardEnergy: 0,
  spokenEnergy: 0,
  jitterMs: 0,
  roundTripMs: 20,
  codec: 'opus',
  far: null,
  receives: true,
  sends: true,
}

test('the last seconds are judged, and a burst of loss is forgotten after them', () => {
  let samples: readonly SoundSample[] = []
  const add = (change: Partial<SoundSample>) => {
    const last = samples.at(-1) ?? sample
    samples = withSample(samples, { ...last, ...change, atMs: last.atMs + 1000 })
    return toCallQuality(samples)
  }
  expect(add({})).toBeNull()
  expect(add({})).toBeNull()
  expect(add({ received: 50 })?.heard).toMatchObject({ lossPercent: 0 })
  expect(add({ received: 75, lost: 25 })?.heard.lossPercent).toBeCloseTo(25)
  const burst = toCallQuality(samples)?.mos ?? 5
  for (let second = 0; second < qualitySamples; second += 1) add({ received: 125 + 50 * second })
  expect(samples.length).toBe(qualitySamples)
  const after = toCallQuality(samples)
  expect(after?.heard.lossPercent).toBe(0)
  expect(after?.mos).toBeGreaterThan(burst)
})

test('the worse direction decides', () => {
  const samples = [sample, { ...sample, received: 50, far: { lossPercent: 30, jitterMs: 5 } }]
  const quality = toCallQuality(samples)
  expect(quality?.spoken?.mos).toBeLessThan(quality?.heard.mos ?? 0)
  expect(quality?.mos).toBe(quality?.spoken?.mos)
})

test('a sample is read from what the browser counts', () => {
  const entries = new Map<string, unknown>([
    ['C', { type: 'codec', mimeType: 'audio/PCMA' }],
    [
      'I',
      {
        type: 'inbound-rtp',
        kind: 'audio',
        codecId: 'C',
        packetsReceived: 10,
        packetsLost: 2,
        packetsDiscarded: 1,
        jitter: 0.004,
        totalAudioEnergy: 0.5,
      },
    ],
    ['O', { type: 'outbound-rtp', kind: 'audio', packetsSent: 9 }],
    [
      'R',
      { type: 'remote-inbound-rtp', kind: 'audio', fractionLost: 0.1, jitter: 0.002, roundTripTime: 0.03 },
    ],
    ['M', { type: 'media-source', kind: 'audio', totalAudioEnergy: 0.25 }],
  ])
  expect(toSoundSample(entries, { receives: true, sends: false }, 7)).toEqual({
    atMs: 7,
    received: 10,
    lost: 3,
    sent: 9,
    heardEnergy: 0.5,
    spokenEnergy: 0.25,
    jitterMs: 4,
    roundTripMs: 30,
    codec: 'PCMA',
    far: { lossPercent: 10, jitterMs: 2 },
    receives: true,
    sends: false,
  })
  const pair = { type: 'candidate-pair', nominated: true, state: 'succeeded', currentRoundTripTime: 0.012 }
  expect(toSoundSample(new Map([['P', pair]]), { receives: true, sends: true }, 0)).toMatchObject({
    received: 0,
    roundTripMs: 12,
    codec: null,
    far: null,
  })
})
