/** A reading of a switch as the facts that would have led to it, so that one model serves both. */
import type { AmiMessage } from '#gateway/asterisk/ami/amiMessage'
import { type ChannelBlock, toChannelBlock } from '#gateway/asterisk/events/channelBlock'
import type { CallMemory, Fact } from '#gateway/asterisk/events/fact'
import {
  isInnerChannel,
  supervisorPrefix,
  toDevice,
  toExtension,
  toLocalHalf,
  toLocalStem,
} from '#gateway/asterisk/events/interfaces'
import { toMemberBlock, toNumber } from '#gateway/asterisk/events/toFact'
import type { Reading } from '#gateway/asterisk/link/readSwitch'
import { unlinkCalls } from '#gateway/asterisk/link/unlinkCalls'

interface Shown {
  readonly block: ChannelBlock
  readonly message: AmiMessage
  readonly bridgeId: string | null
  readonly sinceMs: number
}

/** `memories`: calls known from before, by the channel they hang on. `atMs`: when the reading was whole. */
export function toReadingFacts(
  reading: Reading,
  memories: ReadonlyMap<string, CallMemory>,
  atMs: number,
): Fact[] {
  const read = reading.channels
    .flatMap((message) => toShown(message, atMs))
    .sort((one, other) => compareIds(one.block.id, other.block.id))
  const shown = unlinkCalls(read, (id) => memories.has(id))
  const entries = reading.queues.filter((each) => each.name === 'QueueEntry')
  const heirs = findHeirs(shown, memories)
  return [
    ...toMemberFacts(reading, atMs),
    ...toChannelFacts(shown, memories, heirs),
    ...toDialFacts(shown, reading, originFinder(shown, entries, memories, heirs)),
    ...toServedFacts(shown, entries, memories),
    ...toLegFacts(shown, atMs),
    ...toBridgeFacts(shown),
    ...toWaitingFacts(shown, entries, atMs),
    ...toHoldFacts(shown, reading.held, atMs),
  ]
}

function toShown(message: AmiMessage, atMs: number): Shown[] {
  const block = toChannelBlock(message)
  if (block === null) return []
  const [hours = 0, minutes = 0, seconds = 0] = (message.get('Duration') ?? '').split(':').map(Number)
  const bridgeId = message.get('BridgeId')
  return [
    {
      block,
      message,
      bridgeId: bridgeId === '' ? null : bridgeId,
      sinceMs: atMs - ((hours * 60 + minutes) * 60 + seconds) * 1000,
    },
  ]
}

/** Uniqueids are `[system-]seconds.counter`. */
function compareIds(one: string, other: string): number {
  const rank = (id: string) =>
    id
      .slice(id.lastIndexOf('-') + 1)
      .split('.')
      .map(Number)
  const [[oneS = 0, oneN = 0], [otherS = 0, otherN = 0]] = [rank(one), rank(other)]
  return oneS - otherS || oneN - otherN || (one < other ? -1 : 1)
}

function toMemberFacts(reading: Reading, atMs: number): Fact[] {
  const members = reading.queues.flatMap((message): Fact[] => {
    const member = message.name === 'QueueMember' ? toMemberBlock(message) : null
    return member === null ? [] : [{ kind: 'memberSeen', atMs, member }]
  })
  const devices = [...reading.reachable].map(
    ([extension, isReachable]): Fact => ({
      kind: 'deviceChanged',
      atMs,
      device: `PJSIP/${extension}`,
      isReachable,
    }),
  )
  return [...members, ...devices]
}

/** A channel is a call's own when it was known as such, or when nobody older is linked with it. */
function toChannelFacts(
  shown: readonly Shown[],
  memories: ReadonlyMap<string, CallMemory>,
  heirs: ReadonlyMap<string, string>,
): Fact[] {
  return shown.map(({ block, sinceMs }): Fact => {
    const memory = memories.get(block.id)
    if (memory !== undefined) return { kind: 'callAdopted', atMs: sinceMs, channel: block, memory }
    const isHeir = heirs.get(block.linkedId) === block.id
    const channel = isHeir ? { ...block, linkedId: block.id } : block
    return { kind: 'channelSeen', atMs: sinceMs, channel, isNew: true }
  })
}

/** Where the channel that linked ones are named after is gone, and its call not known: the oldest left, by linked id. */
function findHeirs(shown: readonly Shown[], memories: ReadonlyMap<string, CallMemory>): Map<string, string> {
  // A call that a supervisor's leg was in may be linked by that leg, which is nobody's call.
  const alive = new Set(shown.map(({ block }) => block.id).filter((id) => !id.startsWith(supervisorPrefix)))
  const known = new Set([...memories.values()].map(({ callId }): string => callId))
  const isRoot = ({ id, linkedId }: ChannelBlock) => id === linkedId || memories.has(id)
  const served = new Set(shown.flatMap(({ block, bridgeId }) => (isRoot(block) ? [bridgeId] : [])))
  const heirs = new Map<string, string>()
  for (const { block, bridgeId } of shown) {
    const { id, linkedId, state, name } = block
    if (memories.has(id) || alive.has(linkedId) || known.has(linkedId) || heirs.has(linkedId)) continue
    // A phone that is being rung was dialled by somebody, and who talks with a call's own channel is part of that call.
    const isDialled = state === 'ringing' || state === 'down' || (bridgeId !== null && served.has(bridgeId))
    if (!isDialled && !isInnerChannel(name) && !id.startsWith(supervisorPrefix)) heirs.set(linkedId, id)
  }
  return heirs
}

/**
 * Who linked channels ring for: of those with the same linked id, the one that waits in a queue, else the one a known
 * call hangs on, else the oldest. A call that was handed over hangs on another channel than its linked id names.
 */
