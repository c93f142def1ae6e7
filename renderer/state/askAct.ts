/** Asks one of the acts of `contract/acts` through the bridge, and shows its refusal in place. */
import type { ActGroup, ActInput, ActNames, ActOutput } from '#contract/acts'
import type { Answer } from '#contract/failure'
import type { DeskCore } from '#renderer/state/deskCore'

/** For example `askAct('floor', 'giveTo', { callId, agentId })`. */
export type AskAct = <G extends ActGroup, K extends ActNames<G>>(
  group: G,
  name: K,
  input: ActInput<G, K>,
) => Promise<Answer<ActOutput<G, K>>>

type Call = (input: unknown) => Promise<Answer<never>>

export function createAskAct({ bridge, settle }: Pick<DeskCore, 'bridge' | 'settle'>): AskAct {
  return async (group, name, input) => {
    const call = (client: object) => (client as Record<string, Record<string, Call>>)[group]?.[name as string]
    return settle(await bridge.ask((client) => call(client)?.(input) as Promise<Answer<never>>))
  }
}
