/** What a desk starts with when the person says little. */
import { expect, test } from 'vitest'
import { StartOptions } from '#main/desk/startOptions'

test.each([
  [{}, 'demo'],
  [{ role: 'agent' }, 'demo'],
  [{ role: 'supervisor' }, 'floor'],
  [{ role: 'supervisor', scenario: 'quiet' }, 'quiet'],
])('%o practises %s', (start, scenario) => {
  expect(StartOptions.parse(start).scenario).toBe(scenario)
})
