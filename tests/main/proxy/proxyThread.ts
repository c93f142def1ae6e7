/** A thread that asks a host by the way it was lent, and once more when somebody has signed in. */
import { request } from 'node:https'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { createRoutedAgents } from '#main/desk/proxy/proxyAgents'
import { borrowProxyRoute } from '#main/desk/proxy/proxyLoan'

const { loan, url } = workerData as { readonly loan: MessagePort; readonly url: string }
const route = borrowProxyRoute(loan)
const { tls } = createRoutedAgents({}, route)

function ask(): void {
  request(url, { agent: tls })
    .on('error', (cause: Error & { code?: string }) => parentPort?.postMessage(cause.code ?? cause.message))
    .end()
}

route.onSignedIn(ask)
// The port of the loan keeps nobody alive: this one does, until the test ends the thread.
parentPort?.on('message', () => undefined)
ask()
