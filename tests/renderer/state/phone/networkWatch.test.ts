/** Another network is told of, a new estimate of this one's speed is not. */
import { beforeEach, expect, test } from 'vitest'
import { toAddresses } from '#renderer/phone/media/ownAddresses'
import { watchNetwork } from '#renderer/state/phone/networkWatch'
import { createFakeClock } from '#tests/support/fakeClock'

class Connection extends EventTarget {
  type: string | undefined
}

let clock: ReturnType<typeof createFakeClock>
let page: EventTarget
let connection: Connection
let addresses: readonly string[] | Error
let isOnline: boolean
let changes: number
let end: () => void

const settle = async () => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
}
const tell = async () => {
  connection.dispatchEvent(new Event('change'))
  await settle()
}
async function begin(known: readonly string[]): Promise<void> {
  addresses = known
  await clock.advanceAsync(5000)
  await settle()
}

beforeEach(() => {
  clock = createFakeClock()
  page = new EventTarget()
  connection = new Connection()
  isOnline = true
  changes = 0
  const signs = {
    clock,
    page,
    connection,
    isOnline: () => isOnline,
    readAddresses: () =>
      addresses instanceof Error ? Promise.reject(addresses) : Promise.resolve(addresses),
  }
  end = watchNetwork(signs, () => {
    changes += 1
  })
})

test('a new estimate of the speed is no other network, however often it is told', async () => {
  await begin(['192.168.1.7'])
  for (let turn = 0; turn < 5; turn += 1) await tell()
  expect(changes).toBe(0)
})

test.each([
  ['another address', ['10.0.0.4']],
  ['one more', ['10.0.0.4', '192.168.1.7']],
  ['none any more', []],
])('%s is another network, told once', async (_, after) => {
  await begin(['192.168.1.7'])
  addresses = after
  await tell()
  await tell()
  expect(changes).toBe(1)
})

test('hidden addresses are told by name once the microphone is allowed, which is no other network', async () => {
  await begin(['hidden', 'hidden'])
  addresses = ['192.168.1.7', 'fd00::7']
  await tell()
  expect(changes).toBe(0)
  addresses = ['192.168.1.8', 'fd00::7']
  await tell()
  expect(changes).toBe(1)
})

test('before anything is known, and where the page cannot look, nothing has changed', async () => {
  addresses = ['192.168.1.7']
  await tell()
  expect(changes).toBe(0)
  addresses = new Error('Cannot create so many PeerConnections')
  await tell()
  expect(changes).toBe(0)
  addresses = ['10.0.0.4']
  await tell()
  expect(changes).toBe(1)
})

test('two at once tell of it once', async () => {
  await begin(['192.168.1.7'])
  addresses = ['10.0.0.4']
  connection.dispatchEvent(new Event('change'))
  connection.dispatchEvent(new Event('change'))
  await settle()
  expect(changes).toBe(1)
})

test('online again counts at once; what is told while offline does not', async () => {
  await begin(['192.168.1.7'])
  isOnline = false
  addresses = []
  await tell()
  expect(changes).toBe(0)
  isOnline = true
  addresses = ['192.168.1.7']
  page.dispatchEvent(new Event('online'))
  expect(changes).toBe(1)
  await settle()
  await tell()
  expect(changes).toBe(1)
})

test('a browser that tells the kind of network is believed without a look', async () => {
  connection.type = 'wifi'
  await begin(['192.168.1.7'])
  const before = changes
  connection.type = 'ethernet'
  await tell()
  expect(changes).toBe(before + 1)
  await tell()
  expect(changes).toBe(before + 1)
})

test('after the end nothing is told, and nothing waits', async () => {
  await begin(['192.168.1.7'])
  addresses = ['10.0.0.4']
  connection.dispatchEvent(new Event('change'))
  end()
  await settle()
  await tell()
  page.dispatchEvent(new Event('online'))
  expect([changes, clock.pending]).toEqual([0, 0])
})

test('of a description the addresses that carry sound are read, each once, and hidden ones counted', () => {
  const candidates = [
    'a=candidate:1 1 udp 2113937151 192.168.1.7 50000 typ host generation 0 network-cost 999',
    'a=candidate:1 1 udp 2113937151 192.168.1.7 50001 typ host',
    'a=candidate:2 1 udp 2113937151 0f1c2d3e-0000-4000-8000-000000000000.local 50002 typ host',
    'a=candidate:3 1 tcp 1518280447 192.168.1.9 9 typ host tcptype active',
    'a=candidate:4 1 udp 1677729535 203.0.113.9 50003 typ srflx raddr 0.0.0.0 rport 0',
  ]
  expect(toAddresses(['v=0', ...candidates, ''].join('\r\n'))).toEqual(['192.168.1.7', 'hidden'])
})
