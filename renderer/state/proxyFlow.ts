/** Follows whether a proxy wants to know who the person is, and carries to main what they say. */
import type { ProxyAnswer } from '#contract/proxy'
import type { DeskCore } from '#renderer/state/deskCore'

export interface ProxyActions {
  /** Said to the proxy of the open question and to nobody else; the page keeps nothing of it. */
  answerProxy(answer: ProxyAnswer): Promise<void>
  dismissProxy(id: string): Promise<void>
}

export function createProxyFlow({ bridge, store }: DeskCore): ProxyActions {
  bridge.watch(
    (client, signal) => client.proxy.watch(null, { signal }),
    (proxyQuestion) => store.setState({ proxyQuestion }),
  )
  return {
    async answerProxy(answer) {
      await bridge.ask((client) => client.proxy.answer(answer))
    },
    async dismissProxy(id) {
      await bridge.ask((client) => client.proxy.dismiss({ id }))
    },
  }
}
