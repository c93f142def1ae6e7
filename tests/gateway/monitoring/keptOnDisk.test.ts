/** Nothing is told as monitored before it is on the disk: the phone rings meanwhile, and without the token it hears nothing. */
import { expect, test } from 'vitest'
import type { FileFlush } from '#gateway/store/diskWrites'
import {
  a,
  createMonitorWorld,
  kinds,
  type MonitorWorld,
  refused,
} from '#tests/gateway/monitoring/support/monitorWorld'
import { answeredCall, until } from '#tests/gateway/support/world'

/** A disk that takes what it is given only when it is let go on. */
function createSlowDisk() {
  const waiting: ((refusal: Error | null) => void)[] = []
  let isSlow = false
  const settle = (refusal: Error | null) => {
    isSlow = false
    for (const each of waiting.splice(0)) each(refusal)
  }
  const file: FileFlush = {
    flush: () =>
      isSlow
        ? new Promise((resolve, reject) => {
            waiting.push((refusal) => (refusal === null ? resolve() : reject(refusal)))
          })
        : Promise.resolve(),
    close: () => settle(null),
  }
  return {
    file,
    hold: () => {
      isSlow = true
    },
    get isAsked() {
      return waiting.length > 0
    },
    goOn: () => settle(null),
    refuse: () => settle(new Error('EIO: i/o error, fsync')),
  }
}

const disk = createSlowDisk()

async function talkingWorld(): Promise<MonitorWorld> {
  const world = await createMonitorWorld({ file: disk.file })
  world.pbx.tell(...answeredCall('a'))
  await until(() => world.gateway.floor.calls.has(a))
  return world
}

test('the phone rings while the disk works, and the token is told when the entry is on it', async () => {
  const world = await talkingWorld()
  disk.hold()
  let isTold = false
  const starting = world.start().then((answer) => {
    isTold = true
    return answer
  })
  await until(() => world.net.token !== '' && disk.isAsked, 'the phone is rung')
  expect(kinds(world.audit())).toContain('started listen agent')
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(isTold).toBe(false)
  disk.goOn()
  expect(await starting).toMatchObject({ ok: true, value: { token: world.net.token } })
})

test('a disk that refuses what was written: no token, and the leg is closed', async () => {
  const world = await talkingWorld()
  disk.hold()
  const starting = world.start()
  await until(() => world.net.token !== '' && disk.isAsked, 'the phone is rung')
  disk.refuse()
  expect(await starting).toMatchObject(refused('cache-unwritable'))
  await until(() => world.pbx.asked.some((asked) => asked.startsWith('monitorClose')), 'the leg is closed')
  const [row] = [...world.gateway.floor.monitors.values()]
  expect(row?.state).toMatchObject({ kind: 'ended', why: 'forbidden' })
  expect(world.logged()).toContain('the disk refused what was written')
  // The disk takes it now: monitoring goes on.
  expect(await world.start()).toMatchObject({ ok: true })
})

test('several entries of one moment wait for the disk together', async () => {
  const world = await talkingWorld()
  disk.hold()
  const starting = Promise.all([world.start(), world.start(), world.start()])
  await until(() => kinds(world.audit()).filter((each) => each.startsWith('started')).length === 3)
  await until(() => disk.isAsked, 'the disk works')
  disk.goOn()
  expect((await starting).every((answer) => answer.ok)).toBe(true)
})
