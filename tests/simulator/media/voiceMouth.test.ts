/** Recorded voices spoken one after another. */
import { expect, test } from 'vitest'
import { createVoiceMouth } from '#simulator/media/voiceMouth'

test('pieces follow each other, the last frame is filled with silence, then there is none', () => {
  const mouth = createVoiceMouth()
  expect(mouth.speak()).toBeNull()
  mouth.say(new Int16Array(200).fill(3))
  mouth.say(new Int16Array(160).fill(4))
  expect(mouth.isSpeaking()).toBe(true)
  expect(mouth.speak()?.every((sample) => sample === 3)).toBe(true)
  const second = mouth.speak()
  expect([second?.[39], second?.[40]]).toEqual([3, 0])
  expect(mouth.speak()?.[159]).toBe(4)
  expect(mouth.speak()).toBeNull()
  expect(mouth.isSpeaking()).toBe(false)
})

test('hushed, it forgets', () => {
  const mouth = createVoiceMouth()
  mouth.say(new Int16Array(1600).fill(3))
  mouth.speak()
  mouth.hush()
  expect(mouth.speak()).toBeNull()
})
