/** Adds extensions to queues and takes them out again. */
import { type Answer, done, failed } from '#contract/failure'
import type { PbxFloorCommand } from '#contract/pbx'
import { type FloorQueue, isWaiting, type Line } from '#simulator/queue/floorState'
import type { Step } from '#simulator/queue/floorStep'
import { loseOffer } from '#simulator/queue/offerOutcome'
import { pauseIn, pauseLineIn, pauseOf } from '#simulator/queue/pauses'

type AddMember = Extract<PbxFloorCommand, { kind: 'addMember' }>
type RemoveMember = Extract<PbxFloorCommand, { kind: 'removeMember' }>

/** Who is a member already cannot become one: `wrong-state`. A new one stands last among equals. */
export function addMember(step: Step, { queueId, extension, penalty }: AddMember): Answer<null> {
  const queue = step.state.queues.get(queueId)
  const line = step.state.lines.get(extension)
  if (queue === undefined) return failed('not-found', queueId)
  if (line === undefined) return failed('not-found', extension)
  if (isMember(queue, extension)) return failed('wrong-state', extension)
  changeMembers(step, queue, line, [...queue.members, { extension, penalty }], () =>
    step.emit({
      kind: 'memberAdded',
      queueId,
      member: { extension, penalty, pausedReason: pauseIn(line, queueId) },
    }),
  )
  return done(null)
}

/** Whoever is a member no more is no longer asked, not even by the phone that rings; a call they are in goes on. */
export function removeMember(step: Step, { queueId, extension }: RemoveMember): Answer<null> {
  const queue = step.state.queues.get(queueId)
  const line = step.state.lines.get(extension)
  if (queue === undefined) return failed('not-found', queueId)
  if (line === undefined || !isMember(queue, extension)) return failed('not-found', extension)
  const rest = queue.members.filter((each) => each.extension !== extension)
  if (line.pausedIn.has(queueId)) pauseLineIn(step, line, queueId, null)
  changeMembers(step, queue, step.state.lines.get(extension) ?? line, rest, () =>
    step.emit({ kind: 'memberRemoved', queueId, extension }),
  )
  withdrawOffers(step, queue, extension)
  return done(null)
}

function isMember(queue: FloorQueue, extension: string): boolean {
  return queue.members.some((each) => each.extension === extension)
}

/** Who is in one queue more or less may by that be paused in all of theirs, or no longer. */
function changeMembers(
  step: Step,
  queue: FloorQueue,
  line: Line,
  members: FloorQueue['members'],
  tell: () => void,
): void {
  const before = pauseOf(step.state, line)
  step.state.queues.set(queue.id, { ...queue, members })
  tell()
  const { extension, signedIn } = line
  const pausedReason = pauseOf(step.state, line)
  if (pausedReason !== before) step.emit({ kind: 'extensionChanged', extension, signedIn, pausedReason })
}

function withdrawOffers(step: Step, { id }: FloorQueue, extension: string): void {
  for (const call of [...step.state.calls.values()]) {
    if (!isWaiting(call) || call.stage.queueId !== id) continue
    const offer = call.stage.offers.find((each) => each.extension === extension)
    if (offer === undefined) continue
    step.act({ kind: 'hangUp', extension, legId: offer.legId, reason: 'normal' })
    loseOffer(step, call, offer, 'cancelled', 487)
  }
}
