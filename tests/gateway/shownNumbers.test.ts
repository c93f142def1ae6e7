/** Each desk is told the numbers its own person may show, and nobody else's. */
import { expect, test } from 'vitest'
import { createWorld, until } from '#tests/gateway/support/world'

const main = { number: '+982188001000', name: 'Main' }
const sales = { number: '+982188002000', name: 'Sales' }

test('a person sees their own, one without any sees none', async () => {
  const world = await createWorld({ shownNumbersOf: (id) => (id === 'user-sara' ? [sales, main] : []) })
  const desk = await world.sara()
  await until(() => desk.centre !== null)
  expect(desk.centre?.shownNumbers).toEqual([sales, main])
  const other = await world.desk()
  await other.signIn('omid', 'battery staple')
  other.watch()
  await until(() => other.centre !== null)
  expect(other.centre?.shownNumbers).toBeUndefined()
})
