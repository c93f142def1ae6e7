/** Lends the desk's way to the network to a thread, which has neither the system's decision nor the person's sign-in. */
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { createListeners } from '#main/desk/listeners'
import type { ProxyCredentials, ProxyRoute } from '#main/desk/proxy/proxyRoute'
import type { ProxyChallenge, ProxyHop } from '#main/desk/proxy/proxyRule'

type Ask =
  | { readonly kind: 'hopsTo'; readonly id: number; readonly target: string }
  | {
      readonly kind: 'signIn'
      readonly id: number
      readonly challenge: ProxyChallenge
      readonly refused: ProxyCredentials | null
    }
  | { readonly kind: 'accepted'; readonly challenge: ProxyChallenge }
type Reply =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'signedIn' }

/** The port is for the thread; the loan ends with it. */
export function lendProxyRoute(route: ProxyRoute): MessagePort {
  const { port1: ours, port2: theirs } = new MessageChannel()
  const tell = (reply: Reply): void => ours.postMessage(reply)
  const stop = route.onSignedIn(() => tell({ kind: 'signedIn' }))
  ours.on('message', (ask: Ask) => {
    if (ask.kind === 'accepted') {
      route.accepted(ask.challenge)
      return
    }
    const asked: Promise<unknown> =
      ask.kind === 'hopsTo' ? route.hopsTo(new URL(ask.target)) : route.signIn(ask.challenge, ask.refused)
    // A decision that cannot be had is no way at all; the connection then says so.
    const none = ask.kind === 'hopsTo' ? [] : null
    asked.catch(() => none).then((value) => tell({ kind: 'answer', id: ask.id, value }))
  })
  ours.on('close', stop)
  ours.unref()
  return theirs
}

/** In the thread. It does not keep the thread from ending. */
export function borrowProxyRoute(port: MessagePort): ProxyRoute {
  const signedIn = createListeners()
  const waiting = new Map<number, (value: unknown) => void>()
  let lastId = 0
  port.on('message', (reply: Reply) => {
    if (reply.kind === 'signedIn') {
      signedIn.tell()
      return
    }
    waiting.get(reply.id)?.(reply.value)
    waiting.delete(reply.id)
  })
  port.unref()
  const ask = <T>(toAsk: (id: number) => Ask): Promise<T> =>
    new Promise((resolve) => {
      lastId += 1
      waiting.set(lastId, (value) => resolve(value as T))
      port.postMessage(toAsk(lastId))
    })
  return {
    hopsTo: (target) => ask<readonly ProxyHop[]>((id) => ({ kind: 'hopsTo', id, target: target.href })),
    signIn: (challenge, refused) =>
      ask<ProxyCredentials | null>((id) => ({ kind: 'signIn', id, challenge, refused })),
    accepted: (challenge) => port.postMessage({ kind: 'accepted', challenge } satisfies Ask),
    onSignedIn: signedIn.on,
  }
}
