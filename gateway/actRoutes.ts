/** Serves the acts of `contract/acts`: who asks is the session's, never the message's, to say. */
import type { Router } from '@orpc/server'
import { type ActGroup, type ActHandlers, actNames } from '#contract/acts'
import type { Answer } from '#contract/failure'
import type { AgentId, CommandId } from '#contract/ids'
import type { wireContract } from '#contract/wire'
import type { Person } from '#gateway/model/createFloor'
import type { DeskSession } from '#gateway/sessions/createSessions'
import type { WireBase, WireContext } from '#gateway/wireRouter'

export type GatewayActs = ActHandlers<Person>

type Act = (who: Person, commandId: CommandId, input: object) => Promise<Answer<never>>
type SignedInTask = (
  context: WireContext,
  task: (session: DeskSession) => Promise<Answer<never>>,
) => Promise<Answer<never>>

export interface ActRoutesOptions {
  readonly wire: WireBase
  readonly acts: GatewayActs
  readonly signedIn: SignedInTask
  /** An act asked for on a connection whose sign-in is over. */
  onSignedOut(former: AgentId, act: string): void
}

export function createActRoutes({ wire, acts, signedIn, onSignedOut }: ActRoutesOptions) {
  const routes: Record<string, Record<string, unknown>> = {}
  for (const { group, name } of actNames) {
    const act = (acts[group] as unknown as Readonly<Record<string, Act>>)[name]
    const route = (wire[group] as unknown as Readonly<Record<string, WireBase['help']['clear']>>)[name]
    if (act === undefined || route === undefined) throw new Error(`Nobody carries out ${group}.${name}`)
    routes[group] ??= {}
    routes[group][name] = route.handler(({ input: { commandId, ...input }, context }) => {
      const { session, former } = context.desk
      if (session === null && former !== undefined) onSignedOut(former, `${group}.${name}`)
      return signedIn(context, ({ person }) => act(person, commandId, input))
    })
  }
  return routes as Pick<Router<typeof wireContract, WireContext>, ActGroup>
}
