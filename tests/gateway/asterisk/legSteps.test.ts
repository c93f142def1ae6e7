/** What is done to a supervisor's leg on a switch that is slow to carry out the order before. */
import { expect, test } from 'vitest'
import { type Answer, done, failed } from '#contract/failure'
import { createLegSteps } from '#gateway/asterisk/monitoring/legSteps'
import { createWaits } from '#gateway/asterisk/monitoring/waits'
import { createFakeClock } from '#tests/support/fakeClock'

type Steps = ReturnType<typeof createLegSteps>
type Leg = Parameters<Steps['toWaiting']>[0]

/** As Asterisk answers while a channel has not yet left where it was (action_redirect, `ast_check_hangup`). */
const notUp = failed('wrong-state', 'Redirect: Redirect failed, channel not up.')

/** A leg that listens, on a switch that answers so, one order after the other; the last answer stays. */
function openLeg(answers: readonly Answer<null>[]) {
  const clock = createFakeClock()
  const waits = createWaits(clock)
  const channels = new Map<string, unknown>([
    ['leg-1', { block: { id: 'leg-1', name: 'PJSIP/1901-1', state: 'up' }, bridgeId: null }],
  ])
  let orders = 0
  const leg = {
    monitorId: 'm1',
    channelId: 'leg-1',
    spyeeId: 'agent-1',
    place: { callId: 'c', extension: '1001', phoneId: 'agent-1' },
    node: {
      tracker: { state: { channels, bridges: new Map() } },
      send() {
        const answer = answers[Math.min(orders, answers.length - 1)] ?? notUp
        orders += 1
        // It leaves ChanSpy when it goes.
        if (answer.ok) leg.spyeeId = null
        return Promise.resolve(answer)
      },
    },
  } as unknown as Leg
  return { clock, channels, leg, steps: createLegSteps(waits), orders: () => orders }
}

async function passUntilSettled(clock: ReturnType<typeof createFakeClock>, step: Promise<Answer<null>>) {
  let settled: Answer<null> | null = null
  void step.then((answer) => {
    settled = answer
  })
  for (let i = 0; i < 100 && settled === null; i += 1) {
    await clock.advanceAsync(50)
  }
  return settled
}

test('an order that comes before the last one was carried out is given again', async () => {
  const { clock, leg, steps, orders } = openLeg([notUp, notUp, done(null)])
  expect(await passUntilSettled(clock, steps.toWaiting(leg))).toEqual(done(null))
  expect(orders()).toBe(3)
  expect(leg.place).toBeNull()
})

test('a leg that is never up again is given up, and one that is gone at once', async () => {
  const stuck = openLeg([notUp])
  expect(await passUntilSettled(stuck.clock, stuck.steps.toWaiting(stuck.leg))).toEqual(notUp)
  expect(stuck.orders()).toBe(20)
  const gone = openLeg([notUp])
  const step = gone.steps.toWaiting(gone.leg)
  gone.channels.clear()
  expect(await passUntilSettled(gone.clock, step)).toEqual(failed('not-found', 'm1'))
  expect(gone.orders()).toBe(1)
})

test('another refusal is not repeated', async () => {
  const refused = failed('forbidden', 'Redirect')
  const { clock, leg, steps, orders } = openLeg([refused])
  expect(await passUntilSettled(clock, steps.toWaiting(leg))).toEqual(refused)
  expect(orders()).toBe(1)
})
