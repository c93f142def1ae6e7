/** What listens on the switch without a session: legs of a gateway that was stopped hard, and strangers. */
import type { Logger } from 'pino'
import type { MonitorId } from '#contract/ids'
import type { MonitorLeg, PbxEvent, PbxLink } from '#contract/pbx'
import type { LiveCentre } from '#gateway/liveStream/liveCentre'
import type { Auditor } from '#gateway/monitoring/auditor'
import type { AuditLog } from '#gateway/store/auditLog'

export interface Strays {
  /** A leg no session explains does something. */
  hearLeg(monitorId: MonitorId, told: MonitorLeg): void
  hear(event: PbxEvent): void
}

export interface StraysOptions {
  readonly centre: LiveCentre
  readonly pbx: Pick<PbxLink, 'execute'>
  readonly audit: Pick<AuditLog, 'unended'>
  readonly auditor: Pick<Auditor, 'write'>
  readonly log: Logger
}

export function createStrays({ centre, pbx, audit, auditor, log }: StraysOptions): Strays {
  const left = audit.unended()
  for (const { monitorId, byId } of left)
    auditor.write({ kind: 'ended', byId, monitorId, detail: 'gateway restarted' })
  /** To be closed once the switch is there. Who talks to a caller they took over is in an ordinary call. */
  let orphans = left.filter(({ isTheirCall }) => !isTheirCall).map(({ monitorId }) => monitorId)

  function close(monitorId: MonitorId): void {
    log.warn({ monitorId }, 'a monitoring leg without a session is closed')
    // Nobody waits for it: a leg that is left is told again when the switch is read again.
    pbx.execute({ kind: 'monitorClose', monitorId }).catch((error: unknown) => {
      log.error({ err: error, monitorId }, 'a monitoring leg could not be closed')
    })
  }

  function hearStranger({ spy, extension, isOver }: Extract<PbxEvent, { kind: 'strangerSpies' }>): void {
    const agentId = extension === null ? null : (centre.floor.agentIds.get(extension) ?? null)
    log.warn({ spy, extension, isOver }, isOver ? 'the stranger is gone' : 'somebody listens on the switch')
    auditor.write({ kind: 'stranger', byId: null, agentId, detail: `${isOver ? 'gone' : 'listens'} ${spy}` })
  }

  return {
    hearLeg(monitorId, told) {
      if (told.kind !== 'gone' && told.kind !== 'talking') close(monitorId)
    },
    hear(event) {
      if (event.kind === 'strangerSpies') hearStranger(event)
      if (event.kind !== 'snapshot') return
      for (const monitorId of orphans) close(monitorId)
      orphans = []
    },
  }
}
