/** A page that is refused without end fills neither the disk nor the log: its refusals are counted, and none is lost. */
import { expect, test } from 'vitest'
import type { MonitorId } from '#contract/ids'
import { refusalsPerMinute } from '#gateway/monitoring/refusalLimit'
import {
  createMonitorWorld,
  lale,
  type MonitorWorld,
  refused,
  sara,
} from '#tests/gateway/monitoring/support/monitorWorld'
import { newCommandId, type TestDesk } from '#tests/gateway/support/testDesk'
import { until } from '#tests/gateway/support/world'

const hammer = async (desk: TestDesk, times: number, code = 'forbidden') => {
  for (let count = 0; count < times; count += 1) {
    const command = { commandId: newCommandId(), monitorId: 'forged' as MonitorId }
    expect(await desk.client.monitor.stop(command)).toMatchObject(refused(code))
  }
}
const detailsOf = (world: MonitorWorld, byId: string) =>
  world.audit().flatMap((entry) => (entry.byId === byId ? [`${entry.kind} ${entry.detail}`] : []))

test('the first of a minute are written, those after are one entry with their count, and the seals fit', async () => {
  const world = await createMonitorWorld()
  await hammer(world.saraDesk, refusalsPerMinute + 150)
  const each = Array.from({ length: refusalsPerMinute }, () => 'refused monitor.stop forbidden')
  expect(detailsOf(world, sara)).toEqual(each)
  // Somebody else's are written as ever.
  await hammer(await world.signIn('lale'), 1, 'not-found')
  expect(detailsOf(world, lale)).toEqual(['refused monitor.stop not-found'])
  await world.clock.advanceAsync(60_000)
  expect(detailsOf(world, sara)).toEqual([...each, 'refused 150 more in the same minute'])
  // The next minute begins anew, and one in which nothing was counted has nothing to add.
  await hammer(world.saraDesk, 2)
  await world.clock.advanceAsync(60_000)
  expect(detailsOf(world, sara).slice(-2)).toEqual(each.slice(0, 2))
  const page = await world.desk1.client.monitor.readAudit({
    commandId: newCommandId(),
    beforeSerial: null,
    limit: 5,
  })
  expect(page).toMatchObject({ ok: true, value: { whole: true, brokenAt: null } })
})

test('after a sign-out it is the same, and a gateway that closes writes what it has counted', async () => {
  const world = await createMonitorWorld()
  await world.saraDesk.client.session.signOut(null)
  await hammer(world.saraDesk, refusalsPerMinute + 7, 'signed-out')
  await until(() => detailsOf(world, sara).length === refusalsPerMinute)
  const again = await world.restart()
  expect(detailsOf({ ...world, ...again } as MonitorWorld, sara).at(-1)).toBe(
    'refused 7 more in the same minute',
  )
})
