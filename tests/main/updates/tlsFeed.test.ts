/** Updates over TLS, as every real feed has it: torn at each moment, or vouched for by nobody, it brings nothing and harms nothing. */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server, type Socket } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createAuthority } from '#tests/asterisk/support/certificates'
import { markOf, rehearse } from '#tests/main/updates/rehearsedDesk'
import { blockSize, makeReleaseKey, startUpdateFeed, type UpdateFeed } from '#tests/main/updates/updateFeed'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

const key = makeReleaseKey()
const body = randomBytes(blockSize * 6 + 123)
const usual = getCACertificates('default')
const keys = createTempFolder()
let trusted: ReturnType<ReturnType<typeof createAuthority>['sign']>
let stranger: typeof trusted
let folder: TempFolder
let feed: UpdateFeed

beforeAll(() => {
  const authority = createAuthority(keys.path, 'known')
  trusted = authority.sign('IP:127.0.0.1')
  stranger = createAuthority(keys.path, 'unknown').sign('IP:127.0.0.1')
  setDefaultCACertificates([...usual, authority.cert])
})
afterAll(() => {
  setDefaultCACertificates([...usual])
  keys.remove()
})
beforeEach(async () => {
  folder = createTempFolder()
  feed = await startUpdateFeed(trusted)
  feed.release({ version: '1.1.0', body }, key)
})
afterEach(async () => {
  await feed.close()
  folder.remove()
})

const open = (feedUrl = feed.url) => rehearse({ folder, feedUrl, keys: [key.publicKey] })

async function tryAll(rehearsal: ReturnType<typeof open>): Promise<void> {
  await rehearsal.check()
  await rehearsal.desk.install()
}

/** Ends the connection without TLS's own farewell: the peer sees a reset. */
const reset = ({ socket }: IncomingMessage): void => {
  // Beneath TLS lies the socket of the network.
  const plain = (socket as unknown as { _parent?: Socket })._parent ?? socket
  plain.resetAndDestroy()
}

const isOf = (request: IncomingMessage, ending: string): boolean => request.url?.endsWith(ending) === true

test.each<[string, (request: IncomingMessage, response: ServerResponse) => boolean]>([
  [
    'at the manifest',
    (request) => {
      if (!isOf(request, 'latest.yml')) return false
      reset(request)
      return true
    },
  ],
  [
    'before the first byte of the file',
    (request) => {
      if (!isOf(request, '.exe')) return false
      reset(request)
      return true
    },
  ],
  [
    'in the middle of the file',
    (request, response) => {
      if (!isOf(request, '.exe')) return false
      response.writeHead(200, { 'content-length': body.length })
      response.write(body.subarray(0, blockSize * 3), () => reset(request))
      return true
    },
  ],
])('reset %s it is told, and the same desk takes it when the line holds', async (_, fault) => {
  feed.fault = fault
  const rehearsal = open()
  await tryAll(rehearsal)
  expect(rehearsal.installed).toEqual([])
  expect(rehearsal.desk.current.state).toMatchObject({ kind: 'failed', trouble: 'unreachable' })
  feed.fault = null
  await tryAll(rehearsal)
  expect(rehearsal.installed).toEqual([markOf(body)])
})

test('reset in the handshake, nothing is asked for', async () => {
  const door: Server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => socket.resetAndDestroy())
  })
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
  const address = door.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const rehearsal = open(new URL(`https://127.0.0.1:${port}/desk/`))
  await tryAll(rehearsal)
  expect(rehearsal.desk.current.state).toMatchObject({ kind: 'failed', trouble: 'unreachable' })
  await new Promise((resolve) => door.close(resolve))
})

test('a host whom no known authority vouches for is told nothing, and brings nothing', async () => {
  const other = await startUpdateFeed(stranger)
  try {
    other.release({ version: '1.1.0', body }, key)
    const rehearsal = open(other.url)
    await tryAll(rehearsal)
    expect(rehearsal.installed).toEqual([])
    expect(rehearsal.desk.current.state).toMatchObject({ kind: 'failed', trouble: 'unreachable' })
    expect(other.asked).toEqual([])
  } finally {
    await other.close()
  }
})

test('a redirect to a host whom nobody vouches for ends there', async () => {
  const other = await startUpdateFeed(stranger)
  try {
    other.release({ version: '1.1.0', body }, key)
    feed.fault = (request, response) => {
      if (!isOf(request, '.exe')) return false
      response.writeHead(302, { location: `${other.url.origin}${request.url}` }).end()
      return true
    }
    const rehearsal = open()
    await tryAll(rehearsal)
    expect(rehearsal.installed).toEqual([])
    expect(other.asked).toEqual([])
  } finally {
    await other.close()
  }
})
