/** Which number whoever is called outside sees in the practice centre: one of the dialler's own, whatever is asked for. */
import { expect, test } from 'vitest'
import { createPracticeCentre } from '#simulator/practiceCentre'
import { createPhoneDouble } from '#tests/simulator/support/phoneDouble'
import { loadScenario, morningMs } from '#tests/simulator/support/practiceBench'
import { createFakeClock } from '#tests/support/fakeClock'

const [usual, second] = ['+982188001001', '+982188001002']

test.each([
  [undefined, usual, 0],
  [second, second, 0],
  ['+982188009009', usual, 1],
  ['anonymous', usual, 1],
])('asked for %s shows %s', async (asksToShow, shown, warnings) => {
  const phones = createPhoneDouble()
  const warned: object[] = []
  const centre = createPracticeCentre({
    telephony: phones,
    clock: createFakeClock(morningMs),
    seed: 1,
    scenario: loadScenario('quiet'),
    voicesDir: null,
    recordDir: null,
    shownNumbersOf: (extension) => (extension === '1001' ? [usual, second] : []),
    log: { info() {}, warn: (bindings) => void warned.push(bindings) },
  })
  const calls: string[] = []
  centre.listen((event) => {
    if (event.kind === 'callEntered') calls.push(centre.shownTo(event.callId) ?? '', event.callId)
  })
  phones.register('1001')
  const asks = asksToShow === undefined ? {} : { asksToShow }
  phones.tell({ kind: 'dialled', legId: 'a', extension: '1001', target: '+989121112233', ...asks })
  const callId = calls[1] as Parameters<typeof centre.shownTo>[0]
  expect(centre.shownTo(callId)).toBe(shown)
  expect(warned).toHaveLength(warnings)
  phones.tell({ kind: 'hungUp', legId: 'a' })
  await Promise.resolve()
  expect(centre.shownTo(callId)).toBeNull()
  await centre.close()
})
