/** Serves the wire's contract: every procedure asks the session first and turns surprises into a named failure. */
import { implement } from '@orpc/server'
import type { Logger } from 'pino'
import type { Role } from '#contract/agent'
import { type Answer, failed, toFailure } from '#contract/failure'
import type { AgentId } from '#contract/ids'
import type { MonitorRight } from '#contract/monitor'
import type { ShownNumber } from '#contract/shownNumber'
import type { Team } from '#contract/team'
import type { Clock } from '#contract/time'
import { wireContract } from '#contract/wire'
import { createActRoutes, type GatewayActs } from '#gateway/actRoutes'
import type { Commands } from '#gateway/commands/createCommands'
import type { Journal } from '#gateway/liveStream/journal'
import type { LiveTexts } from '#gateway/liveStream/liveTexts'
import { type LiveReader, readLive } from '#gateway/liveStream/readLive'
import type { Scope } from '#gateway/model/scope'
import type { TellShown } from '#gateway/monitoring/tellShown'
import type { QualityReports } from '#gateway/quality/createQualityReports'
import type { Desk, DeskSession, Sessions } from '#gateway/sessions/createSessions'

export interface WireContext {
  readonly desk: Desk & { streams: number }
}

export interface WireRouterOptions {
  readonly sessions: Sessions
  readonly commands: Commands
  readonly acts: GatewayActs
  readonly quality: QualityReports
  /** An act asked for on a connection whose sign-in is over. */
  onSignedOut(former: AgentId, act: string): void
  readonly tellShown: TellShown
  /** What a supervisor may see and do; null for everything. */
  scopeOf(agentId: AgentId): Scope | null
  /** The teams a person sees by name. */
  teamsOf(agentId: AgentId, role: Role): readonly Team[]
  /** How much a person may monitor, for their page to offer no more. */
  rightOf(agentId: AgentId): MonitorRight
  /** What a person may show to whoever they call outside, for their page to offer no other. */
  shownNumbersOf(agentId: AgentId): readonly ShownNumber[]
  readonly journal: Journal
  readonly texts: LiveTexts
  readonly clock: Clock
  readonly newReference: () => string
  readonly log: Logger
}

/** More streams than this on one connection is not a desk. */
const maxStreams = 8

/** The contract, ready to be carried out. */
export function createWireBase() {
  return implement(wireContract).$context<WireContext>()
}
export type WireBase = ReturnType<typeof createWireBase>

export function createWireRouter(options: WireRouterOptions) {
  const { sessions, commands, acts, quality, onSignedOut, journal, texts, clock, newReference, log } = options
  const wire = createWireBase()
  // The same delta goes to hundreds of desks: each checks it at its own door, the gateway does not check it for each.
  const unchecked = wire.$config({ initialOutputValidationIndex: Number.NaN })

  /** The one place surprises come to: the log has the cause, the desk a reference to it. */
  async function guard<T>(task: () => Answer<T> | Promise<Answer<T>>): Promise<Answer<T>> {
    try {
      return await task()
    } catch (error) {
      const reference = newReference()
      log.error({ err: error, reference }, 'a request failed unexpectedly')
      return failed('internal', reference)
    }
  }

  function signedIn<T>(
    context: WireContext,
    task: (session: DeskSession) => Promise<Answer<T>>,
  ): Promise<Answer<T>> {
    const { session } = context.desk
    return session === null ? Promise.resolve(failed('signed-out')) : guard(() => task(session))
  }

  return wire.router({
    session: {
      signIn: wire.session.signIn.handler(({ input, context }) =>
        guard(() => sessions.signIn(context.desk, input.user, input.password)),
      ),
      resume: wire.session.resume.handler(({ input, context }) =>
        guard(() => sessions.resume(context.desk, input.token)),
      ),
      signOut: wire.session.signOut.handler(({ context }) => guard(() => sessions.signOut(context.desk))),
    },
    live: {
      watch: unchecked.live.watch.handler(async function* ({ input, context, signal }) {
        const { desk } = context
        const { session } = desk
        if (session === null || desk.streams >= maxStreams) {
          yield { kind: 'ended', failure: toFailure(session === null ? 'signed-out' : 'invalid') }
          return
        }
        desk.streams += 1
        // What this desk's own sign-in changed is in its first snapshot.
        journal.flush()
        try {
          yield* readLive(toReader(desk, session, options), { journal, clock, texts }, input.from, signal)
        } finally {
          desk.streams -= 1
        }
      }),
    },
    status: {
      choose: wire.status.choose.handler(({ input, context }) =>
        signedIn(context, ({ person }) => commands.chooseStatus(person.id, input)),
      ),
      clearNext: wire.status.clearNext.handler(({ input, context }) =>
        signedIn(context, ({ person }) => commands.clearNext(person.id, input)),
      ),
    },
    shown: {
      tell: wire.shown.tell.handler(({ input, context }) =>
        signedIn(context, ({ person }) => options.tellShown(person.id, input)),
      ),
    },
    wrapUp: {
      extend: wire.wrapUp.extend.handler(({ input, context }) =>
        signedIn(context, ({ person }) => commands.extendWrapUp(person.id, input)),
      ),
      finish: wire.wrapUp.finish.handler(({ input, context }) =>
        signedIn(context, ({ person }) => commands.finishWrapUp(person.id, input)),
      ),
    },
    quality: {
      report: wire.quality.report.handler(({ input, context }) =>
        signedIn(context, async ({ person }) => quality.take(person.id, input)),
      ),
    },
    ...createActRoutes({ wire, acts, signedIn, onSignedOut }),
  })
}

/** A stream belongs to its connection: a session that moved to another one is over here. */
function toReader(
  desk: Desk,
  session: DeskSession,
  {
    scopeOf,
    rightOf,
    teamsOf,
    shownNumbersOf,
  }: Pick<WireRouterOptions, 'scopeOf' | 'rightOf' | 'teamsOf' | 'shownNumbersOf'>,
): LiveReader {
  const { id, role } = session.person
  return {
    viewer: {
      agentId: id,
      role,
      scope: role === 'supervisor' ? scopeOf(id) : null,
      right: rightOf(id),
      teams: teamsOf(id, role),
      shownNumbers: shownNumbersOf(id),
    },
    ended: () => session.ended ?? (session.desk === desk ? null : toFailure('signed-in-elsewhere')),
    onEnded(listener) {
      session.onEnded.add(listener)
      return () => session.onEnded.delete(listener)
    },
  }
}
