/** The rules by which a call is answered without a click, or not let through at all. Pure. */
import type { InviteIdentity } from '#renderer/phone/sip/invite'
import { findLiveCall } from '#renderer/state/caller/callerView'
import type { DeskModel, PhoneCall } from '#renderer/state/deskModel'

type Facts = Pick<DeskModel, 'desk' | 'centre' | 'me' | 'caller' | 'phone'>

/**
 * Whether a call is told that this phone is busy: do not disturb keeps out what comes from no queue. For the callers of
 * queues the agent's status says the same, and a call this agent began elsewhere is no disturbance.
 */
export function isUnwanted({ desk, centre, me }: Facts, identity: InviteIdentity): boolean {
  if (desk?.settings.calls.doNotDisturb !== true) return false
  const live = findLiveCall(identity.callId, centre, me)
  if (live === null) return true
  return live.queueId === null && live.caller.number !== me?.extension
}

/** The call that rings alone for a queue whose callers are answered by rule; null for none. */
export function toAnsweredByRule({ desk, caller, phone }: Facts): PhoneCall | null {
  const { call, calls } = phone
  const queues = desk?.settings.calls.autoAnswer.queues ?? []
  if (call?.state !== 'ringing' || caller === null || caller.queueId === null) return null
  if (!queues.includes(caller.queueId)) return null
  const isAlone = calls.every((each) => each.sipCallId === call.sipCallId || each.state === 'ended')
  const isShown = caller.key === (call.callId ?? call.sipCallId)
  return isAlone && isShown ? call : null
}
