/** The panes of the floor take turns: each is given what is new within three frames, and none is left out. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emptyCentre } from '#contract/centre'
import { isShown, showNext, toCentres } from '#renderer/features/floor/floorTurns'

const newCentre = () => emptyCentre({ kind: 'connected', sinceMs: 0, failure: null, roundTripMs: null })

test('one pane is given the new floor at each turn, and all have it after three', () => {
  const [before, after] = [newCentre(), newCentre()]
  const first = showNext(toCentres(before), after, 0)
  expect([first.queues === after, first.agents === before, first.waiting === before]).toEqual([
    true,
    true,
    true,
  ])
  const second = showNext(first, after, 1)
  expect([second.agents === after, second.waiting === before]).toEqual([true, true])
  const third = showNext(second, after, 2)
  expect([isShown(second, after), isShown(third, after)]).toEqual([false, true])
  expect(showNext(third, after, 3)).toBe(third)
})

test('a floor that changes in every frame leaves no pane behind by more than three', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 4, maxLength: 60 }), fc.nat(), (changes, firstTurn) => {
      const known = [newCentre()]
      let shown = toCentres(known[0] as ReturnType<typeof newCentre>)
      const atFrame: number[] = []
      for (const [frame, isNew] of changes.entries()) {
        if (isNew) known.push(newCentre())
        atFrame.push(known.length - 1)
        shown = showNext(shown, known.at(-1) as ReturnType<typeof newCentre>, firstTurn + frame)
        const oldest = Math.min(...Object.values(shown).map((centre) => known.indexOf(centre)))
        // Each shows at least what was new three frames ago.
        expect(oldest).toBeGreaterThanOrEqual(atFrame[frame - 2] ?? 0)
      }
    }),
  )
})
