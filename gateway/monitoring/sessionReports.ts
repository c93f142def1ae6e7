/** Tells of a session what became of it: to the log first, then to the model and so to every desk. */
import type { Logger } from 'pino'
import type { Monitor } from '#contract/monitor'
import type { Clock } from '#contract/time'
import type { LiveCentre } from '#gateway/liveStream/liveCentre'
import { type Heard, toFacts } from '#gateway/monitoring/auditFacts'
import type { Auditor } from '#gateway/monitoring/auditor'
import { isTold, type QueueRules } from '#gateway/monitoring/monitorRights'
import type { Session } from '#gateway/monitoring/monitorSession'
import { allowsShadow } from '#gateway/monitoring/shadow'
import { toMonitorRow } from '#gateway/monitoring/toMonitorRow'

/** What is remembered of what was told. */
export interface Reported {
  session: Session
  heard: Heard
  /** The row told last; the model may take it up a little later. */
  row: Monitor | undefined
  /** The reason given for a take-over. */
  why: string
}

export interface SessionReports {
  /** False where something could not be written down. */
  write(kept: Reported, before: Session): boolean
  publish(kept: Reported): void
}

export interface SessionReportsOptions {
  readonly centre: LiveCentre
  readonly auditor: Pick<Auditor, 'write'>
  readonly rules: QueueRules
  readonly clock: Clock
  readonly log: Logger
}

export function createReports({ centre, auditor, rules, clock, log }: SessionReportsOptions): SessionReports {
  return {
    write(kept, before) {
      const { session } = kept
      const { id: monitorId, supervisorId: byId, leg } = session
      const facts = toFacts(session, before, kept.heard)
      // Who took a caller over and listens again, hears them anew.
      if (session.phase.kind === 'talking') kept.heard = null
      else if (leg.kind === 'hearing') kept.heard = { place: leg.place, mode: leg.mode }
      const written = facts.map(({ kind, place, detail }) => {
        log.info({ monitorId, agentId: byId, kind, detail }, 'monitoring')
        const { agentId = null, callId = null } = place ?? {}
        const said = kind === 'took-over' ? kept.why : detail
        return auditor.write({ kind, byId, monitorId, agentId, callId, detail: said })
      })
      return written.every(Boolean)
    },
    publish(kept) {
      const { session, row: before } = kept
      const { floor } = centre
      const supervisorName = floor.agents.get(session.supervisorId)?.name ?? ''
      const place = placeOf(session)
      const call = place === null ? undefined : floor.calls.get(place.callId)
      // A call that has just ended says no more of which queue it was.
      const isKnown = place === null || call !== undefined
      // Whoever has a caller is told by whom they are heard, whatever a queue wants its agents to be told.
      const isShadow = session.shadowOf !== null
      const told = isShadow || (isKnown ? isTold(call, floor, rules) : (before?.isTold ?? true))
      const offersShadow =
        session.phase.kind === 'talking' && allowsShadow(session.phase.place.callId, floor, rules)
      const about = { supervisorName, isTold: told, offersShadow }
      const row = toMonitorRow(session, about, before, clock.nowMs())
      if (row === before) return
      kept.row = row
      centre.tell({ kind: 'monitorChanged', monitor: row, atMs: clock.nowMs() })
    },
  }
}

function placeOf({ phase, leg }: Session) {
  if ('place' in phase) return phase.place
  return leg.kind === 'hearing' ? leg.place : null
}
