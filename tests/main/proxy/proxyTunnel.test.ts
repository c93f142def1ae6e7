/** The desk's own connections through a real proxy that wants a sign-in: to the gateway, to a CRM, and from the writing thread. */
import { createServer, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type CrmHttpOptions, createCrmHttp } from '#main/crm/connector/http/crmHttp'
import { createGatewayLink } from '#main/desk/gateway/gatewayLink'
import type { GatewayLink } from '#main/desk/parts'
import { openProxyDesk, type ProxyDesk, readSessionProxies, toPlainRoute } from '#main/desk/proxy/proxyDesk'
import { lendProxyRoute } from '#main/desk/proxy/proxyLoan'
import type { ProxyHop } from '#main/desk/proxy/proxyRule'
import { createAuthority } from '#tests/asterisk/support/certificates'
import { createScriptedGateway, type ScriptedGateway, signedIn } from '#tests/main/desk/scriptedGateway'
import { createFakeClock } from '#tests/support/fakeClock'
import { realClock } from '#tests/support/realClock'
import { openSignInProxy, type SignInProxy } from '#tests/support/signInProxy'
import { silentLog } from '#tests/support/silentLog'
import { createTempFolder } from '#tests/support/tempFolder'

const soon = { timeout: 15_000, interval: 20 }
const never = new AbortController().signal
let proxy: SignInProxy
let desk: ProxyDesk
let hops: ProxyHop[]
let ends: (() => unknown)[]

beforeEach(async () => {
  ends = []
  proxy = await openSignInProxy('sara:p@ss wörd')
  hops = [{ kind: 'proxy', proxy: proxy.address }]
  const source = { hopsTo: async () => hops, box: null }
  desk = await openProxyDesk({ source, clock: realClock, newId: () => crypto.randomUUID(), log: silentLog })
})

afterEach(async () => {
  for (const end of ends.reverse()) await end()
  desk.signIn.close()
  await proxy.close()
})

function tell(password: string): void {
  const id = desk.signIn.question?.id ?? ''
  expect(desk.signIn.answer({ id, user: 'sara', password, keep: false }).ok).toBe(true)
}
const asked = () => vi.waitFor(() => expect(desk.signIn.question).not.toBeNull(), soon)

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => server.close())
  ends.push(() => server.closeAllConnections())
  return (server.address() as AddressInfo).port
}

/** Asks a CRM as the desk does, by this way. */
function openCrm(options: Pick<CrmHttpOptions, 'proxies' | 'caFile'>) {
  const made = createCrmHttp({ clock: realClock, ...options })
  if (!made.ok) throw new Error(made.problem.detail)
  ends.push(() => made.value.close())
  return (url: string) =>
    made.value.send({ method: 'GET', url: new URL(url), headers: {}, body: null, what: 'lookup' }, never)
}

const answerJson = (server: Server): Server =>
  server.on('request', (_request, response) => {
    response.setHeader('content-type', 'application/json').end('{"well":true}')
  })

test('the gateway is reached once the person has told the proxy who they are, and not a turn later', async () => {
  const gateway: ScriptedGateway = await createScriptedGateway()
  ends.push(() => gateway.close())
  const link: GatewayLink = createGatewayLink({
    url: new URL(`ws://gateway.example:${gateway.url.port}/`),
    // Stands still: nothing but the sign-in makes the link try again.
    clock: createFakeClock(),
    random: () => 0.5,
    newId: () => crypto.randomUUID(),
    log: silentLog,
    proxies: desk.route,
  })
  ends.push(() => link.close())
  await asked()
  expect(link.state.kind).not.toBe('connected')
  expect(proxy.asked.every(({ told }) => told === null)).toBe(true)
  tell('wrong')
  await vi.waitFor(() => expect(desk.signIn.question?.wasWrong).toBe(true), soon)
  tell('p@ss wörd')
  await vi.waitFor(() => expect(link.state.kind).toBe('connected'), soon)
  expect(await link.signIn('demo', 'right')).toEqual({ ok: true, value: signedIn.session })
  expect(new Set(proxy.asked.map(({ place }) => place))).toEqual(
    new Set([`gateway.example:${gateway.url.port}`]),
  )
  expect(proxy.asked.at(-1)?.told).toBe('sara:p@ss wörd')
}, 30_000)

