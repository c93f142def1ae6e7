/** A desk killed at any point of its way into the CRM loses no record and sends none twice; `npm run bench -- writeback` kills 300 times. */
import { expect, test } from 'vitest'
import { runKills } from '#tests/main/crm/writeBack/killRun'

const kills = 20

test(`killed ${kills} times: every record at the CRM, once, in order for each person`, async () => {
  const outcome = await runKills(kills, 7)
  expect(outcome).toMatchObject({ kills, lost: 0, duplicates: 0, outOfOrder: 0, broken: 0 })
  expect(outcome.finished).toBeGreaterThanOrEqual(kills)
}, 600_000)
