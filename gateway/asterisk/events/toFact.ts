/** One event of Asterisk to what it says; null for the many that say nothing to the model. */
import type { AmiMessage } from '#gateway/asterisk/ami/amiMessage'
import { type ChannelBlock, own, toChannelBlock } from '#gateway/asterisk/events/channelBlock'
import type { Fact, MemberBlock } from '#gateway/asterisk/events/fact'

type Reader = (message: AmiMessage, atMs: number) => Fact | null

/** `atMs`: when it happened, on the gateway's clock. */
export function toFact(message: AmiMessage, atMs: number): Fact | null {
  const read = readers.get(message.name)
  return read === undefined ? null : read(message, atMs)
}

/** The stamp on the switch's clock, `Timestamp: seconds.microseconds`; null with `timestampevents=no`. */
export function toStampMs(message: AmiMessage): number | null {
  const seconds = Number(message.get('Timestamp') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds > 0 ? Math.round(seconds * 1000) : null
}

const seen: Reader = (message, atMs) =>
  withChannel(message, (channel) => ({
    kind: 'channelSeen',
    atMs,
    channel,
    isNew: false,
  }))

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  [
    'Newchannel',
    (message, atMs) =>
      withChannel(message, (channel) => ({ kind: 'channelSeen', atMs, channel, isNew: true })),
  ],
  ['Newstate', seen],
  ['NewCallerid', seen],
  ['Rename', toRenamed],
  ['HangupRequest', toHangupAsked],
  ['Hangup', toEnded],
  ['DialBegin', toDialBegan],
  ['DialEnd', toDialEnded],
  [
    'BridgeEnter',
    (message, atMs) =>
      inBridge(message, (channel, bridgeId) => ({ kind: 'bridgeEntered', atMs, channel, bridgeId })),
  ],
  [
    'BridgeLeave',
    (message, atMs) =>
      inBridge(message, (channel, bridgeId) => ({ kind: 'bridgeLeft', atMs, channel, bridgeId })),
  ],
  [
    'Hold',
    (message, atMs) =>
      withChannel(message, (channel) => ({ kind: 'holdChanged', atMs, channel, isHolding: true })),
  ],
  [
    'Unhold',
    (message, atMs) =>
      withChannel(message, (channel) => ({ kind: 'holdChanged', atMs, channel, isHolding: false })),
  ],
  [
    'QueueCallerJoin',
    (message, atMs) =>
      inQueue(message, (channel, queue) => ({
        kind: 'queueJoined',
        atMs,
        channel,
        queue,
        position: toNumber(message.get('Position')),
        count: toNumber(message.get('Count')),
        // No event tells it; a reading does.
        priority: 0,
      })),
  ],
  [
    'QueueCallerLeave',
    (message, atMs) => inQueue(message, (channel, queue) => ({ kind: 'queueLeft', atMs, channel, queue })),
  ],
  [
    'QueueCallerAbandon',
    (message, atMs) =>
      inQueue(message, (channel, queue) => ({ kind: 'queueAbandoned', atMs, channel, queue })),
  ],
  ['AgentCalled', toMemberCalled],
  ['AgentRingNoAnswer', toRingUnanswered],
  ['AgentComplete', toTalkEnded],
  ['BlindTransfer', toBlind],
  ['AttendedTransfer', toAttended],
  ['QueueMemberAdded', toMemberSeen],
  ['QueueMemberPause', toMemberSeen],
  ['QueueMemberPenalty', toMemberSeen],
  ['QueueMemberStatus', toMemberSeen],
  ['QueueMemberRinginuse', toMemberSeen],
  ['QueueMemberRemoved', toMemberGone],
  ['DeviceStateChange', toDeviceChanged],
  ['PeerStatus', toPeerChanged],
  ['ContactStatus', toPhonePlaced],
  ['ChanSpyStart', toSpyBegan],
  ['ChanSpyStop', toSpyEnded],
  ['OriginateResponse', toRingingFailed],
  [
    'MixMonitorStart',
    (message, atMs) => withChannel(message, (channel) => ({ kind: 'recorderBegan', atMs, channel })),
  ],
  [
    'MixMonitorStop',
    (message, atMs) => withChannel(message, (channel) => ({ kind: 'recorderEnded', atMs, channel })),
  ],
  ['MixMonitorMute', toRecorderMuted],
])