function originFinder(
  shown: readonly Shown[],
  entries: readonly AmiMessage[],
  memories: ReadonlyMap<string, CallMemory>,
  heirs: ReadonlyMap<string, string>,
): (block: ChannelBlock) => ChannelBlock | undefined {
  const waiting = new Set(entries.map((entry) => entry.get('Uniqueid')))
  // A Local channel that waits stands for the caller behind it.
  const rank = ({ id, name }: ChannelBlock) => {
    if (isInnerChannel(name)) return 0
    return waiting.has(id) ? 2 : memories.has(id) ? 1 : 0
  }
  const origins = new Map<string, ChannelBlock>()
  for (const { block } of shown) {
    const best = origins.get(block.linkedId)
    const isOwn = block.id === (heirs.get(block.linkedId) ?? block.linkedId)
    if (rank(block) > 0 || isOwn) {
      if (best === undefined || rank(block) > rank(best)) origins.set(block.linkedId, block)
    }
  }
  return (block) => origins.get(block.linkedId)
}

/** Who was dialled for whom is told only by the linked id, and of Local members by their name. */
function toDialFacts(
  shown: readonly Shown[],
  reading: Reading,
  originOf: (block: ChannelBlock) => ChannelBlock | undefined,
): Fact[] {
  const members = reading.queues.flatMap((message) =>
    message.name === 'QueueMember' ? (toMemberBlock(message) ?? []) : [],
  )
  const locals = new Map(
    members
      .filter((each) => each.interface.startsWith('Local/'))
      .map((each) => [toLocalStem(each.interface), each.interface]),
  )
  return shown.flatMap(({ block, sinceMs }): Fact[] => {
    const origin = originOf(block)
    const half = toLocalHalf(block.name)
    if (origin === undefined || origin.id === block.id || half?.half === '2') return []
    const memberInterface = half === null ? undefined : locals.get(toLocalStem(block.name))
    if (memberInterface !== undefined) {
      return [
        { kind: 'memberCalled', atMs: sinceMs, channel: origin, dialled: block, interface: memberInterface },
      ]
    }
    return block.state === 'ringing'
      ? [{ kind: 'dialBegan', atMs: sinceMs, channel: origin, dialled: block }]
      : []
  })
}

function toWaitingFacts(shown: readonly Shown[], entries: readonly AmiMessage[], atMs: number): Fact[] {
  const byId = new Map(shown.map((each) => [each.block.id, each.block]))
  const sorted = entries.toSorted(
    (one, other) => toNumber(one.get('Position')) - toNumber(other.get('Position')),
  )
  return sorted.flatMap((entry): Fact[] => {
    const [channel, queue] = [byId.get(entry.get('Uniqueid') ?? ''), entry.get('Queue')]
    if (channel === undefined || queue === null) return []
    const joinedAtMs = atMs - toNumber(entry.get('Wait')) * 1000
    const [position, priority] = [toNumber(entry.get('Position')), toNumber(entry.get('Priority'))]
    return [{ kind: 'queueJoined', atMs: joinedAtMs, channel, queue, position, count: null, priority }]
  })
}

/** Callers who were answered out of a queue and are not known from before. */
function toServedFacts(
  shown: readonly Shown[],
  entries: readonly AmiMessage[],
  memories: ReadonlyMap<string, CallMemory>,
): Fact[] {
  const waiting = new Set(entries.map((entry) => entry.get('Uniqueid')))
  return shown.flatMap(({ block, message, bridgeId, sinceMs }): Fact[] => {
    const queue = message.get('ApplicationData')?.split(',')[0] ?? ''
    const isServed = message.get('Application') === 'Queue' && bridgeId !== null && queue !== ''
    if (!isServed || waiting.has(block.id) || memories.has(block.id)) return []
    return [
      { kind: 'queueJoined', atMs: sinceMs, channel: block, queue, position: 1, count: null, priority: 0 },
      { kind: 'queueLeft', atMs: sinceMs, channel: block, queue },
    ]
  })
}

/** A supervisor's leg alone with one other has taken a caller over; with more it has barged in. */
function toLegFacts(shown: readonly Shown[], atMs: number): Fact[] {
  return shown.flatMap(({ block: { id }, bridgeId }): Fact[] => {
    if (!id.startsWith(supervisorPrefix) || bridgeId === null) return []
    const inside = shown.filter((each) => each.bridgeId === bridgeId)
    return inside.length === 2 ? [{ kind: 'legTalks', atMs, id }] : []
  })
}

/** The younger leg of a pair is who answered: the talk began no earlier than it. */
function toBridgeFacts(shown: readonly Shown[]): Fact[] {
  return shown.flatMap(({ block, bridgeId, sinceMs }): Fact[] =>
    bridgeId === null ? [] : [{ kind: 'bridgeEntered', atMs: sinceMs, channel: block, bridgeId }],
  )
}

/** The switch tells who hears music; who pressed hold is the other one, or both of them. */
function toHoldFacts(shown: readonly Shown[], held: ReadonlySet<string>, atMs: number): Fact[] {
  const bridges = Map.groupBy(
    shown.filter(({ bridgeId }) => bridgeId !== null),
    ({ bridgeId }) => bridgeId,
  )
  return [...bridges.values()].flatMap((inside) =>
    inside
      .filter(({ block }) => inside.some((other) => other.block.id !== block.id && held.has(other.block.id)))
      .filter(({ block }) => toExtension(toDevice(block.name) ?? '') !== null)
      .map(({ block }): Fact => ({ kind: 'holdChanged', atMs, channel: block, isHolding: true })),
  )
}
