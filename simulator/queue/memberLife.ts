/** Carries out the gateway's commands on members: sign in and out, pause, end of wrap-up. */
import type { PbxCommand } from '#contract/pbx'
import { isWaiting, type Line } from '#simulator/queue/floorState'
import type { Step } from '#simulator/queue/floorStep'
import { loseOffer } from '#simulator/queue/offerOutcome'

/** An unknown extension changes nothing; whoever asks is told so before. */
export function handleCommand(step: Step, command: PbxCommand): void {
  const line = step.state.lines.get(command.extension)
  if (line === undefined) return
  switch (command.kind) {
    case 'signIn':
      changeLine(step, line, { signedIn: true, pausedReason: command.pausedReason })
      return
    case 'signOut':
      changeLine(step, line, { signedIn: false, pausedReason: null, wrapUpEndsAtMs: null })
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

function changeLine(step: Step, line: Line, change: Partial<Line>): void {
  const next = { ...line, ...change }
  step.state.lines.set(line.extension, next)
  if (next.signedIn === line.signedIn && next.pausedReason === line.pausedReason) return
  const { extension, signedIn, pausedReason } = next
  step.emit({ kind: 'extensionChanged', extension, signedIn, pausedReason })
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
