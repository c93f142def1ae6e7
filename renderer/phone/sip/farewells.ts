/** Says BYE again for calls that were hung up while nobody could hear it: the caller must not be left in silence. */
import type { Session } from 'sip.js'
import { SessionDialog } from 'sip.js/lib/core/index.js'
import type { Clock } from '#contract/time'

export interface Farewells {
  /** A call that was up has ended here. */
  remember(session: Session): void
  /** The link was lost: what ended shortly before may not have been heard either. */
  linkLost(): void
  /** The link stands again. Who knows the call no more answers 481, and nothing is harmed. */
  linkRestored(): void
}

/** As long as a BYE may be repeated without an answer (RFC 3261 timer F). */
const unheardMs = 32_000

/** Says it. Holds what the goodbye needs, and nothing of the call. */
type Farewell = () => void

export function createFarewells(clock: Clock, report: (error: unknown) => void): Farewells {
  const recent = new Set<Farewell>()
  let owed: Farewell[] = []
  let isLost = false
  return {
    remember(session) {
      const farewell = toFarewell(session)
      if (farewell === null) return
      if (isLost) {
        owed.push(farewell)
        return
      }
      recent.add(farewell)
      clock.after(unheardMs, () => recent.delete(farewell))
    },
    linkLost() {
      if (isLost) return
      isLost = true
      owed.push(...recent)
      recent.clear()
    },
    linkRestored() {
      isLost = false
      const due = owed
      owed = []
      for (const say of due) {
        try {
          say()
        } catch (error) {
          report(error)
        }
      }
    },
  }
}

/** Its dialogue is forgotten by the library by now: the request is made from what it was. */
function toFarewell({ dialog }: Session): Farewell | null {
  if (!(dialog instanceof SessionDialog)) return null
  const { userAgentCore: core, remoteTarget, localURI, remoteURI, routeSet } = dialog
  const { callId, localTag: fromTag, remoteTag: toTag } = dialog
  const cseq = (dialog.localSequenceNumber ?? 0) + 1
  return () => {
    const options = { callId, fromTag, toTag, cseq, routeSet }
    core.request(core.makeOutgoingRequestMessage('BYE', remoteTarget, localURI, remoteURI, options))
  }
}
