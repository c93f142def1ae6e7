/** The practice centre's customers fill the cache once, and every caller's number finds its card. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CallerCard } from '#contract/callerCard'
import { createCustomerBook } from '#simulator/people/customerBook'
import { type CacheBench, createCacheBench, untilState } from '#tests/main/crm/cacheBench'

const book = { kind: 'practiceBook', seed: 4, size: 3000, nowMs: Date.UTC(2026, 10, 23) } as const

let bench: CacheBench

beforeEach(() => {
  bench = createCacheBench()
})

afterEach(() => bench.close())

test('every customer is found by each of their numbers, as the book has them', async () => {
  const cache = await bench.openReady({ source: book })
  const customers = createCustomerBook(book)
  for (let index = 0; index < book.size; index += 1) {
    const customer = customers.at(index)
    for (const number of customer.numbers) {
      const answer = cache.lookup(number)
      if (!answer.ok) throw new Error(answer.failure.code)
      const { value } = answer
      const cards = value.kind === 'one' ? [value.card] : value.kind === 'several' ? value.cards : []
      const card = cards.find((each) => each.personId === customer.personId)
      expect(card?.numbers[0]).toBe(number)
      expect({ ...card, numbers: card?.numbers.toSorted() }).toEqual({
        ...CallerCard.parse(customer),
        numbers: customer.numbers.toSorted(),
      })
    }
  }
})

test('the same book is not filled again on another day; another seed or size is', async () => {
  await (await bench.openReady({ source: book })).close()
  const nextDay = bench.open({ source: { ...book, nowMs: book.nowMs + 86_400_000 } })
  expect(nextDay.state.state).toBe('ready')
  await nextDay.close()
  const other = bench.open({ source: { ...book, seed: 5 } })
  expect(other.state.state).toBe('rebuilding')
  await untilState(other, 'ready')
  const answer = other.lookup(createCustomerBook({ ...book, seed: 5 }).numberAt(7))
  expect(answer.ok && answer.value.kind).toBe('one')
})
