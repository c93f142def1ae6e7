/** Writes into the log which sensitive fields of customers an agent had shown, as the agent's desk tells of them. */
import { z } from 'zod'
import type { ShownFact } from '#contract/audit'
import { type Answer, done, failed } from '#contract/failure'
import type { AgentId, CommandId } from '#contract/ids'
import type { RunOnce } from '#gateway/commands/runOnce'
import type { Auditor } from '#gateway/monitoring/auditor'
import type { AuditLog } from '#gateway/store/auditLog'

export interface ShownTold {
  readonly commandId: CommandId
  readonly shown: readonly ShownFact[]
}

export type TellShown = (byId: AgentId, told: ShownTold) => Promise<Answer<null>>

export interface TellShownOptions {
  readonly auditor: Pick<Auditor, 'write'>
  readonly audit: Pick<AuditLog, 'settled'>
  readonly once: RunOnce
}

/** Answers done once they are on the disk; `cache-unwritable` where it refuses, and the desk keeps them. */
export function createTellShown({ auditor, audit, once }: TellShownOptions): TellShown {
  const write = async (byId: AgentId, shown: readonly ShownFact[]): Promise<Answer<null>> => {
    const isWritten = shown.every((fact) => auditor.write({ kind: 'shown', byId, detail: toDetail(fact) }))
    return isWritten && (await audit.settled()) ? done(null) : failed('cache-unwritable')
  }
  return (agentId, { commandId, shown }) =>
    once({
      ...{ agentId, commandId, kind: 'shown.tell', value: z.null() },
      detail: { count: shown.length },
      run: () => write(agentId, shown),
    })
}

/** When it was, by the desk's clock: the entry's own time is when the gateway was told. */
function toDetail({ atMs, personMark, block, name, place }: ShownFact): string {
  const field = name === null ? block : `${block} "${name}"`
  return `${field} of ${personMark}, ${new Date(atMs).toISOString()} (${place})`
}
