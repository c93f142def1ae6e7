/** Tones spoken and measured: the right one is loud, the others are not. */
import { expect, test } from 'vitest'
import { silenceDb, toneLevelDb } from '#simulator/media/toneLevel'
import { createToneMouth } from '#simulator/media/toneMouth'

const tones = [440, 660, 880]

test.each(tones)('20 ms of %i Hz measure at their level, other voices far below', (frequency) => {
  const mouth = createToneMouth(frequency, -12)
  for (let i = 0; i < 20; i++) {
    const frame = mouth.speak() ?? []
    expect(Math.abs(toneLevelDb(frame, frequency) + 12)).toBeLessThan(0.5)
    for (const other of tones) if (other !== frequency) expect(toneLevelDb(frame, other)).toBeLessThan(-35)
  }
})

test('silence and nothing measure as silence', () => {
  expect(toneLevelDb(new Int16Array(160), 440)).toBe(silenceDb)
  expect(toneLevelDb([], 440)).toBe(silenceDb)
})

test('the tone goes on smoothly from frame to frame', () => {
  const mouth = createToneMouth(440, -6)
  const sound = Array.from({ length: 50 }, () => Array.from(mouth.speak() ?? [])).flat()
  expect(toneLevelDb(sound, 440)).toBeGreaterThan(-6.1)
})
