/** A desk killed at any instant of a load or a delta keeps a whole file and every note it said was kept. */
import { expect, test } from 'vitest'
import { runKillRounds } from '#tests/main/crm/sync/killRounds'

test('killed 20 times, the file is whole each time, no note is lost, and all is taken in the end', async () => {
  const found = await runKillRounds(20, 20_261_123)
  expect(found).toMatchObject({ kills: 20, broken: 0, lostNotes: 0, wrongPeople: 0 })
  expect(found.notes).toBeGreaterThan(20)
  expect(found.inFull).toBeGreaterThan(0)
  expect(found.inDelta).toBeGreaterThan(0)
}, 600_000)
