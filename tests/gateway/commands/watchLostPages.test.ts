/** A page lost in a queue call: what the caller goes through, from the loss to the voice of an agent. */
import { expect, test } from 'vitest'
import { callId, sales, support } from '#tests/gateway/support/floorOf'
import type { Told } from '#tests/gateway/support/scriptedPbx'
import {
  answeredCall,
  createWorld as createWorldOnDisk,
  hangUp,
  until,
  type World,
  type WorldOptions,
} from '#tests/gateway/support/world'

const a = callId('a')
/** One turn is enough to take in an answer where nothing waits for a real disk. */
const file = { flush: async () => {}, close() {} }
const createWorld = (options: WorldOptions = {}) => createWorldOnDisk({ file, ...options })
const phone = (kind: 'phoneRegistered' | 'phoneUnregistered'): Told => ({ kind, extension: '1001' })
/** What a telephone system tells of a call it has parked. */
const isParked: Told = { kind: 'callTransferred', callId: a, extension: '1001', how: 'blind', target: 'hold' }

const rescues = ({ pbx }: World) => pbx.asked.filter((each) => /^(park|giveTo) /.test(each))
/** Lets what was answered be taken in. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Sara talks with a caller of support, and her phone has just gone. */
async function loseThePage(options: WorldOptions = {}): Promise<World> {
  const world = await createWorld(options)
  await world.sara()
  await until(() => world.pbx.asked.includes('signIn 1001'))
  world.pbx.tell(...answeredCall('a'), phone('phoneUnregistered'))
  return world
}

async function parked(): Promise<World> {
  const world = await loseThePage()
  world.clock.advance(5000)
  expect(rescues(world)).toEqual(['park a'])
  await settled()
  world.pbx.tell(isParked)
  return world
}

test('the caller is parked when the phone stays away, and given back when it is there again', async () => {
  const world = await parked()
  world.clock.advance(20_000)
  await settled()
  expect(rescues(world)).toEqual(['park a'])
  world.pbx.tell(phone('phoneRegistered'))
  await settled()
  expect(rescues(world)).toEqual(['park a', 'giveTo a 1001'])
  // Back together: nothing more is done, whatever becomes of the call.
  world.pbx.tell({ kind: 'callOffered', callId: a, extension: '1001' })
  world.pbx.tell({ kind: 'callConnected', callId: a, extension: '1001' })
  world.clock.advance(300_000)
  await settled()
  expect(rescues(world)).toHaveLength(2)
})

test('a short loss does not cut the voice', async () => {
  const world = await loseThePage()
  world.clock.advance(4999)
  world.pbx.tell(phone('phoneRegistered'))
  world.clock.advance(300_000)
  await settled()
  expect(rescues(world)).toEqual([])
})

const page = (place: string): Told => ({ kind: 'phoneRegistered', extension: '1001', place })

test('a page that was loaded anew within seconds is given its caller, whom it has lost', async () => {
  const world = await createWorld()
  await world.sara()
  world.pbx.tell(page('a'), ...answeredCall('a'), phone('phoneUnregistered'))
  world.clock.advance(1000)
  world.pbx.tell(phone('phoneRegistered'))
  await settled()
  expect(rescues(world)).toEqual([])
  world.pbx.tell(page('b'))
  await settled()
  expect(rescues(world)).toEqual(['giveTo a 1001'])
  world.pbx.tell(
    { kind: 'callTransferred', callId: a, extension: '1001', how: 'blind', target: '1001' },
    { kind: 'callOffered', callId: a, extension: '1001' },
    { kind: 'callConnected', callId: a, extension: '1001' },
  )
  // The same page again, as often as it likes.
  world.pbx.tell(page('b'), phone('phoneUnregistered'), phone('phoneRegistered'), page('b'))
  world.clock.advance(300_000)
  await settled()
  expect(rescues(world)).toHaveLength(1)
})

test('a page that took the place of another at once is given the caller too', async () => {
  const world = await createWorld()
  await world.sara()
  world.pbx.tell(page('a'), ...answeredCall('a'), page('b'))
  await settled()
  expect(rescues(world)).toEqual(['giveTo a 1001'])
})

test('the same page with a new connection keeps its call', async () => {
  const world = await createWorld()
  await world.sara()
  world.pbx.tell(page('a'), ...answeredCall('a'), phone('phoneUnregistered'))
  world.clock.advance(3000)
  world.pbx.tell(phone('phoneRegistered'), page('a'))
  world.clock.advance(300_000)
  await settled()
  expect(rescues(world)).toEqual([])
})

test('a new page that goes again before it could be given the caller is waited for like any other', async () => {
  const world = await createWorld()
  await world.sara()
  world.pbx.tell(page('a'), ...answeredCall('a'))
  world.pbx.refuse('timed-out')
  world.pbx.tell(page('b'))
  await settled()
  expect(rescues(world)).toEqual(['giveTo a 1001'])
  world.pbx.refuse(null)
  world.pbx.tell(phone('phoneUnregistered'))
  world.clock.advance(4999)
  await settled()
  expect(rescues(world)).toHaveLength(1)
  world.clock.advance(1)
  await settled()
  expect(rescues(world).at(-1)).toBe('park a')
})

