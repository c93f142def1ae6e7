/** Passes what the page asks of the floor and its people on to the gateway, each act once and with an id of its own. */
import type { Router } from '@orpc/server'
import { type ActGroup, actNames } from '#contract/acts'
import type { bridgeContract } from '#contract/bridge'
import type { BridgeBase, BridgeContext } from '#main/desk/bridgeRouter'
import type { GatewayLink } from '#main/desk/parts'

type ActCalls = Pick<Router<typeof bridgeContract, BridgeContext>, ActGroup>

/** Both boundaries are made from one list (`contract/acts`), and so is the way between them. */
export function createActCalls(link: GatewayLink, os: BridgeBase): ActCalls {
  const calls: Record<string, Record<string, unknown>> = {}
  for (const { group, name } of actNames) {
    const call = (os[group] as unknown as Readonly<Record<string, BridgeBase['status']['clearNext']>>)[name]
    calls[group] ??= {}
    calls[group][name] = call?.handler(({ input }) => link.act(group, name, input) as Promise<never>)
  }
  return calls as ActCalls
}
