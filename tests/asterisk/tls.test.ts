/** The manager and the phones by TLS on a real Asterisk: who the switch is is proved before it is told the secret. */
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, type TLSSocket } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { parse, stringify } from 'yaml'
import { readSite } from '#gateway/commandLine/readSite'
import { realClock } from '#gateway/commandLine/realTime'
import { type ServedGateway, serveSite } from '#gateway/commandLine/serveCommand'
import { type Authority, createAuthority } from '#tests/asterisk/support/certificates'
import { runCheck } from '#tests/asterisk/support/runCheck'
import { silentLog } from '#tests/support/silentLog'
import { createTempFolder } from '#tests/support/tempFolder'
import { type OpenedLab, openLab } from '#tools/lab/openLab'

const folder = createTempFolder()
const soon = { timeout: 15_000, interval: 50 }
let ours: Authority
let strangers: Authority
let opened: OpenedLab

beforeAll(async () => {
  ours = createAuthority(folder.path, 'site')
  strangers = createAuthority(folder.path, 'stranger')
  opened = await openLab(folder.path, { certificate: ours.sign('DNS:pbx.example,IP:127.0.0.1') })
})

afterAll(async () => {
  await opened?.lab.close()
  folder.remove()
})

interface Trust {
  readonly caFile: string
  readonly serverName?: string
  readonly port?: number
}

/** The laboratory's site, with its switch reached by TLS. */
function siteOf({ port = opened.lab.amiTlsPort, ...tls }: Trust) {
  const site = parse(readFileSync(opened.site.configFile, 'utf8'))
  Object.assign(site.asterisk.nodes[0], { port, tls })
  site.store = 'tls.db'
  const file = folder.file('tls.yaml')
  writeFileSync(file, stringify(site))
  return readSite(file)
}

const check = (trust: Trust) => runCheck(siteOf(trust))

async function serve(trust: Trust, look: (gateway: ServedGateway) => Promise<void>): Promise<void> {
  const gateway = await serveSite({ site: siteOf(trust), env: {}, clock: realClock, log: silentLog })
  try {
    await look(gateway)
  } finally {
    await gateway.close()
  }
}

const why = async (gateway: ServedGateway) => (await (await fetch(`${gateway.watchUrl}/health`)).json()).why

async function showCertificate(certificate: { cert: string; key: string }): Promise<void> {
  opened.lab.edit('lab.crt', () => certificate.cert)
  opened.lab.edit('lab.key', () => certificate.key)
  await opened.lab.restart()
}

test.each([
  ['its address', {}],
  ['the name it is asked for', { serverName: 'pbx.example' }],
])('a switch whose certificate is for %s is believed', async (_, name) => {
  expect(await check({ caFile: ours.file, ...name })).toMatchObject({
    code: 0,
    text: expect.stringContaining('Everything Najva needs is there'),
  })
  await serve({ caFile: ours.file, ...name }, async (gateway) => {
    await expect.poll(() => why(gateway), soon).toBe(null)
    expect(await opened.lab.cli('manager show connected')).toMatch(/^\s*najva /m)
  })
})

const refused: readonly (readonly [string, () => Trust, () => Promise<void>, RegExp])[] = [
  [
    'of an authority nobody named',
    () => ({ caFile: strangers.file }),
    async () => {},
    /its certificate is from an authority that is not trusted here/,
  ],
  [
    'for another name',
    () => ({ caFile: ours.file, serverName: 'other.example' }),
    async () => {},
    /its certificate is for another name/,
  ],
  [
    'that has expired',
    () => ({ caFile: ours.file }),
    () => showCertificate(ours.sign('IP:127.0.0.1', 'expired')),
    /its certificate has expired/,
  ],
]

test.each(refused)(
  'a certificate %s is refused, in words, by check and by the gateway',
  async (...each) => {
    const [, trust, prepare, words] = each
    await prepare()
    const { code, text } = await check(trust())
    expect([code, text]).toEqual([1, expect.stringMatching(words)])
    expect(text).toMatch(/missing {2}127\.0\.0\.1:\d+ .*certificate/)
    await serve(trust(), async (gateway) => {
      await expect.poll(() => why(gateway), soon).toMatch(words)
      expect(gateway.gateway.floor.pbx).toMatchObject({
        kind: 'disconnected',
        failure: { code: 'switch-away' },
      })
    })
    expect(await opened.lab.cli('manager show connected')).toContain('0 users connected')
  },
  60_000,
)

test('a port that speaks no TLS is named as one', async () => {
  const { code, text } = await check({ caFile: ours.file, port: opened.lab.amiPort })
  expect([code, text]).toEqual([1, expect.stringMatching(/it does not speak TLS on this port/)])
})

test('whoever stands in for the switch is told nothing, not even a name', async () => {
  const heard: string[] = []
  let greeted = 0
  const impostor = createServer(strangers.sign('IP:127.0.0.1'), (socket: TLSSocket) => {
    greeted += 1
    socket.write('Asterisk Call Manager/11.0.0\r\n')
    socket.on('data', (bytes) => heard.push(String(bytes)))
    socket.on('error', () => {})
  })
  let tried = 0
  impostor.on('connection', () => (tried += 1))
  impostor.on('tlsClientError', () => {})
  await new Promise<void>((resolve) => impostor.listen(0, '127.0.0.1', resolve))
  const address = impostor.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  try {
    await serve({ caFile: ours.file, port }, async () => {
      // Again and again: a reconnect is no more trusting than the first try.
      await expect.poll(() => tried, soon).toBeGreaterThan(3)
    })
    expect(heard).toEqual([])
    // The same impostor, believed: what the trial above would have caught.
    await serve({ caFile: strangers.file, port }, async () => {
      await expect.poll(() => heard.join(''), soon).toContain(opened.lab.amiSecret)
    })
    expect(greeted).toBeGreaterThan(0)
  } finally {
    await new Promise((resolve) => impostor.close(resolve))
  }
})

test('phones reach the same switch by wss, and only where its certificate is right', async () => {
  await showCertificate(ours.sign('DNS:pbx.example,IP:127.0.0.1'))
  const url = `wss://127.0.0.1:${opened.lab.wssPort}/ws`
  const open = (ca: string): Promise<string> =>
    new Promise((resolve) => {
      const socket = new WebSocket(url, 'sip', { ca })
      socket.on('open', () => {
        resolve(socket.protocol)
        socket.close()
      })
      socket.on('error', (error) => resolve(error.message))
    })
  expect(await open(ours.cert)).toBe('sip')
  expect(await open(strangers.cert)).toMatch(/unable to verify|self.signed|issuer/i)
})
