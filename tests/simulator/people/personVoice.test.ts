/** A simulated person takes turns: speaks, listens, answers, asks again into silence, says goodbye. */
import { describe, expect, test } from 'vitest'
import { createPersonVoice, type PersonVoice } from '#simulator/people/personVoice'
import type { VoiceLibrary } from '#simulator/people/voiceLibrary'
import { frameSamples } from '#simulator/telephony'

/** Each recording is one frame of its own level, so that what is said can be read. */
const say = (level: number) => new Int16Array(frameSamples).fill(level)
const library: VoiceLibrary = {
  scriptOf: () => ({
    greeting: say(1),
    sentences: [say(11), say(12)],
    yes: say(2),
    areYouThere: say(3),
    thanks: say(4),
    goodbye: say(5),
  }),
}
/** Everybody says everything for a second. */
const second = new Int16Array(frameSamples * 50).fill(3_000)
const longWinded: VoiceLibrary = {
  scriptOf: () => ({
    greeting: second,
    sentences: [second, second],
    yes: second,
    areYouThere: second,
    thanks: second,
    goodbye: second,
  }),
}
const silence = new Int16Array(frameSamples)
const speech = new Int16Array(frameSamples).fill(3_000)
const framesPerSecond = 50

/** What the person said while hearing `frame` for so many frames; 0 is silence. */
function listen(person: PersonVoice, frame: Int16Array, frames: number): number[] {
  return Array.from({ length: frames }, () => {
    const said = person.speak()
    person.hear(frame)
    return said?.[0] ?? 0
  })
}
const words = (said: readonly number[]) => said.filter((level) => level !== 0)

test('speaks at once: a greeting, then why they call', () => {
  const person = createPersonVoice('en:fault', library)
  expect(listen(person, silence, 3)).toEqual([1, 11, 0])
})

test('who does not begin lets the other side speak first, and answers', () => {
  const person = createPersonVoice('fa:colleague', library, false)
  expect(person.language).toBe('fa')
  expect(words(listen(person, silence, 4 * framesPerSecond))).toEqual([])
  listen(person, speech, 10)
  expect(words(listen(person, silence, framesPerSecond + 2))).toEqual([11])
})

test('two who talk with each other take turns', () => {
  const caller = createPersonVoice('en:fault', longWinded)
  const colleague = createPersonVoice('en:colleague', longWinded, false)
  const turns: string[] = []
  for (let frame = 0; frame < 30 * framesPerSecond; frame++) {
    const [one, other] = [caller.speak(), colleague.speak()]
    expect(one !== null && other !== null).toBe(false)
    colleague.hear(one ?? silence)
    caller.hear(other ?? silence)
    const who = one === null ? (other === null ? '' : 'colleague') : 'caller'
    if (who !== '' && turns.at(-1) !== who) turns.push(who)
  }
  expect(turns.slice(0, 6)).toEqual(['caller', 'colleague', 'caller', 'colleague', 'caller', 'colleague'])
})

test('goes on a second after the agent has finished speaking, not while they speak', () => {
  const person = createPersonVoice('en:fault', library)
  listen(person, silence, 2)
  expect(words(listen(person, speech, 10 * framesPerSecond))).toEqual([])
  expect(words(listen(person, silence, framesPerSecond))).toEqual([])
  expect(words(listen(person, silence, 2))).toEqual([12])
})

test('answers yes when everything has been said, and asks into a long silence', () => {
  const person = createPersonVoice('en:fault', library)
  listen(person, silence, 2)
  expect(words(listen(person, silence, 6 * framesPerSecond))).toEqual([12])
  expect(words(listen(person, silence, 6 * framesPerSecond))).toEqual([3])
  listen(person, speech, 10)
  expect(words(listen(person, silence, 2 * framesPerSecond))).toEqual([2])
})

test('says thanks and goodbye to the end before they are gone', () => {
  const person = createPersonVoice('en:fault', library)
  let gone = 0
  person.sayGoodbye(() => {
    gone += 1
  })
  expect(listen(person, silence, 2)).toEqual([4, 5])
  expect(gone).toBe(0)
  listen(person, silence, framesPerSecond)
  expect(gone).toBe(1)
  listen(person, silence, 100)
  expect(gone).toBe(1)
})

test('on hold nothing is said', () => {
  const person = createPersonVoice('en:fault', library)
  listen(person, silence, 2)
  person.setOnHold(true)
  expect(words(listen(person, silence, 20 * framesPerSecond))).toEqual([])
  person.setOnHold(false)
  expect(words(listen(person, silence, 6 * framesPerSecond))).toEqual([12])
})

describe('people without words', () => {
  test('a tone sounds without end and leaves without goodbye', () => {
    const person = createPersonVoice('tone:440', library)
    expect(Math.max(...(person.speak() ?? []))).toBeGreaterThan(1_000)
    let gone = false
    person.sayGoodbye(() => {
      gone = true
    })
    expect(gone).toBe(true)
  })

  test('silent says nothing, and neither does a voice nobody recorded', () => {
    expect(createPersonVoice('silent', library).speak()).toBeNull()
    expect(createPersonVoice('en:unknown', { scriptOf: () => null }).speak()).toBeNull()
  })
})
