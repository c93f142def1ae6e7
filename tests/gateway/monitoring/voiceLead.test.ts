/** Before a caller is taken over the supervisor's voice is on its way: until then they hear the agent. */
import { expect, test } from 'vitest'
import { createMonitorWorld, done } from '#tests/gateway/monitoring/support/monitorWorld'
import { answeredCall, until } from '#tests/gateway/support/world'

const leadMs = 100

async function takingOver() {
  const world = await createMonitorWorld({ voiceLeadMs: leadMs })
  world.pbx.tell(...answeredCall('a'))
  const id = await world.started()
  const swaps = () => world.pbx.asked.filter((asked) => asked.startsWith('monitorTakeOver')).length
  const taking = world.takeOver(id)
  await world.inState(id, 'takingOver')
  await until(() => world.pbx.asked.some((asked) => asked.startsWith('pause')), 'the agent is paused')
  return { ...world, id, swaps, taking }
}

test('the take-over is told at once, and the swap is asked for when the voice has had its time', async () => {
  const { clock, id, swaps, taking, confirm, inState } = await takingOver()
  clock.advance(leadMs - 1)
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(swaps()).toBe(0)
  clock.advance(1)
  await until(() => swaps() === 1, 'the swap is asked for')
  await confirm(id)
  expect(await taking).toEqual(done)
  await inState(id, 'talking')
})

test('a caller who hangs up meanwhile is not swapped any more', async () => {
  const { clock, pbx, swaps, taking } = await takingOver()
  pbx.tell({ kind: 'callEnded', callId: 'a' as never, end: 'caller-hung-up' })
  clock.advance(leadMs)
  expect(await taking).toMatchObject({ ok: false })
  expect(swaps()).toBe(0)
})
