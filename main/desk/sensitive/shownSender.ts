/** Tells the gateway's log which sensitive fields were shown at this desk; kept while it is away, and told once. */
import type { ShownFact } from '#contract/audit'
import { CommandId } from '#contract/ids'
import type { Clock } from '#contract/time'
import { toAuditMark } from '#main/desk/forgetPerson'
import type { Log } from '#main/desk/log'
import type { GatewayLink } from '#main/desk/parts'
import { createRetry } from '#main/desk/retry'
import type { ShownLog, ShownRow } from '#main/desk/sensitive/shownLog'

export interface ShownSenderOptions {
  readonly shownLog: Pick<ShownLog, 'untold' | 'markTold' | 'onNote' | 'mark'>
  readonly link: Pick<GatewayLink, 'state' | 'session' | 'onChange' | 'tellShown'>
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
}

/** As many as the wire takes at once. */
const mostAtOnce = 100

/** Each agent's own are told while they are signed in: who clicked is the session's to say, never the message's. */
export function createShownSender({ shownLog, link, clock, random, log }: ShownSenderOptions) {
  const retry = createRetry(clock, random)
  let [isTelling, isClosed, isAskedAgain] = [false, false, false]

  const nextRows = (): readonly ShownRow[] => {
    const { session, state } = link
    const isReady = !isClosed && session !== null && state.kind === 'connected'
    return isReady ? shownLog.untold(session.agentId, mostAtOnce) : []
  }

  const tellAll = async (): Promise<void> => {
    for (let rows = nextRows(); rows.length > 0; rows = nextRows()) {
      const [first] = rows
      const last = rows.at(-1)
      if (first === undefined || last === undefined) return
      // The same rows are the same command, also after a restart: the gateway writes them once.
      const commandId = CommandId.parse(`shown-${shownLog.mark}-${first.place}-${last.place}`)
      const answer = await link.tellShown(commandId, rows.map(toFact))
      if (!answer.ok) {
        log.info({ why: answer.failure.code, shown: rows.length }, 'shown fields wait for the gateway')
        if (!isClosed) retry.later(pump)
        return
      }
      retry.reset()
      // A disk that refuses has them told again, under the same command.
      if (!shownLog.markTold(last.agentId, last.place)) return
    }
  }

  /** What comes while a round lasts may have come too late for it: it has one more. */
  const pump = (): void => {
    isAskedAgain = isTelling
    if (isTelling || isClosed || retry.isWaiting) return
    isTelling = true
    tellAll()
      .catch((error: unknown) => log.error({ err: error }, 'shown fields could not be told'))
      .finally(() => {
        isTelling = false
        if (isAskedAgain) pump()
      })
  }

  const stops = [link.onChange(pump), shownLog.onNote(pump)]
  return {
    close() {
      isClosed = true
      retry.cancel()
      for (const stop of stops) stop()
    },
  }
}

function toFact({ place, atMs, personId, block, name }: ShownRow): ShownFact {
  return { place, atMs, personMark: toAuditMark(personId), block, name }
}
