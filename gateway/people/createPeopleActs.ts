/** Help, breaks, messages and what a supervisor does for a person: judged first, each command once, and recorded. */
import type { Logger } from 'pino'
import type { z } from 'zod'
import {
  type ActGroup,
  type ActInput,
  type ActNames,
  type ActOutput,
  acts as contractActs,
} from '#contract/acts'
import { type Answer, done, failed } from '#contract/failure'
import type { AgentId, CommandId } from '#contract/ids'
import type { PbxEvent } from '#contract/pbx'
import { toDisplayText } from '#contract/text'
import type { Clock } from '#contract/time'
import type { GatewayActs } from '#gateway/actRoutes'
import type { ChooseStatus } from '#gateway/commands/createStatusChoice'
import type { RunOnce } from '#gateway/commands/runOnce'
import type { LiveCentre } from '#gateway/liveStream/liveCentre'
import type { Person } from '#gateway/model/createFloor'
import { toEffect } from '#gateway/model/deskEvents'
import type { Scope } from '#gateway/model/scope'
import type { Breaks } from '#gateway/people/createBreaks'
import { createMessages, type Sender } from '#gateway/people/createMessages'
import { judgeForPerson, judgeForSeated } from '#gateway/people/peopleRights'
import { watchLeaving } from '#gateway/people/watchLeaving'
import type { Sessions } from '#gateway/sessions/createSessions'
import type { MessageRows } from '#gateway/store/messageRows'

export interface PeopleActs {
  readonly acts: Pick<GatewayActs, 'people' | 'help' | 'breaks' | 'messages'>
  hear(event: PbxEvent): void
  close(): void
}

export interface PeopleActsOptions {
  readonly centre: LiveCentre
  /** Puts a status in force whatever the rules for breaks say. */
  readonly put: ChooseStatus
  readonly breaks: Breaks
  readonly messageRows: MessageRows
  readonly sessions: Pick<Sessions, 'signOutPerson'>
  readonly once: RunOnce
  /** What a supervisor answers for; null for everything. */
  scopeOf(agentId: AgentId): Scope | null
  newId(): string
  readonly clock: Clock
  readonly log: Logger
}

type Decided<G extends ActGroup, K extends ActNames<G>> =
  | Answer<ActOutput<G, K>>
  | Promise<Answer<ActOutput<G, K>>>

export function createPeopleActs(options: PeopleActsOptions): PeopleActs {
  const { centre, put, breaks, messageRows, sessions, once, scopeOf, newId, clock, log } = options
  const messages = createMessages({ centre, rows: messageRows, newId, clock, log })
  const stopLeaving = watchLeaving(centre, sessions.signOutPerson)

  const toSender = ({ id, role, name }: Person): Sender => ({
    agentId: id,
    role,
    name,
    scope: scopeOf(id),
  })

  /** One act, once per command id and recorded; `detail` is what the record may know of the input. */
  const act =
    <G extends ActGroup, K extends ActNames<G>>(
      group: G,
      name: K,
      run: (who: Sender, input: ActInput<G, K>) => Decided<G, K>,
      detail: (input: ActInput<G, K>) => unknown = (input) => input,
    ) =>
    (who: Person, commandId: CommandId, input: ActInput<G, K>) =>
      once({
        agentId: who.id,
        commandId,
        kind: `${group}.${String(name)}`,
        detail: detail(input),
        value: (contractActs[group][name] as { readonly output: z.ZodType<ActOutput<G, K>> }).output,
        run: async () => run(toSender(who), input),
      })

  const acts: PeopleActs['acts'] = {
    people: {
      setStatus: act('people', 'setStatus', (who, { agentId, status }) => {
        const refusal = judgeForSeated(who, agentId, centre.floor)
        return refusal === null ? put(agentId, status) : failed(refusal)
      }),
      finishWrapUp: act('people', 'finishWrapUp', (who, { agentId, callId }) => {
        const refusal = judgeForPerson(who, agentId, centre.floor)
        if (refusal !== null) return failed(refusal)
        const activity = centre.floor.agents.get(agentId)?.activity
        if (activity?.kind !== 'wrapUp' || activity.wrapUp.callId !== callId) return failed('wrong-state')
        centre.tell({ kind: 'wrapUpFinished', agentId, callId, atMs: clock.nowMs() })
        return done(null)
      }),
      signOut: act('people', 'signOut', (who, { agentId }) => {
        const { floor } = centre
        const refusal = judgeForPerson(who, agentId, floor)
        if (refusal !== null) return failed(refusal)
        const agent = floor.agents.get(agentId)
        const seat = floor.seats.get(agentId)
        if (agent === undefined || seat === undefined || seat.kind === 'signedOut')
          return failed('wrong-state')
        // Told in either case: whoever is idle leaves in the same step.
        centre.tell({ kind: 'leavesAfterCall', agentId, atMs: clock.nowMs() })
        return done({ effect: toEffect(agent) })
      }),
    },
    help: {
      ask: act('help', 'ask', (who, { reason }) => {
        const told = toDisplayText(reason, 200)
        centre.tell({ kind: 'helpAsked', agentId: who.agentId, reason: told, atMs: clock.nowMs() })
        return done(null)
      }),
      clear: act('help', 'clear', (who, { agentId }) => {
        const isOwn = agentId === who.agentId
        const refusal = isOwn ? null : judgeForPerson(who, agentId, centre.floor)
        if (refusal !== null) return failed(refusal)
        centre.tell({ kind: 'helpCleared', agentId, atMs: clock.nowMs() })
        return done(null)
      }),
    },
    breaks: {
      ask: act('breaks', 'ask', (who, { reasonId }) => breaks.ask(who.agentId, reasonId)),
      withdraw: act('breaks', 'withdraw', (who) => breaks.withdraw(who.agentId)),
      decide: act('breaks', 'decide', (who, input) => {
        const judge = input.decision === 'grant' ? judgeForSeated : judgeForPerson
        const refusal = judge(who, input.agentId, centre.floor)
        return refusal === null ? breaks.decide(who.name, input) : failed(refusal)
      }),
    },
    messages: {
      // What was written is kept in the messages, not in the record of commands.
      send: act(
        'messages',
        'send',
        (who, input) => messages.send(who, input),
        ({ agentId, callId, field }) => ({ agentId, callId, field }),
      ),
      putAside: act('messages', 'putAside', (who, { messageId }) =>
        messages.putAside(who.agentId, messageId),
      ),
      handOver: act(
        'messages',
        'handOver',
        (who, input) => messages.handOver(who, input),
        ({ callId }) => ({ callId }),
      ),
    },
  }
  return {
    acts,
    hear: messages.hear,
    close() {
      stopLeaving()
      messages.close()
    },
  }
}
