/** The bridge as a wallboard's page has it: main would refuse the rest, so it is not asked. */
import type { BridgeClient } from '#contract/bridge'
import { failed } from '#contract/failure'
import type { BridgeLink } from '#renderer/state/bridgeLink'

/** What belongs to a desk watches nothing and is told nothing; of what is asked, its own settings alone get through. */
export function toBoardLink(link: BridgeLink): BridgeLink {
  return {
    watch: () => ({ restart: () => undefined }),
    follow: () => () => undefined,
    tell: () => undefined,
    ask: (question) => link.ask((client) => question(toBoardClient(client))),
    close: () => link.close(),
  }
}

function toBoardClient(client: BridgeClient): BridgeClient {
  const refuse = async () => failed('forbidden')
  const group = new Proxy({}, { get: () => refuse })
  const groups = { get: (_: object, name: string) => (name === 'settings' ? client.settings : group) }
  return new Proxy({}, groups) as BridgeClient
}