function withChannel(message: AmiMessage, make: (channel: ChannelBlock) => Fact): Fact | null {
  const channel = toChannelBlock(message)
  return channel === null ? null : make(channel)
}

function inBridge(message: AmiMessage, make: (channel: ChannelBlock, bridgeId: string) => Fact): Fact | null {
  const bridgeId = message.get('BridgeUniqueid')
  return bridgeId === null ? null : withChannel(message, (channel) => make(channel, own(bridgeId)))
}

function inQueue(message: AmiMessage, make: (channel: ChannelBlock, queue: string) => Fact): Fact | null {
  const queue = message.get('Queue')
  return queue === null ? null : withChannel(message, (channel) => make(channel, own(queue)))
}

function toRenamed(message: AmiMessage, atMs: number): Fact | null {
  const [id, name] = [message.get('Uniqueid'), message.get('Newname')]
  return id === null || name === null ? null : { kind: 'channelRenamed', atMs, id: own(id), name: own(name) }
}

function toHangupAsked(message: AmiMessage, atMs: number): Fact | null {
  const cause = toNumber(message.get('Cause'))
  return withChannel(message, (channel) => ({ kind: 'hangupAsked', atMs, channel, cause }))
}

function toEnded(message: AmiMessage, atMs: number): Fact | null {
  const cause = toNumber(message.get('Cause'))
  return withChannel(message, (channel) => ({ kind: 'channelEnded', atMs, channel, cause }))
}

function toDialBegan(message: AmiMessage, atMs: number): Fact | null {
  const dialled = toChannelBlock(message, 'Dest')
  // An Originate dials without a channel of its own.
  return dialled === null ? null : { kind: 'dialBegan', atMs, channel: toChannelBlock(message), dialled }
}

function toDialEnded(message: AmiMessage, atMs: number): Fact | null {
  const dialled = toChannelBlock(message, 'Dest')
  return dialled === null
    ? null
    : { kind: 'dialEnded', atMs, dialled, status: message.get('DialStatus') ?? '' }
}

function toMemberCalled(message: AmiMessage, atMs: number): Fact | null {
  const [channel, dialled] = [toChannelBlock(message), toChannelBlock(message, 'Dest')]
  const interfaceName = message.get('Interface')
  if (channel === null || dialled === null || interfaceName === null) return null
  return { kind: 'memberCalled', atMs, channel, dialled, interface: own(interfaceName) }
}

function toRingUnanswered(message: AmiMessage, atMs: number): Fact | null {
  const dialled = toChannelBlock(message, 'Dest')
  return dialled === null ? null : { kind: 'ringUnanswered', atMs, dialled }
}

function toTalkEnded(message: AmiMessage, atMs: number): Fact | null {
  const reason = message.get('Reason')
  if (reason !== 'agent' && reason !== 'caller' && reason !== 'transfer') return null
  return withChannel(message, (channel) => ({ kind: 'talkEnded', atMs, channel, reason }))
}

function toBlind(message: AmiMessage, atMs: number): Fact | null {
  const transferer = toChannelBlock(message, 'Transferer')
  if (transferer === null || message.get('Result') !== 'Success') return null
  const transferee = toChannelBlock(message, 'Transferee')
  return {
    kind: 'blindTransferred',
    atMs,
    transferer,
    transferee,
    target: own(message.get('Extension') ?? ''),
  }
}

function toAttended(message: AmiMessage, atMs: number): Fact | null {
  const original = toChannelBlock(message, 'OrigTransferer')
  const second = toChannelBlock(message, 'SecondTransferer')
  if (original === null || second === null || message.get('Result') !== 'Success') return null
  const [transferee, target] = [
    toChannelBlock(message, 'Transferee'),
    toChannelBlock(message, 'TransferTarget'),
  ]
  return { kind: 'attendedTransferred', atMs, original, second, transferee, target }
}

function toMemberSeen(message: AmiMessage, atMs: number): Fact | null {
  const member = toMemberBlock(message)
  return member === null ? null : { kind: 'memberSeen', atMs, member }
}

