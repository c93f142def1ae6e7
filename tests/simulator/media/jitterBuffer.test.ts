/** Received sound in, ordered sound out: reordered, lost, doubled, late and begun anew. */
import { expect, test } from 'vitest'
import { createJitterBuffer } from '#simulator/media/jitterBuffer'
import { frameSamples } from '#simulator/telephony'

const packet = (sequence: number, value = sequence, source = 1) => ({
  sequence,
  source,
  samples: new Int16Array(frameSamples).fill(value),
})
type Buffer = ReturnType<typeof createJitterBuffer>
const pullValue = (buffer: Buffer) => buffer.pull()?.[0] ?? null

test('sound waits for 40 ms, then comes in order', () => {
  const buffer = createJitterBuffer()
  buffer.push(packet(1))
  expect(pullValue(buffer)).toBeNull()
  buffer.push(packet(2))
  expect([pullValue(buffer), pullValue(buffer), pullValue(buffer)]).toEqual([1, 2, null])
})

test('two packets that overtook each other are put right, also over the end of the numbers', () => {
  const buffer = createJitterBuffer()
  buffer.push(packet(65_535, 1))
  buffer.push(packet(1, 3))
  buffer.push(packet(0, 2))
  expect([1, 2, 3, 4].map(() => pullValue(buffer))).toEqual([1, 2, 3, null])
})

test('a lost packet is given up when nothing else is left', () => {
  const buffer = createJitterBuffer()
  for (const sequence of [1, 2]) buffer.push(packet(sequence))
  expect(pullValue(buffer)).toBe(1)
  buffer.push(packet(4))
  expect(pullValue(buffer)).toBe(2)
  expect(pullValue(buffer)).toBe(4)
})

test('a packet doubled or too late is not heard again', () => {
  const buffer = createJitterBuffer()
  for (const sequence of [1, 2, 2, 1]) buffer.push(packet(sequence))
  expect([pullValue(buffer), pullValue(buffer), pullValue(buffer)]).toEqual([1, 2, null])
})

test('delay never grows beyond 60 ms', () => {
  const buffer = createJitterBuffer()
  for (let sequence = 1; sequence <= 50; sequence++) buffer.push(packet(sequence))
  const heard = [0, 1, 2, 3, 4].map(() => pullValue(buffer)).filter((value) => value !== null)
  expect(heard.length).toBeLessThanOrEqual(3)
  expect(heard.at(-1)).toBe(50)
})

test('another source begins anew', () => {
  const buffer = createJitterBuffer()
  for (const sequence of [1, 2]) buffer.push(packet(sequence))
  for (const sequence of [900, 901]) buffer.push(packet(sequence, 7, 2))
  expect([pullValue(buffer), pullValue(buffer), pullValue(buffer)]).toEqual([7, 7, null])
})

test('long packets are cut into frames', () => {
  const buffer = createJitterBuffer()
  buffer.push({ sequence: 1, source: 1, samples: new Int16Array(480).fill(5) })
  expect([pullValue(buffer), pullValue(buffer), pullValue(buffer), pullValue(buffer)]).toEqual([
    5,
    5,
    5,
    null,
  ])
})
