/** A company's own authority in the system's store is trusted by every connection of main; proved in a process of its own. */
import { execFile } from 'node:child_process'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { createAuthority } from '#tests/asterisk/support/certificates'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

const run = promisify(execFile)
let folder: TempFolder
let server: Server
let authority: string

beforeAll(async () => {
  folder = createTempFolder()
  const made = createAuthority(folder.path, 'corp')
  authority = made.file
  server = createServer(made.sign('DNS:localhost'))
  server.on('request', (_request, response) => {
    response.setHeader('content-type', 'application/json').end('{"well":true}')
  })
  new WebSocketServer({ server })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
  folder.remove()
})

/** What the child says of each of its connections; `store` is what OpenSSL reads as the system's. */
async function askWith(store: { file: string; folder: string }, trusts: boolean): Promise<unknown> {
  const child = fileURLToPath(new URL('./rootsChild.ts', import.meta.url))
  const { NODE_EXTRA_CA_CERTS: _, NODE_OPTIONS: __, ...env } = process.env
  const { port } = server.address() as AddressInfo
  const { stdout } = await run(process.execPath, [child, String(port), String(trusts)], {
    env: { ...env, SSL_CERT_FILE: store.file, SSL_CERT_DIR: store.folder },
    timeout: 60_000,
  })
  return JSON.parse(stdout)
}

test('the gateway, a CRM and a thread trust what the system trusts, besides what the runtime carries', async () => {
  const store = { file: authority, folder: '/nonexistent' }
  expect(await askWith(store, true)).toEqual({
    roots: 1,
    cause: null,
    stillTrustsRuntime: true,
    gateway: 'open',
    crm: 'well',
    thread: 'well',
  })
}, 90_000)

test('without it they do not: the proof above proves something', async () => {
  const store = { file: authority, folder: '/nonexistent' }
  expect(await askWith(store, false)).toMatchObject({
    gateway: expect.stringMatching(/self-signed|UNABLE|unable/),
    crm: expect.stringMatching(/authority/),
    thread: expect.stringMatching(/SELF_SIGNED|UNABLE/),
  })
}, 90_000)

test('a store that names nobody, or is not there, costs nothing but its authorities', async () => {
  for (const file of ['/dev/null', '/nonexistent/certs.pem'])
    expect(await askWith({ file, folder: '/nonexistent' }, true)).toMatchObject({
      roots: 0,
      stillTrustsRuntime: true,
      crm: expect.stringMatching(/authority/),
    })
}, 90_000)
