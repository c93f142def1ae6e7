/** Who belongs to which queue, changed while the link lives: kept in the plan, and done in the switch at once. */
import { type Answer, done, failed } from '#contract/failure'
import type { PbxEvent, PbxFloorCommand, PbxMember } from '#contract/pbx'
import type { ActionAnswer } from '#gateway/asterisk/ami/pendingActions'
import type { ActionFields } from '#gateway/asterisk/ami/toActionText'
import { membershipsOf, readStanding, silentReason } from '#gateway/asterisk/events/memberState'
import type { Tracker } from '#gateway/asterisk/events/tracker'
import { type PauseLedger, pausedFor } from '#gateway/asterisk/link/pauseLedger'
import { type CentrePlan, toInterface } from '#gateway/asterisk/link/plan'
import type { Silence } from '#gateway/asterisk/link/silence'

export type RosterCommand = Extract<PbxFloorCommand, { readonly kind: 'addMember' | 'removeMember' }>
type Adding = Extract<RosterCommand, { readonly kind: 'addMember' }>
type Removing = Extract<RosterCommand, { readonly kind: 'removeMember' }>

export interface RosterChange {
  readonly plan: CentrePlan
  readonly tracker: Tracker
  readonly silence: Pick<Silence, 'covers'>
  readonly ledger: PauseLedger
  nowMs(): number
  send(action: string, fields: ActionFields): Promise<ActionAnswer>
  tell(event: PbxEvent): void
}

export function changeRoster(change: RosterChange, command: RosterCommand): Promise<Answer<null>> {
  return command.kind === 'addMember' ? addMember(change, command) : removeMember(change, command)
}

/** Who is signed out is put into the plan only; signing in does the rest. */
async function addMember(change: RosterChange, command: Adding): Promise<Answer<null>> {
  const { plan, tracker, send } = change
  const { queueId: queue, extension, penalty } = command
  const standing = membershipsOf(tracker.state, extension).find((each) => each.queue === queue)
  const { signedIn } = readStanding(tracker.state, extension)
  if (standing !== undefined) {
    const changed = await send('QueuePenalty', [
      ['Interface', standing.interface],
      ['Penalty', penalty],
      ['Queue', queue],
    ])
    if (!changed.ok) return changed
  } else if (signedIn) {
    const added = await joinNow(change, command)
    if (!added.ok) return added
  }
  replan(change, queue, () => {
    const others = (plan.members.get(queue) ?? []).filter((each) => each.extension !== extension)
    plan.members.set(queue, [...others, { extension, penalty }])
  })
  return done(null)
}

async function joinNow(
  { plan, tracker, silence, ledger, send }: RosterChange,
  { queueId: queue, extension, penalty }: Adding,
): Promise<Answer<null>> {
  const reason =
    pausedFor(ledger, tracker.state, extension) ??
    (silence.covers(extension) ? silentReason : (ledger.alone(extension).get(queue) ?? null))
  const member = toInterface(plan.naming.interface, extension)
  const added = await send('QueueAdd', [
    ['Queue', queue],
    ['Interface', member],
    ['StateInterface', toInterface(plan.naming.stateInterface, extension)],
    ['MemberName', extension],
    ['Penalty', penalty],
    // Paused from the first moment: between joining and a pause that follows, a caller could be offered.
    ['Paused', reason !== null],
  ])
  if (!added.ok) return added
  if (reason === null) return done(null)
  const paused = await send('QueuePause', [
    ['Queue', queue],
    ['Interface', member],
    ['Paused', true],
    ['Reason', reason],
  ])
  return paused.ok ? done(null) : paused
}

/** `wrong-state` for a member who is written into the switch's own files. */
async function removeMember(
  change: RosterChange,
  { queueId: queue, extension }: Removing,
): Promise<Answer<null>> {
  const { plan, tracker, send } = change
  const planned = plan.members.get(queue) ?? []
  const isPlanned = planned.some((each) => each.extension === extension)
  const standing = membershipsOf(tracker.state, extension).filter((each) => each.queue === queue)
  if (!isPlanned && standing.length === 0) return failed('not-found', extension)
  // First out of the plan: the keeper puts back whoever the plan names.
  const before = replan(change, queue, () => {
    plan.members.set(
      queue,
      planned.filter((each) => each.extension !== extension),
    )
  })
  const members = new Set(standing.map((each) => each.interface))
  // Also where the model has nobody: the event of their joining may still be on its way.
  if (isPlanned && standing.length === 0) members.add(toInterface(plan.naming.interface, extension))
  for (const member of members) {
    const removed = await send('QueueRemove', [
      ['Queue', queue],
      ['Interface', member],
    ])
    // Its event may still be on its way.
    if (removed.ok || removed.failure.code === 'not-found') continue
    replan(change, queue, () => plan.members.set(queue, before))
    return removed
  }
  return done(null)
}

/** Changes the plan and tells what it changed by itself; what it changes in the switch is told by the switch. */
function replan(
  { plan, tracker, nowMs, tell }: RosterChange,
  queue: string,
  change: () => void,
): CentrePlan['queues'][number]['members'] {
  const planned = plan.members.get(queue) ?? []
  const before = new Map(tracker.members(queue).map((each) => [each.extension, each]))
  change()
  const after = new Map(tracker.members(queue).map((each) => [each.extension, each]))
  const queueId = plan.queues.find(({ id }) => id === queue)?.id
  if (queueId === undefined) return planned
  const atMs = nowMs()
  for (const [extension, member] of after) {
    if (!isSame(before.get(extension), member)) tell({ kind: 'memberAdded', atMs, queueId, member })
  }
  for (const extension of before.keys()) {
    if (!after.has(extension)) tell({ kind: 'memberRemoved', atMs, queueId, extension })
  }
  return planned
}

const isSame = (one: PbxMember | undefined, other: PbxMember) =>
  one?.penalty === other.penalty && one.pausedReason === other.pausedReason
