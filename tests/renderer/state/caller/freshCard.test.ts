/** What the CRM says of a caller on the screen: nothing the agent reads is taken away, and nobody else is shown. */
import { expect, test } from 'vitest'
import type { CallerCard, CardAnswer } from '#contract/callerCard'
import { PersonId } from '#contract/ids'
import { newCall } from '#renderer/phone/lines/newCall'
import { toRingingView } from '#renderer/state/caller/callerView'
import { mergeFresh, showNews } from '#renderer/state/caller/freshCard'
import type { CallerView } from '#renderer/state/deskModel'
import { sampleCard, sampleSeveral } from '#tests/renderer/gallery/samplePeople'

const card = sampleCard('en', 1_000_000_000_000)
const one = (of: CallerCard): CardAnswer => ({ kind: 'one', card: of, matchedBy: 'number' })
const shown: CallerView = {
  ...toRingingView(newCall('sip-1')),
  number: '+989123456789',
  card: one(card),
  person: card,
}
const asOfMs = 1_000_000_005_000

test('the same values only grow younger, and nothing is marked', () => {
  const fresh = { ...card, orders: { asOfMs, value: structuredClone(card.orders.value) } }
  const view = mergeFresh(shown, one(fresh))
  expect(view.news).toBeUndefined()
  expect(view.person?.orders.asOfMs).toBe(asOfMs)
  expect(view.person?.orders.value).toBe(card.orders.value)
})

test('one line takes the place of another; rows wait, keeping the age of what is shown', () => {
  const rows = card.orders.value.slice(1)
  const fresh = { ...card, satisfaction: { asOfMs, value: 12 }, orders: { asOfMs, value: rows } }
  const view = mergeFresh(shown, one(fresh))
  expect(view.person?.satisfaction.value).toBe(12)
  expect(view.person?.orders).toEqual(card.orders)
  expect(view.news).toEqual({
    changed: ['satisfaction', 'orders'],
    held: { orders: { asOfMs, value: rows } },
  })
  const opened = showNews(view, 'orders')
  expect(opened.person?.orders.value).toEqual(rows)
  expect(opened.news).toEqual({ changed: ['satisfaction', 'orders'], held: {} })
  expect(showNews(opened, 'orders')).toBe(opened)
})

test('what goes back to as it was shown waits no more', () => {
  const fresh = { ...card, notes: { asOfMs, value: [] } }
  const view = mergeFresh(mergeFresh(shown, one(fresh)), one(card))
  expect(view.news?.held).toEqual({})
  expect(view.person?.notes.value).toEqual(card.notes.value)
})

test('another person, or nobody, never takes the place of who is on the screen', () => {
  const other = { ...card, personId: PersonId.parse('other'), name: 'Other' }
  expect(mergeFresh(shown, one(other))).toBe(shown)
  expect(mergeFresh(shown, { kind: 'none' })).toBe(shown)
})

test('somebody the cache did not know is shown when the CRM does', () => {
  const unknown: CallerView = { ...shown, card: { kind: 'none' }, person: null }
  expect(mergeFresh(unknown, one(card)).person).toEqual(card)
})

test('who is choosing among several sees them in their places, and new ones last', () => {
  const cards = sampleSeveral('en', 1_000_000_000_000)
  const choosing: CallerView = {
    ...shown,
    card: { kind: 'several', cards, matchedBy: 'number' },
    person: null,
  }
  const added = { ...card, personId: PersonId.parse('added') }
  const fresh = [added, ...cards.toReversed()].map((each) => ({ ...each, company: 'Moved' }))
  const view = mergeFresh(choosing, { kind: 'several', cards: fresh, matchedBy: 'number' })
  expect(view.card?.kind === 'several' && view.card.cards.map(({ personId }) => personId)).toEqual([
    ...cards.map(({ personId }) => personId),
    'added',
  ])
  expect(view.card?.kind === 'several' && view.card.cards.every(({ company }) => company === 'Moved')).toBe(
    true,
  )
})
