/** Queue members of a switch as extensions: who is signed in, who is paused and why, whose phone is there. */
import { QueueId } from '#contract/ids'
import type { PbxEvent, PbxExtension, PbxMember, PlannedMember } from '#contract/pbx'
import type { MemberBlock } from '#gateway/asterisk/events/fact'
import { toExtension } from '#gateway/asterisk/events/interfaces'
import type { SwitchState } from '#gateway/asterisk/events/switchState'

/** The link's own pause for after-call work; never told as a pause. */
export const silentReason = 'najva-wrap-up'
/** Stands for signed out, where a member is written into the switch's own files and cannot be removed. */
export const signedOutReason = 'najva-signed-out'

export interface MemberPlan {
  /** Who belongs to which queue when signed in, by queue. */
  readonly members: ReadonlyMap<string, readonly PlannedMember[]>
}

interface Standing {
  readonly signedIn: boolean
  readonly pausedReason: string | null
}

export function applyMember(
  state: SwitchState,
  plan: MemberPlan,
  member: MemberBlock,
  atMs: number,
): PbxEvent[] {
  const extension = extensionOfMember(member)
  if (extension === null) return []
  // Most of what is sent of members is their device's state, which is read from channels instead.
  if (isSameMember(state.members.get(member.queue)?.get(member.interface), member)) return []
  const before = readStanding(state, extension)
  const wasMember = membersIn(state, plan, member.queue).find((each) => each.extension === extension)
  putMembership(state, member)
  state.extensions.add(extension)
  const events: PbxEvent[] = []
  const queueId = QueueId.parse(member.queue)
  const pausedReason = pauseIn(member)
  if (wasMember?.penalty !== member.penalty) {
    const told = { extension, penalty: member.penalty, pausedReason }
    events.push({ kind: 'memberAdded', atMs, queueId, member: told })
  } else if (wasMember.pausedReason !== pausedReason) {
    events.push({ kind: 'memberPauseChanged', atMs, queueId, extension, pausedReason })
  }
  return [...events, ...toChange(before, readStanding(state, extension), extension, atMs)]
}

export function removeMember(
  state: SwitchState,
  plan: MemberPlan,
  queue: string,
  interfaceName: string,
  atMs: number,
): PbxEvent[] {
  const member = state.members.get(queue)?.get(interfaceName)
  const extension = member === undefined ? null : extensionOfMember(member)
  if (extension === null) return []
  const before = readStanding(state, extension)
  if (member !== undefined) dropMembership(state, member)
  const events: PbxEvent[] = []
  const planned = membersIn(state, plan, queue).find((each) => each.extension === extension)
  const queueId = QueueId.parse(queue)
  if (planned === undefined) events.push({ kind: 'memberRemoved', atMs, queueId, extension })
  // Signed out, it stays a member as planned: a penalty changed in the switch is gone with the membership.
  else if (planned.penalty !== member?.penalty) {
    events.push({ kind: 'memberAdded', atMs, queueId, member: toSignedOut(planned) })
  } else if (pauseIn(member) !== null) {
    events.push({ kind: 'memberPauseChanged', atMs, queueId, extension, pausedReason: null })
  }
  return [...events, ...toChange(before, readStanding(state, extension), extension, atMs)]
}

function isSameMember(known: MemberBlock | undefined, now: MemberBlock): boolean {
  return (
    known !== undefined &&
    known.penalty === now.penalty &&
    known.isPaused === now.isPaused &&
    known.pausedReason === now.pausedReason &&
    known.lastPauseSeconds === now.lastPauseSeconds &&
    known.stateInterface === now.stateInterface
  )
}

function toChange(before: Standing, after: Standing, extension: string, atMs: number): PbxEvent[] {
  if (before.signedIn === after.signedIn && before.pausedReason === after.pausedReason) return []
  return [{ kind: 'extensionChanged', atMs, extension, ...after }]
}