test('a switch that did not answer is asked again to give the caller to the new page', async () => {
  const world = await createWorld()
  await world.sara()
  world.pbx.tell(page('a'), ...answeredCall('a'))
  world.pbx.refuse('timed-out')
  world.pbx.tell(page('b'))
  await settled()
  world.pbx.refuse(null)
  world.clock.advance(2000)
  await settled()
  expect(rescues(world)).toEqual(['giveTo a 1001', 'giveTo a 1001'])
})

test('a page loaded anew between calls, or in a call it dialled, is left alone', async () => {
  const world = await createWorld()
  await world.sara()
  world.pbx.tell(page('a'), page('b'), ...answeredCall('a'), hangUp('a'), page('c'))
  await settled()
  expect(rescues(world)).toEqual([])
})

test('after the longest wait the caller is given to the phone that is away, which is the head of the queue', async () => {
  const world = await parked()
  world.clock.advance(39_999)
  await settled()
  expect(rescues(world)).toHaveLength(1)
  world.clock.advance(1)
  await settled()
  expect(rescues(world)).toEqual(['park a', 'giveTo a 1001'])
})

test.each<[string, Told[]]>([
  ['the caller hangs up', [hangUp('a')]],
  [
    'a supervisor sends the caller to a queue',
    [{ kind: 'callQueued', callId: a, queueId: sales, position: 1, priority: 0 }],
  ],
  ['another agent takes the call', [{ kind: 'callConnected', callId: a, extension: '2001' }]],
])('nothing more is done once %s', async (_, events) => {
  const world = await parked()
  world.pbx.tell(...events)
  world.pbx.tell(phone('phoneRegistered'))
  world.clock.advance(300_000)
  await settled()
  expect(rescues(world)).toEqual(['park a'])
})

test('a switch that is slow or away is asked again until the caller is cared for', async () => {
  const world = await loseThePage()
  world.pbx.refuse('timed-out')
  world.clock.advance(5000)
  await settled()
  world.pbx.refuse(null)
  world.clock.advance(2000)
  await settled()
  expect(rescues(world)).toEqual(['park a', 'park a'])
  world.pbx.tell(isParked, { kind: 'linkDown', failure: null }, phone('phoneRegistered'))
  world.clock.advance(60_000)
  await settled()
  expect(rescues(world)).toHaveLength(2)
  world.pbx.refuse('internal')
  world.pbx.tell({ kind: 'linkUp' })
  await settled()
  world.pbx.refuse(null)
  world.clock.advance(2000)
  await settled()
  expect(rescues(world).slice(2)).toEqual(['giveTo a 1001', 'giveTo a 1001'])
})

test('a park whose answer was lost but which happened is taken for one', async () => {
  const world = await loseThePage()
  world.pbx.refuse('timed-out')
  world.clock.advance(5000)
  await settled()
  world.pbx.refuse(null)
  world.pbx.tell(isParked, phone('phoneRegistered'))
  await settled()
  expect(rescues(world)).toEqual(['park a', 'giveTo a 1001'])
})

test('a telephone system that cannot park is not asked again', async () => {
  const world = await loseThePage()
  world.pbx.refuse('wrong-state')
  world.clock.advance(5000)
  await settled()
  world.clock.advance(300_000)
  await settled()
  expect(rescues(world)).toEqual(['park a'])
})

test('a call without a queue, a call of a line without a person, and an idle agent are left alone', async () => {
  const world = await createWorld()
  await world.sara()
  world.pbx.tell(
    {
      kind: 'callEntered',
      callId: a,
      direction: 'outbound',
      caller: { number: null, name: null },
      dialledNumber: '12',
      extension: '1001',
    },
    { kind: 'callConnected', callId: a, extension: '1001' },
    phone('phoneUnregistered'),
    {
      kind: 'callEntered',
      callId: callId('b'),
      direction: 'inbound',
      caller: { number: null, name: null },
      dialledNumber: null,
      extension: null,
    },
    { kind: 'callQueued', callId: callId('b'), queueId: support, position: 1, priority: 0 },
    { kind: 'callConnected', callId: callId('b'), extension: '2001' },
    { kind: 'phoneUnregistered', extension: '2001' },
  )
  world.clock.advance(300_000)
  await settled()
  expect(rescues(world)).toEqual([])
})

test('a site can set the times, or do without', async () => {
  const without = await loseThePage({ lostPage: null })
  without.clock.advance(300_000)
  expect(rescues(without)).toEqual([])
  const quick = await loseThePage({ lostPage: { parkAfterMs: 100, giveBackWithinMs: 200 } })
  quick.clock.advance(100)
  await settled()
  quick.pbx.tell(isParked)
  quick.clock.advance(100)
  await settled()
  expect(rescues(quick)).toEqual(['park a', 'giveTo a 1001'])
})

test('closing the gateway leaves no timer of a lost page behind', async () => {
  const world = await loseThePage()
  const before = world.clock.pending
  await world.gateway.close()
  await until(() => world.clock.pending === 0)
  expect(before).toBeGreaterThan(0)
})