test('a CRM is asked through the tunnel by TLS of its own name, and says plainly what hinders it', async () => {
  const folder = createTempFolder()
  ends.push(() => folder.remove())
  const authority = createAuthority(folder.path, 'corp')
  const { cert, key } = authority.sign('DNS:crm.example')
  const port = await listen(answerJson(createTlsServer({ cert, key })))
  const crm = openCrm({ caFile: authority.file, proxies: desk.route })
  const ask = (host: string) => crm(`https://${host}:${port}/`)
  expect(await ask('crm.example')).toMatchObject({
    problem: { detail: /the proxy on the way there asks who you are/ },
  })
  tell('p@ss wörd')
  expect(await ask('crm.example')).toMatchObject({ ok: true, value: { body: { well: true } } })
  // Beyond the proxy another name is another host: its certificate is not good for it.
  expect(await ask('other.example')).toMatchObject({
    problem: { detail: /its certificate is for another name/ },
  })
  proxy.refusal = 403
  expect(await ask('third.example')).toMatchObject({ problem: { detail: /does not let it through/ } })
  proxy.refusal = null
  proxy.who = 'nobody:else'
  proxy.challenge = 'Negotiate'
  expect(await ask('fourth.example')).toMatchObject({ problem: { detail: /not spoken here/ } })
  hops = []
  expect(await ask('fifth.example')).toMatchObject({ problem: { detail: /names no proxy/ } })
}, 30_000)

test('another realm at the same proxy hears nothing of what the first was told', async () => {
  const port = await listen(answerJson(createTlsServer()))
  const crm = openCrm({ proxies: desk.route })
  const ask = () => crm(`https://crm.example:${port}/`)
  await ask()
  tell('p@ss wörd')
  proxy.challenge = 'Basic realm="Somebody else"'
  await ask()
  expect(proxy.asked.every(({ told }) => told === null)).toBe(true)
  expect(desk.signIn.question).toMatchObject({ realm: 'Somebody else', wasWrong: false })
})

test('a proxy that is away gives its turn to the next, and this machine itself is reached straight', async () => {
  const gone = await openSignInProxy(null)
  await gone.close()
  hops = [
    { kind: 'proxy', proxy: gone.address },
    { kind: 'proxy', proxy: proxy.address },
  ]
  proxy.who = null
  const port = await listen(answerJson(createServer()))
  const ask = openCrm({ proxies: desk.route })
  expect(await ask(`http://127.0.0.1:${port}/`)).toMatchObject({ ok: true })
  expect(proxy.asked).toEqual([])
  await ask(`https://crm.example:${port}/`)
  expect(proxy.asked).toEqual([{ place: `crm.example:${port}`, told: null }])
})

test('a command without a desk goes by the variables of the session, and is turned away where nobody can be asked', async () => {
  const port = await listen(answerJson(createTlsServer()))
  const ask = openCrm({ proxies: toPlainRoute(readSessionProxies({ https_proxy: proxy.address })) })
  expect(await ask(`https://crm.example:${port}/`)).toMatchObject({ problem: { detail: /asks who you are/ } })
  expect(proxy.asked).toEqual([{ place: `crm.example:${port}`, told: null }])
})

test('a thread borrows the way, with the sign-in that the desk asks for', async () => {
  const port = await listen(answerJson(createTlsServer()))
  const loan = lendProxyRoute(desk.route)
  const worker = new Worker(new URL('./proxyThread.ts', import.meta.url), {
    workerData: { loan, url: `https://crm.example:${port}/` },
    transferList: [loan],
  })
  ends.push(() => worker.terminate())
  const told: string[] = []
  worker.on('message', (message: string) => told.push(message))
  await vi.waitFor(() => expect(told).toEqual(['PROXY_SIGN_IN']), soon)
  tell('p@ss wörd')
  // The thread is told that somebody signed in, tries again, and gets as far as the host, which shows no certificate.
  await vi.waitFor(() => expect(told).toHaveLength(2), soon)
  expect(told[1]).not.toMatch(/^PROXY/)
  expect(proxy.asked.at(-1)).toEqual({ place: `crm.example:${port}`, told: 'sara:p@ss wörd' })
}, 30_000)
