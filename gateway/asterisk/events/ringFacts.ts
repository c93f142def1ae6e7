/** What facts of ringing change: whose phone is rung for whom, and how it stopped. */
import type { FactOf } from '#gateway/asterisk/events/fact'
import { toExtension, toLocalHalf } from '#gateway/asterisk/events/interfaces'
import { linkDialled, type Scene } from '#gateway/asterisk/events/scene'
import {
  type Channel,
  extensionOf,
  type OfferOutcome,
  type SwitchState,
  type TrackedCall,
} from '#gateway/asterisk/events/switchState'

export function applyRinging(
  { state, see, touch }: Scene,
  fact: FactOf<'dialBegan'> | FactOf<'memberCalled'>,
): void {
  const by = see(fact.channel)
  const dialled = see(fact.dialled)
  if (dialled === null) return
  if (by !== null && by !== dialled) linkDialled(state, by, dialled)
  if (fact.kind === 'memberCalled') noteMember(state, dialled, by?.queue ?? null, fact.interface)
  touch(dialled)
}

function noteMember(state: SwitchState, dialled: Channel, queue: string | null, interfaceName: string): void {
  if (toLocalHalf(dialled.block.name) === null) return
  const member = queue === null ? undefined : state.members.get(queue)?.get(interfaceName)
  dialled.memberExtension = toExtension(member?.stateInterface ?? interfaceName)
}

export function applyRingEnded(
  { state, concerned, see }: Scene,
  fact: FactOf<'dialEnded'> | FactOf<'ringUnanswered'>,
): void {
  const dialled = see(fact.dialled)
  if (dialled === null) return
  const outcome = fact.kind === 'ringUnanswered' ? 'no-answer' : toOutcome(fact.status)
  if (outcome === null) return
  noteOutcome(state, dialled, outcome, concerned)
  dialled.isOffered = false
}

/** Q.850: 17 user busy, 21 call rejected, 19 no answer; anything else is the phone's or the network's failure. */
export function toRefusal(cause: number): OfferOutcome {
  if (cause === 17 || cause === 21) return 'declined'
  return cause === 19 || cause === 0 ? 'no-answer' : 'unreachable'
}

function toOutcome(status: string): OfferOutcome | null {
  switch (status) {
    case 'ANSWER':
      return null
    case 'NOANSWER':
      return 'no-answer'
    case 'BUSY':
    case 'DONTCALL':
    case 'TORTURE':
      return 'declined'
    case 'CHANUNAVAIL':
    case 'CONGESTION':
    case 'INVALIDARGS':
      return 'unreachable'
    default:
      return 'cancelled'
  }
}

/** The first word on how ringing stopped counts: Asterisk sends a second, CANCEL, for every end. */
export function noteOutcome(
  state: SwitchState,
  leg: Channel,
  outcome: OfferOutcome,
  concerned: ReadonlySet<TrackedCall>,
): void {
  const extension = extensionOf(state, leg)
  if (extension === null || !leg.isOffered) return
  for (const call of concerned) {
    if (!call.outcomes.has(extension)) call.outcomes.set(extension, outcome)
  }
}
