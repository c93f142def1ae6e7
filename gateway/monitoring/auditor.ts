/** Writes into the log what people did: with the names and the caller as the floor has them at that moment. */
import type { Logger } from 'pino'
import type { Role } from '#contract/agent'
import type { AuditEntry } from '#contract/audit'
import { type Answer, failed } from '#contract/failure'
import { AgentId, CallId, MonitorId } from '#contract/ids'
import type { Clock } from '#contract/time'
import type { Asked, RunOnce } from '#gateway/commands/runOnce'
import type { LiveCentre } from '#gateway/liveStream/liveCentre'
import { createRefusalLimit } from '#gateway/monitoring/refusalLimit'
import type { AuditLog } from '#gateway/store/auditLog'

export interface Deed {
  readonly kind: AuditEntry['kind']
  /** null for a stranger, and for who was not signed in. */
  readonly byId: AgentId | null
  readonly monitorId?: MonitorId | null
  readonly agentId?: AgentId | null
  readonly callId?: CallId | null
  readonly detail: string
}

export interface Auditor {
  /**
   * In the log when it returns true, and on the disk before an answer to `over` speaks of it; false where the disk
   * refuses, which is in the log of the gateway then.
   */
  write(deed: Deed): boolean
  /**
   * Like the `RunOnce` given, and with what was refused, and what supervisors did, in the log and on the disk before the
   * answer. What monitoring did and the disk refused is answered `cache-unwritable`.
   */
  over(once: RunOnce): RunOnce
  /** Somebody asks on a connection whose session is over. */
  writeSignedOut(byId: AgentId, act: string): void
  /** Writes what is still counted. */
  close(): void
}

export interface AuditorOptions {
  readonly audit: AuditLog
  readonly centre: LiveCentre
  readonly roleOf: (agentId: AgentId) => Role | null
  readonly clock: Clock
  readonly log: Logger
}

/** What was not carried out for another reason than that it may not be done is no refusal: it was too early, or late. */
const passing = new Set([
  'wrong-state',
  'timed-out',
  'switch-away',
  'gateway-away',
  'internal',
  'cache-unwritable',
])
/** Whoever asks, and whatever comes of it: what a file holds of a caller is proved by it. */
const ofRecording = /^(floor|gateway)\.(pause|resume)Recording$/
/** An agent's own doings. */
const unaudited =
  /^(status|wrapUp|gateway|reach|breaks\.(ask|withdraw)|help\.ask|messages\.(putAside|handOver))/

export function createAuditor({ audit, centre, roleOf, clock, log }: AuditorOptions): Auditor {
  const nameOf = (id: AgentId | null) => (id === null ? '' : (centre.floor.agents.get(id)?.name ?? ''))

  function write({ kind, byId, monitorId = null, agentId = null, callId = null, detail }: Deed): boolean {
    const caller = callId === null ? undefined : centre.floor.calls.get(callId)?.caller
    try {
      audit.append({
        atMs: clock.nowMs(),
        kind,
        monitorId,
        byId,
        byName: nameOf(byId).slice(0, 120),
        agentId,
        agentName: nameOf(agentId).slice(0, 120),
        callId,
        callerNumber: caller?.number ?? null,
        detail: detail.slice(0, 500),
      })
      return true
    } catch (error) {
      log.error({ err: error, kind, agentId: byId }, 'the audit log could not be written')
      return false
    }
  }

  const limit = createRefusalLimit(clock, (byId, counted) => {
    write({ kind: 'refused', byId, detail: `${counted} more in the same minute` })
  })

  function writeRefusal(deed: Omit<Deed, 'kind' | 'byId'> & { readonly byId: AgentId }): void {
    if (limit.take(deed.byId)) write({ ...deed, kind: 'refused' })
  }

  function writeAnswer(asked: Asked<unknown>, answer: Answer<unknown>): void {
    const { agentId: byId, kind } = asked
    const named = toNamed(asked.detail)
    if (ofRecording.test(kind) && (answer.ok || passing.has(answer.failure.code))) {
      write({
        kind: 'recording',
        byId,
        ...named,
        detail: `${kind} ${answer.ok ? 'done' : answer.failure.code}`,
      })
      return
    }
    if (unaudited.test(kind)) return
    if (!answer.ok) {
      const { code } = answer.failure
      if (!passing.has(code)) writeRefusal({ byId, ...named, detail: `${kind} ${code}` })
    } else if (!kind.startsWith('monitor.') && roleOf(byId) !== 'agent') {
      write({ kind: 'floor', byId, ...named, detail: `${kind} ${toWords(asked.detail)}`.trim() })
    }
  }

  return {
    write,
    over: (once) => async (asked) => {
      let hasRun = false
      const run = () => {
        hasRun = true
        return asked.run()
      }
      const answer = await once({ ...asked, run })
      // Sent again it gets the same answer, and has done nothing; one that is refused for it has tried something.
      if (hasRun || !answer.ok) writeAnswer(asked, answer)
      // A leg is rung meanwhile; it is answered only with the token this answer brings.
      const isKept = await audit.settled()
      return isKept || !answer.ok || !asked.kind.startsWith('monitor.') ? answer : failed('cache-unwritable')
    },
    writeSignedOut: (byId, act) => {
      writeRefusal({ byId, detail: `${act} signed-out` })
    },
    close: limit.close,
  }
}

function toNamed(detail: unknown): Pick<Deed, 'agentId' | 'callId' | 'monitorId'> {
  const fields = typeof detail === 'object' && detail !== null ? (detail as Record<string, unknown>) : {}
  const target = fields.target === undefined ? {} : (fields.target as Record<string, unknown>)
  return {
    agentId: AgentId.safeParse(fields.agentId ?? target.agentId).data ?? null,
    callId: CallId.safeParse(fields.callId ?? target.callId).data ?? null,
    monitorId: MonitorId.safeParse(fields.monitorId).data ?? null,
  }
}

/** What was asked, but for who it concerns, which has a place of its own. */
function toWords(detail: unknown): string {
  if (typeof detail !== 'object' || detail === null) return ''
  const rest = Object.entries(detail).filter(([key]) => key !== 'agentId' && key !== 'callId')
  return rest.length === 0 ? '' : JSON.stringify(Object.fromEntries(rest))
}
