/** Finds the call a command is about on its switch, and waits for what the command brings about there. */
import { type Answer, done, failed } from '#contract/failure'
import type { CallId } from '#contract/ids'
import type { Clock } from '#contract/time'
import type { Found } from '#gateway/asterisk/floor/rescue'
import type { Centre } from '#gateway/asterisk/link/composeNodes'

export type ActOnCall = (
  callId: CallId,
  run: (found: Found) => Promise<Answer<null>>,
) => Promise<Answer<null>>

const lookEveryMs = 50

/** `not-found` for a call nobody has, `switch-away` where its switch is. */
export function actOnCall(centre: Pick<Centre, 'find'>): ActOnCall {
  return async (callId, run) => {
    const found = find(centre, callId)
    if (found === null) return failed('not-found', callId)
    if (found.node.state.kind !== 'live') return failed('switch-away', found.node.name)
    // A name that begins so is a pattern to Asterisk, and would match other people's calls.
    if (found.anchor.block.name.startsWith('/')) return failed('invalid', callId)
    return run(found)
  }
}

function find(centre: Pick<Centre, 'find'>, callId: CallId): Found | null {
  const place = centre.find(callId)
  const call = place?.node.tracker?.state.calls.get(place.localId)
  const anchor = call === undefined ? undefined : place?.node.tracker?.state.channels.get(call.anchorId)
  return place === null || call === undefined || anchor === undefined
    ? null
    : { node: place.node, call, anchor }
}

/** Done once `isSeen`; otherwise `timed-out` with the subject. */
export function untilSeen(
  clock: Clock,
  isSeen: () => boolean,
  { withinMs, subject }: { readonly withinMs: number; readonly subject: string },
): Promise<Answer<null>> {
  return new Promise((resolve) => {
    const untilMs = clock.nowMs() + withinMs
    const look = () => {
      if (isSeen()) resolve(done(null))
      else if (clock.nowMs() >= untilMs) resolve(failed('timed-out', subject))
      else clock.after(lookEveryMs, look)
    }
    look()
  })
}