/** Of a live event (`Interface`, `MemberName`) or of QueueStatus (`Location`, `Name`). */
export function toMemberBlock(message: AmiMessage): MemberBlock | null {
  const queue = message.get('Queue')
  const interfaceName = message.get('Interface') ?? message.get('Location')
  if (queue === null || interfaceName === null) return null
  return {
    queue: own(queue),
    interface: own(interfaceName),
    stateInterface: own(message.get('StateInterface') ?? interfaceName),
    name: own(message.get('MemberName') ?? message.get('Name') ?? ''),
    penalty: toNumber(message.get('Penalty')),
    isPaused: message.get('Paused') === '1',
    pausedReason: own(message.get('PausedReason') ?? ''),
    lastPauseSeconds: toNumber(message.get('LastPause')),
  }
}

function toMemberGone(message: AmiMessage, atMs: number): Fact | null {
  const [queue, interfaceName] = [message.get('Queue'), message.get('Interface')]
  if (queue === null || interfaceName === null) return null
  return { kind: 'memberGone', atMs, queue: own(queue), interface: own(interfaceName) }
}

function toDeviceChanged(message: AmiMessage, atMs: number): Fact | null {
  const [device, state] = [message.get('Device'), message.get('State')]
  const isReachable = state === null ? null : isReachableDevice(state)
  if (device === null || isReachable === null) return null
  return { kind: 'deviceChanged', atMs, device: own(device), isReachable }
}

/** null where the state does not say: a page that vanished in a call leaves its device in use. */
export function isReachableDevice(state: string): boolean | null {
  if (state === 'UNAVAILABLE' || state === 'INVALID') return false
  return state === 'NOT_INUSE' ? true : null
}

function toPeerChanged(message: AmiMessage, atMs: number): Fact | null {
  const [device, status] = [message.get('Peer'), message.get('PeerStatus')]
  if (device === null) return null
  if (status === 'Reachable' || status === 'Registered')
    return { kind: 'deviceChanged', atMs, device: own(device), isReachable: true }
  if (status === 'Unreachable' || status === 'Unregistered')
    return { kind: 'deviceChanged', atMs, device: own(device), isReachable: false }
  return null
}

/**
 * A page calls its place by a word of its own (RFC 3261 section 19.1.1, the user part), and a phone mostly by its
 * extension, wherever it is.
 */
function toPhonePlaced(message: AmiMessage, atMs: number): Fact | null {
  const [endpoint, status] = [message.get('EndpointName'), message.get('ContactStatus')]
  const place = /^sips?:([^@;?]{1,128})@/.exec(message.get('URI') ?? '')?.[1]
  if (endpoint === null || place === undefined || place === endpoint) return null
  if (status === 'Removed' || status === 'Unreachable') return null
  return { kind: 'phonePlaced', atMs, device: `PJSIP/${own(endpoint)}`, place: own(place) }
}

function toSpyBegan(message: AmiMessage, atMs: number): Fact | null {
  const [spyer, spyee] = [toChannelBlock(message, 'Spyer'), toChannelBlock(message, 'Spyee')]
  return spyer === null || spyee === null ? null : { kind: 'spyBegan', atMs, spyer, spyee }
}

function toSpyEnded(message: AmiMessage, atMs: number): Fact | null {
  const spyer = toChannelBlock(message, 'Spyer')
  return spyer === null ? null : { kind: 'spyEnded', atMs, spyer }
}

function toRingingFailed(message: AmiMessage, atMs: number): Fact | null {
  const actionId = message.get('ActionID')
  if (actionId === null || message.get('Response') !== 'Failure') return null
  return { kind: 'ringingFailed', atMs, actionId: own(actionId) }
}

/** One direction alone keeps nobody's card number out. */
function toRecorderMuted(message: AmiMessage, atMs: number): Fact | null {
  const isMuted = message.get('State') === '1'
  if (isMuted && message.get('Direction') !== 'both') return null
  return withChannel(message, (channel) => ({ kind: 'recorderMuted', atMs, channel, isMuted }))
}

export function toNumber(value: string | null): number {
  const number = Number(value ?? 0)
  return Number.isFinite(number) ? number : 0
}
