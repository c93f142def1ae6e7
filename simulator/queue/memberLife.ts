/** Carries out the gateway's commands on members: sign in and out, pause, end of wrap-up. */
import { type Answer, done, failed } from '#contract/failure'
import type { PbxCommand } from '#contract/pbx'
import { isWaiting, type Line } from '#simulator/queue/floorState'
import type { Step } from '#simulator/queue/floorStep'
import { loseOffer } from '#simulator/queue/offerOutcome'
import { changeLine } from '#simulator/queue/pauses'

/** A pause and its end are of all queues; pauses in one alone outlast them, and end with signing in or out. */
export function handleMember(step: Step, command: PbxCommand): Answer<null> {
  const line = step.state.lines.get(command.extension)
  if (line === undefined) return failed('not-found', command.extension)
  carryOut(step, line, command)
  return done(null)
}

function carryOut(step: Step, line: Line, command: PbxCommand): void {
  const pausedIn: Line['pausedIn'] = new Map()
  switch (command.kind) {
    case 'signIn':
      changeLine(step, line, { signedIn: true, pausedReason: command.pausedReason, pausedIn })
      return
    case 'signOut':
      changeLine(step, line, { signedIn: false, pausedReason: null, pausedIn, wrapUpEndsAtMs: null })
      withdrawOffers(step, line.extension)
      return
    case 'pause':
      changeLine(step, line, { pausedReason: command.reason })
      return
    case 'unpause':
      changeLine(step, line, { pausedReason: null })
      return
    case 'finishWrapUp':
      step.state.lines.set(line.extension, { ...line, wrapUpEndsAtMs: null })
      return
  }
}

/** Whoever signs out while the phone rings is no longer asked; a pause, as in Asterisk, lets it ring on. */
function withdrawOffers(step: Step, extension: string): void {
  for (const call of [...step.state.calls.values()]) {
    if (!isWaiting(call)) continue
    const offer = call.stage.offers.find((each) => each.extension === extension)
    if (offer === undefined) continue
    step.act({ kind: 'hangUp', extension, legId: offer.legId, reason: 'normal' })
    loseOffer(step, call, offer, 'cancelled', 487)
  }
}
