/** Which of the devices plugged in is used: by preference, by id, by label, and each for one of the preference only. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { systemDefaultId } from '#contract/soundSettings'
import { toBellPlaces } from '#renderer/phone/devices/bellPlaces'
import { findDevices, pickDevice } from '#renderer/phone/devices/chosenDevice'
import { toMicrophoneKey } from '#renderer/phone/devices/microphone'
import { toOtherDevices, toPreferredDevices } from '#renderer/state/phone/soundDevices'

const headset = { id: 'h1', label: 'Headset (0b0e:0307)' }
const laptop = { id: 'l1', label: 'Laptop' }

test('the first that is there is used; when it goes the next is, and when it is back it is again', () => {
  const preference = [headset, laptop]
  expect(pickDevice([laptop, headset], preference)).toEqual({ id: 'h1', place: 0 })
  expect(pickDevice([laptop], preference)).toEqual({ id: 'l1', place: 1 })
  expect(pickDevice([], preference)).toEqual({ id: null, place: null })
  expect(pickDevice([headset, laptop], preference)).toEqual({ id: 'h1', place: 0 })
  expect(pickDevice([headset], [])).toEqual({ id: null, place: null })
})

test('the system default can be preferred by name, before and behind others', () => {
  const standard = { id: systemDefaultId, label: '' }
  expect(pickDevice([headset], [standard, headset])).toEqual({ id: null, place: 0 })
  expect(pickDevice([laptop], [headset, standard, laptop])).toEqual({ id: null, place: 1 })
})

test('of two with one label each stays itself by its id, and they keep their order when both ids changed', () => {
  const [left, right] = [
    { id: 'a', label: 'Headset' },
    { id: 'b', label: 'Headset' },
  ] as const
  expect(findDevices([left, right], [right, left])).toEqual(['b', 'a'])
  // The first one's id changed: it must not be taken for the other, which is still there by its own.
  expect(findDevices([{ id: 'a2', label: 'Headset' }, right], [left, right])).toEqual(['a2', 'b'])
  expect(findDevices([right], [left, right])).toEqual([null, 'b'])
  const changed = [
    { id: 'x', label: 'Headset' },
    { id: 'y', label: 'Headset' },
  ]
  expect(findDevices(changed, [left, right])).toEqual(['x', 'y'])
})

test('a headset in another socket of a Windows machine is the same headset', () => {
  const before = { id: 'p1', label: 'Microphone (Jabra Evolve2 65)' }
  const now = { id: 'p2', label: 'Microphone (3- Jabra Evolve2 65)' }
  expect(pickDevice([laptop, now], [before]).id).toBe('p2')
  expect(pickDevice([laptop, before], [now]).id).toBe('p1')
})

const label = fc.constantFrom('', 'Headset', 'Laptop', 'Speaker (2- USB)', 'Speaker (USB)')
const device = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), label })
const devices = fc.uniqueArray(device, { selector: ({ id }) => id, maxLength: 6 })

test('whatever is plugged in: no device stands for two, and none is used that is not there', () => {
  fc.assert(
    fc.property(devices, fc.array(device, { maxLength: 6 }), (there, preference) => {
      const ids = findDevices(there, preference).filter((id) => id !== null)
      expect(new Set(ids).size).toBe(ids.length)
      for (const id of ids) expect(there.some((each) => each.id === id)).toBe(true)
      const { id, place } = pickDevice(there, preference)
      if (place === null) expect(ids).toEqual([])
      else expect(findDevices(there, preference)[place]).toBe(id)
    }),
  )
})

test('a device that is there by its id is found, and one more device takes nothing from it', () => {
  fc.assert(
    fc.property(devices, devices, device, (there, preference, late) => {
      const found = findDevices(there, preference)
      preference.forEach(({ id }, at) => {
        if (there.some((each) => each.id === id)) expect(found[at]).toBe(id)
      })
      if (there.some(({ id }) => id === late.id)) return
      const { place } = pickDevice(there, preference)
      const after = pickDevice([...there, late], preference).place
      // A better one may come; a worse one changes nothing.
      if (place !== null) expect(after).not.toBeNull()
      if (place !== null && after !== null) expect(after).toBeLessThanOrEqual(place)
    }),
  )
})

test('the page shows which is used, which is away, and which can still be added', () => {
  const rows = toPreferredDevices([laptop, { id: 'h2', label: headset.label }], [headset, laptop])
  expect(rows.map(({ label, state }) => [label, state])).toEqual([
    [headset.label, 'inUse'],
    ['Laptop', 'ready'],
  ])
  expect(toPreferredDevices([laptop], [headset, laptop]).map(({ state }) => state)).toEqual(['away', 'inUse'])
  expect(toOtherDevices([headset, laptop], [laptop])).toEqual([headset])
})

test('a second ringer rings only where it is plugged in, with a volume of its own', () => {
  const settings = { ringer: [], secondRinger: [headset], ringVolume: 0.3, secondRingVolume: 1 }
  const first = { deviceId: null, volume: 0.3 }
  expect(toBellPlaces([laptop], settings)).toEqual({ first, second: null })
  expect(toBellPlaces([laptop, headset], settings)).toEqual({ first, second: { deviceId: 'h1', volume: 1 } })
  expect(toBellPlaces([laptop, headset], { ...settings, secondRinger: [] }).second).toBeNull()
})

test('a microphone is another one by its device and by how its sound is treated', () => {
  const plain = { echoCancelling: true, noiseSuppression: true, autoGain: false }
  const keys = [
    toMicrophoneKey(null, plain),
    toMicrophoneKey('h1', plain),
    toMicrophoneKey('h1', { ...plain, echoCancelling: false }),
    toMicrophoneKey('h1', { ...plain, noiseSuppression: false }),
    toMicrophoneKey('h1', { ...plain, autoGain: true }),
  ]
  expect(new Set(keys).size).toBe(keys.length)
})
