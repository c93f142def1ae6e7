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

export function createFarewells(clock: Clock, report: (error: unknown) => void): Farewells {
  let recent: { readonly session: Session; readonly atMs: number }[] = []
  let owed: Session[] = []
  let isLost = false
  return {
    remember(session) {
      if (session.dialog === undefined) return
      if (isLost) owed.push(session)
      const atMs = clock.nowMs()
      recent = [...recent.filter((each) => atMs - each.atMs < unheardMs), { session, atMs }]
    },
    linkLost() {
      if (isLost) return
      isLost = true
      const nowMs = clock.nowMs()
      owed.push(...recent.filter((each) => nowMs - each.atMs < unheardMs).map(({ session }) => session))
      recent = []
    },
    linkRestored() {
      isLost = false
      const due = owed
      owed = []
      for (const session of due) {
        try {
          sayBye(session)
        } catch (error) {
          report(error)
        }
      }
    },
  }
}

/** Its dialogue is forgotten by the library by now: the request is made from what it was. */
function sayBye({ dialog }: Session): void {
  if (!(dialog instanceof SessionDialog)) return
  const { userAgentCore: core, remoteTarget, localURI, remoteURI, callId, localTag, remoteTag } = dialog
  const cseq = (dialog.localSequenceNumber ?? 0) + 1
  const message = core.makeOutgoingRequestMessage('BYE', remoteTarget, localURI, remoteURI, {
    callId,
    fromTag: localTag,
    toTag: remoteTag,
    cseq,
    routeSet: dialog.routeSet,
  })
  core.request(message)
}
