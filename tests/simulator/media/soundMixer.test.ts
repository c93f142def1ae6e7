/** Who hears whom, by sound: each party speaks a tone of its own. */
import { expect, test } from 'vitest'
import { createSoundMixer } from '#simulator/media/soundMixer'
import { createToneMouth } from '#simulator/media/toneMouth'
import type { Frame } from '#simulator/telephony'
import { tonesIn } from '#tests/simulator/media/testPeer'

const tones = { caller: 440, agent: 660, supervisor: 880 } as const
type Name = keyof typeof tones

function room() {
  const mixer = createSoundMixer()
  const last = new Map<string, Frame>()
  for (const name of Object.keys(tones) as Name[]) {
    mixer.add(name, createToneMouth(tones[name], -12), { hear: (frame) => void last.set(name, frame) })
  }
  const heardBy = () => {
    mixer.mix()
    return (Object.keys(tones) as Name[]).map((name) =>
      tonesIn(last.get(name) ?? new Int16Array(), Object.values(tones)),
    )
  }
  return { mixer, heardBy }
}

test('everyone hears the others and never itself', () => {
  const { heardBy } = room()
  expect(heardBy()).toEqual([
    [660, 880],
    [440, 880],
    [440, 660],
  ])
})

test('the matrix rules from the next frame on, listen to whisper to barge', () => {
  const { mixer, heardBy } = room()
  mixer.setHears('caller', 'supervisor', false)
  mixer.setHears('agent', 'supervisor', false)
  expect(heardBy()).toEqual([[660], [440], [440, 660]])
  mixer.setHears('agent', 'supervisor', true)
  expect(heardBy()).toEqual([[660], [440, 880], [440, 660]])
  mixer.setHears('caller', 'supervisor', true)
  expect(heardBy()).toEqual([
    [660, 880],
    [440, 880],
    [440, 660],
  ])
})

test('what is said before a party comes holds when it comes back', () => {
  const { mixer, heardBy } = room()
  mixer.remove('supervisor')
  mixer.setHears('caller', 'supervisor', false)
  mixer.add('supervisor', createToneMouth(880, -12), null)
  expect(heardBy().slice(0, 2)).toEqual([[660], [440, 880]])
})

test('loud voices together are cut off at full scale, not wrapped round', () => {
  const mixer = createSoundMixer()
  const heard: Frame[] = []
  const loud = { speak: () => new Int16Array(160).fill(30_000) }
  mixer.add('a', loud, null)
  mixer.add('b', loud, null)
  mixer.add('c', { speak: () => null }, { hear: (frame) => void heard.push(frame) })
  mixer.mix()
  expect(new Set(heard[0])).toEqual(new Set([32_767]))
})