/** Members as planned, signed in or not, and whoever else the switch has in the queue. */
export function membersIn(state: SwitchState, plan: MemberPlan, queue: string): PbxMember[] {
  const planned = plan.members.get(queue) ?? []
  const members = new Map(planned.map((each): [string, PbxMember] => [each.extension, toSignedOut(each)]))
  for (const member of state.members.get(queue)?.values() ?? []) {
    const extension = extensionOfMember(member)
    if (extension === null) continue
    members.set(extension, { extension, penalty: member.penalty, pausedReason: pauseIn(member) })
  }
  return [...members.values()]
}

const toSignedOut = ({ extension, penalty }: PlannedMember): PbxMember => ({
  extension,
  penalty,
  pausedReason: null,
})

/** As a person would say it: neither the silence after a call nor being signed out is a pause. */
function pauseIn({ isPaused, pausedReason }: MemberBlock): string | null {
  if (!isPaused || pausedReason === silentReason || pausedReason === signedOutReason) return null
  return pausedReason === '' ? 'pause' : pausedReason
}

export function readExtensions(state: SwitchState, plan: MemberPlan): PbxExtension[] {
  const names = new Map<string, string>()
  for (const each of [...plan.members.values()].flat()) names.set(each.extension, each.extension)
  for (const extension of state.extensions) names.set(extension, extension)
  for (const member of [...state.members.values()].flatMap((each) => [...each.values()])) {
    const extension = extensionOfMember(member)
    if (extension !== null && member.name !== '' && !member.name.includes('/'))
      names.set(extension, member.name)
  }
  return [...names].map(([extension, name]) => ({
    extension,
    name,
    registered: state.reachable.get(extension) ?? false,
    ...readStanding(state, extension),
  }))
}

/** Signed in: in at least one queue. Paused: offered nothing by any of them, for the reason given last. */
export function readStanding(state: SwitchState, extension: string): Standing {
  const memberships = membershipsOf(state, extension).filter(
    (each) => !(each.isPaused && each.pausedReason === signedOutReason),
  )
  if (memberships.length === 0) return { signedIn: false, pausedReason: null }
  if (memberships.some((each) => pauseIn(each) === null)) return { signedIn: true, pausedReason: null }
  const last = memberships.reduce((one, other) => (isLater(other, one) ? other : one))
  return { signedIn: true, pausedReason: pauseIn(last) }
}

/** Of pauses of the same second no reading tells which came last, so their queues' names decide. */
function isLater(one: MemberBlock, other: MemberBlock): boolean {
  const seconds = one.lastPauseSeconds - other.lastPauseSeconds
  return seconds > 0 || (seconds === 0 && one.queue < other.queue)
}

export function membershipsOf(state: SwitchState, extension: string): MemberBlock[] {
  return [...(state.memberships.get(extension)?.values() ?? [])]
}

function putMembership(state: SwitchState, member: MemberBlock): void {
  const before = state.members.get(member.queue)?.get(member.interface)
  if (before !== undefined) dropMembership(state, before)
  const members = state.members.get(member.queue) ?? new Map<string, MemberBlock>()
  state.members.set(member.queue, members.set(member.interface, member))
  const extension = extensionOfMember(member)
  if (extension === null) return
  const own = state.memberships.get(extension) ?? new Map<string, MemberBlock>()
  state.memberships.set(extension, own.set(membershipKey(member), member))
}

function dropMembership(state: SwitchState, member: MemberBlock): void {
  state.members.get(member.queue)?.delete(member.interface)
  const extension = extensionOfMember(member)
  if (extension !== null) state.memberships.get(extension)?.delete(membershipKey(member))
}

const membershipKey = ({ queue, interface: name }: MemberBlock) => `${queue}\n${name}`

export function extensionOfMember(member: MemberBlock): string | null {
  return toExtension(member.stateInterface) ?? toExtension(member.interface)
}
