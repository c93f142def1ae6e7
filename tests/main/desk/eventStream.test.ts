/** Proves that streams to a page give the newest or everything, end with their reader and never grow without limit. */
import { expect, test } from 'vitest'
import { streamAll, streamLatest } from '#main/desk/eventStream'

function createSource<T>() {
  const listeners = new Set<(value: T) => void>()
  return {
    subscribe(listener: (value: T) => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    tell(value: T) {
      for (const listener of listeners) listener(value)
    },
    get count() {
      return listeners.size
    },
  }
}

test('the newest value is told at once and after changes; changes in between are skipped', async () => {
  const source = createSource<void>()
  let value = 1
  const stream = streamLatest(() => value, source.subscribe, new AbortController().signal)
  expect((await stream.next()).value).toBe(1)
  for (value = 2; value < 9; value += 1) source.tell()
  expect((await stream.next()).value).toBe(9)
  await stream.return()
  expect(source.count).toBe(0)
})

test('every message arrives in order, those of the first moment too', async () => {
  const source = createSource<string>()
  const stream = streamAll<string>(
    (listener) => {
      listener('first')
      return source.subscribe(listener)
    },
    10,
    new AbortController().signal,
  )
  expect((await stream.next()).value).toBe('first')
  source.tell('second')
  source.tell('third')
  expect((await stream.next()).value).toBe('second')
  expect((await stream.next()).value).toBe('third')
})

test('a reader that falls too far behind is cut off after what it was given', async () => {
  const source = createSource<number>()
  const stream = streamAll(source.subscribe, 3, new AbortController().signal)
  const first = stream.next()
  for (let each = 1; each <= 9; each += 1) source.tell(each)
  const got = [(await first).value]
  for await (const each of stream) got.push(each)
  expect(got).toEqual([1, 2, 3])
  expect(source.count).toBe(0)
})

test('a stream ends with its signal, waiting or not', async () => {
  const source = createSource<void>()
  const ending = new AbortController()
  const stream = streamLatest(() => 1, source.subscribe, ending.signal)
  await stream.next()
  const waiting = stream.next()
  ending.abort()
  expect((await waiting).done).toBe(true)
  expect(source.count).toBe(0)
  const late = streamLatest(() => 1, source.subscribe, ending.signal)
  await late.next()
  expect((await late.next()).done).toBe(true)
  expect(source.count).toBe(0)
})
