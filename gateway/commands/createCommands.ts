/** Carries out what people at desks ask for: each command once, answered within 5 s and recorded. */
import type { Logger } from 'pino'
import { z } from 'zod'
import type { ChosenStatus } from '#contract/agent'
import { type Answer, done, failed } from '#contract/failure'
import type { AgentId, CallId } from '#contract/ids'
import { type Clock, EpochMs } from '#contract/time'
import type { WrapUpRecord } from '#contract/wrapUp'
import type { ChooseStatus } from '#gateway/commands/createStatusChoice'
import type { RunOnce } from '#gateway/commands/runOnce'
import type { LiveCentre } from '#gateway/liveStream/liveCentre'
import type { Store } from '#gateway/store/createStore'

/** What one extension of a wrap-up adds. */
export const wrapUpExtensionMs = 30_000

export interface Commands {
  chooseStatus(
    agentId: AgentId,
    input: { readonly commandId: string; readonly status: ChosenStatus },
  ): Promise<Answer<{ effect: 'now' | 'next' }>>
  clearNext(agentId: AgentId, input: { readonly commandId: string }): Promise<Answer<null>>
  extendWrapUp(
    agentId: AgentId,
    input: { readonly commandId: string; readonly callId: CallId },
  ): Promise<Answer<{ endsAtMs: number | null }>>
  finishWrapUp(agentId: AgentId, record: WrapUpRecord): Promise<Answer<null>>
}

export interface CommandsOptions {
  readonly centre: LiveCentre
  readonly store: Store
  /** An own choice, judged by the rules for breaks. */
  readonly choose: ChooseStatus
  readonly once: RunOnce
  readonly clock: Clock
  readonly log: Logger
}

export function createCommands({ centre, store, choose, once, clock, log }: CommandsOptions): Commands {
  async function extend(agentId: AgentId, callId: CallId): Promise<Answer<{ endsAtMs: number | null }>> {
    const before = wrapUpOf(agentId, callId)
    if (before === null) return failed('wrong-state')
    centre.tell({ kind: 'wrapUpExtended', agentId, callId, byMs: wrapUpExtensionMs, atMs: clock.nowMs() })
    const after = wrapUpOf(agentId, callId)
    return after === null ? failed('wrong-state') : done({ endsAtMs: after.endsAtMs })
  }

  function wrapUpOf(agentId: AgentId, callId: CallId) {
    const activity = centre.floor.agents.get(agentId)?.activity
    return activity?.kind === 'wrapUp' && activity.wrapUp.callId === callId ? activity.wrapUp : null
  }

  /** The agent is free either way; a record the disk refuses is answered so, and the desk sends it again. */
  async function finish(agentId: AgentId, record: WrapUpRecord): Promise<Answer<null>> {
    const stored = putRecord(agentId, record)
    const { callId } = record
    centre.tell({ kind: 'wrapUpFinished', agentId, callId, atMs: clock.nowMs() })
    return stored ? done(null) : failed('cache-unwritable', 'gateway')
  }

  function putRecord(agentId: AgentId, record: WrapUpRecord): boolean {
    try {
      store.putRecord(agentId, record, clock.nowMs())
      return true
    } catch (error) {
      log.error({ err: error, agentId }, 'a wrap-up record could not be written')
      return false
    }
  }

  return {
    chooseStatus: (agentId, { commandId, status }) =>
      once({
        agentId,
        commandId,
        kind: 'status.choose',
        detail: status,
        value: z.object({ effect: z.enum(['now', 'next']) }),
        run: () => choose(agentId, status),
      }),
    clearNext: (agentId, { commandId }) =>
      once({
        agentId,
        commandId,
        kind: 'status.clearNext',
        detail: null,
        value: z.null(),
        run: async () => {
          centre.tell({ kind: 'nextStatusCleared', agentId, atMs: clock.nowMs() })
          return done(null)
        },
      }),
    extendWrapUp: (agentId, { commandId, callId }) =>
      once({
        agentId,
        commandId,
        kind: 'wrapUp.extend',
        detail: { callId },
        value: z.object({ endsAtMs: EpochMs.nullable() }),
        run: () => extend(agentId, callId),
      }),
    finishWrapUp: (agentId, record) =>
      once({
        agentId,
        commandId: record.commandId,
        kind: 'wrapUp.finish',
        detail: { callId: record.callId, dispositionId: record.dispositionId },
        value: z.null(),
        run: () => finish(agentId, record),
      }),
  }
}
