/** The verdict on the log: shared by pages read together, and in time for an answer also of a log that takes long. */
import { expect, test } from 'vitest'
import { createAuditVerdict, type Verdict } from '#gateway/monitoring/auditVerdict'
import { createFakeClock } from '#tests/support/fakeClock'

/** A log whose looks are ended by the test. */
function createSlowLog() {
  const looks: ((verdict: Verdict) => void)[] = []
  return { looks, verify: () => new Promise<Verdict>((resolve) => looks.push(resolve)) }
}
const whole: Verdict = { whole: true, brokenAt: null }
const broken: Verdict = { whole: false, brokenAt: 7 }

test('who asks together, or soon after, shares one look; later the log is looked at anew', async () => {
  const [log, clock] = [createSlowLog(), createFakeClock()]
  const judge = createAuditVerdict(log, clock)
  const both = Promise.all([judge(), judge()])
  log.looks[0]?.(whole)
  expect(await both).toEqual([
    { ok: true, value: whole },
    { ok: true, value: whole },
  ])
  clock.advance(9_999)
  expect(await judge()).toEqual({ ok: true, value: whole })
  expect(log.looks).toHaveLength(1)
  clock.advance(1)
  const anew = judge()
  log.looks[1]?.(broken)
  expect(await anew).toEqual({ ok: true, value: broken })
})

test('a look that takes too long is a time-out first, then the verdict before it, and goes on meanwhile', async () => {
  const [log, clock] = [createSlowLog(), createFakeClock()]
  const judge = createAuditVerdict(log, clock)
  const first = judge()
  clock.advance(4500)
  expect(await first).toMatchObject({ ok: false, failure: { code: 'timed-out' } })
  const second = judge()
  expect(log.looks).toHaveLength(1)
  log.looks[0]?.(whole)
  expect(await second).toEqual({ ok: true, value: whole })
  clock.advance(20_000)
  const third = judge()
  clock.advance(4500)
  expect(await third).toEqual({ ok: true, value: whole })
  expect(log.looks).toHaveLength(2)
})
