/** A process that connects as main does: what it says of its connections is told on standard output. */
import { request } from 'node:https'
import { getCACertificates, rootCertificates } from 'node:tls'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { WebSocket } from 'ws'
import { createCrmHttp } from '#main/crm/connector/http/crmHttp'
import { trustSystemRoots } from '#main/desk/proxy/systemRoots'
import { realClock } from '#tests/support/realClock'

interface Order {
  readonly port: string
  readonly trusts: boolean
}

/** PEM is broken into lines in more than one way. */
function toPlain(pem: string): string {
  return pem.replace(/\s/g, '')
}

/** As `gatewayConnection` opens it. */
function openSocket({ port }: Order): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`wss://localhost:${port}/`, { perMessageDeflate: false })
    socket.on('open', () => {
      socket.terminate()
      resolve('open')
    })
    socket.on('error', (cause) => resolve(cause.message))
  })
}

async function askCrm({ port }: Order): Promise<string> {
  const made = createCrmHttp({ clock: realClock })
  if (!made.ok) return made.problem.detail
  const url = new URL(`https://localhost:${port}/`)
  const asked = { method: 'GET', url, headers: {}, body: null, what: 'lookup' } as const
  const answer = await made.value.send(asked, new AbortController().signal)
  made.value.close()
  return answer.ok ? 'well' : answer.problem.detail
}

function askInThread(order: Order): Promise<string> {
  return new Promise((resolve) => {
    new Worker(new URL(import.meta.url), { workerData: order }).on('message', resolve)
  })
}

function serveThread({ port, trusts }: Order): void {
  if (trusts) trustSystemRoots()
  request(`https://localhost:${port}/`, (answer) => {
    answer.resume()
    parentPort?.postMessage('well')
  })
    .on('error', (cause: Error & { code?: string }) => parentPort?.postMessage(cause.code ?? cause.message))
    .end()
}

if (isMainThread) {
  const order = { port: process.argv[2] ?? '', trusts: process.argv[3] === 'true' }
  const found = order.trusts ? trustSystemRoots() : { count: 0, cause: null }
  const trusted = new Set(getCACertificates('default').map(toPlain))
  const said = {
    roots: found.count,
    cause: found.cause,
    stillTrustsRuntime: rootCertificates.every((each) => trusted.has(toPlain(each))),
    gateway: await openSocket(order),
    crm: await askCrm(order),
    thread: await askInThread(order),
  }
  process.stdout.write(JSON.stringify(said))
  process.exit()
} else serveThread(workerData as Order)
