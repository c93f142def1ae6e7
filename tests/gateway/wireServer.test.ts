/** The gateway's door: who is let in, on which address, and what a bad guest is answered. */
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { isLoopback } from '#gateway/wireServer'
import { connectDesk } from '#tests/gateway/support/testDesk'
import { createWorld, until } from '#tests/gateway/support/world'

test('another address than loopback needs TLS', async () => {
  for (const host of ['0.0.0.0', '::', '192.0.2.1', 'example.org']) {
    await expect(createWorld({ listen: { host, port: 0 } })).rejects.toMatchObject({
      message: expect.stringContaining('TLS'),
      failure: { code: 'invalid', subject: host },
    })
  }
  expect(['127.0.0.1', '127.8.8.8', '::1', 'localhost'].every(isLoopback)).toBe(true)
  expect(['127.0.0.1.example.org', '1270.0.0.1', '128.0.0.1'].some(isLoopback)).toBe(false)
})

test('a taken port is named', async () => {
  const world = await createWorld()
  const port = Number(new URL(world.gateway.url).port)
  await expect(createWorld({ listen: { host: '127.0.0.1', port } })).rejects.toMatchObject({
    failure: { code: 'port-taken', subject: String(port) },
  })
})

test('web pages of other hosts and other paths are turned away', async () => {
  const world = await createWorld()
  const { url } = world.gateway
  const refusal = async (address: string, origin?: string) => {
    const socket = new WebSocket(address, origin === undefined ? {} : { origin })
    const [error] = await once(socket, 'error')
    return String(error.message)
  }
  expect(await refusal(url, 'https://evil.example')).toContain('403')
  expect(await refusal(url, 'null')).toContain('403')
  expect(await refusal(url.replace('/wire', '/other'))).toContain('404')
  const same = new WebSocket(url, { origin: url.replace('ws:', 'http:') })
  await once(same, 'open')
  same.close()
  await once(same, 'close')
})

test.each([
  ['no JSON', 'hello'],
  ['another shape', '{"password":"secret-in-a-frame"}'],
  ['a list', '[1,2,3]'],
  ['null', 'null'],
])('a message that is %s closes the connection and is not logged', async (_, message) => {
  const world = await createWorld()
  const desk = await world.desk()
  desk.socket.send(message)
  const [code] = await once(desk.socket, 'close')
  expect(code).toBe(1008)
  expect(world.logged()).not.toContain('secret-in-a-frame')
})

test('a message that is too long closes the connection', async () => {
  const world = await createWorld()
  const desk = await world.desk()
  desk.socket.send('x'.repeat(129 * 1024))
  const [code] = await once(desk.socket, 'close')
  expect(code).toBe(1009)
})

test('a connection that answers no ping is dropped, one that does stays', async () => {
  const world = await createWorld({ heartbeatMs: 1000 })
  const alive = await world.desk()
  const silent = await connectDesk(world.gateway.url)
  silent.socket.pause()
  let pings = 0
  alive.socket.on('ping', () => {
    pings += 1
  })
  world.clock.advance(1000)
  await until(() => pings === 1)
  // The answer must have arrived before the next beat judges it.
  await alive.signIn('sara', 'right horse')
  world.clock.advance(1000)
  silent.socket.resume()
  await until(() => silent.socket.readyState === WebSocket.CLOSED)
  await until(() => pings === 2)
  expect(alive.socket.readyState).toBe(WebSocket.OPEN)
})

test('closing leaves nothing behind', async () => {
  const world = await createWorld()
  const desk = await world.sara()
  await world.gateway.close()
  await until(() => desk.socket.readyState === WebSocket.CLOSED)
  expect(world.pbx.isHeard).toBe(false)
  await new Promise((resolve) => setImmediate(resolve))
  expect(world.clock.pending).toBe(0)
})
