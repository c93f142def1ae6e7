/** A process of its own that plays a busy switch at its manager port: calls come, are answered and end. */
import { createServer, type Socket } from 'node:net'
import {
  callsPerSecond,
  eventsPerSecond,
  phoneCount,
  phoneExtension,
  queueCount,
  queueName,
  queuesOf,
  toStamp,
  waitingCount,
} from '#bench/liveCentre'
import { type Fields, toBlock, toMember } from '#bench/liveEvents'

interface Caller {
  readonly id: string
  readonly channel: string
  readonly number: string
  readonly queue: string
}

interface Talk {
  readonly caller: Caller
  readonly extension: string
  readonly agentId: string
  readonly agentChannel: string
  readonly bridge: string
}

const tickMs = 10
/** Calls that are talked in before the oldest ends. */
const talkCount = 300

let socket: Socket | null = null
let out = ''
let sent = 0
let serial = 0
const members = new Map<string, Set<string>>()
const paused = new Map<string, string>()
const lines = new Map<string, Caller[]>()
const talks: Talk[] = []
const busy = new Set<string>()

for (let queue = 0; queue < queueCount; queue += 1) {
  members.set(queueName(queue), new Set())
  lines.set(queueName(queue), [])
}
for (let phone = 0; phone < phoneCount; phone += 1) {
  for (const queue of queuesOf(phone)) members.get(queue)?.add(phoneExtension(phone))
}

function write(head: string, fields: Fields): void {
  out += `${head}\r\n${fields.map(([key, value]) => `${key}: ${value}\r\n`).join('')}\r\n`
}

function tell(name: string, fields: Fields): void {
  sent += 1
  const stamp = ((performance.timeOrigin + performance.now()) / 1000).toFixed(6)
  write(`Event: ${name}`, [['Privilege', 'call,all'], ['Timestamp', stamp], ...fields])
}

const blockOf = ({ channel, id, number }: Caller, state = 'Up') => toBlock('', channel, id, id, state, number)

const memberOf = (queue: string, extension: string, status: number) =>
  toMember(queue, extension, status, paused.get(extension) ?? null)

const servedBy = ({ queue }: Caller, extension: string): Fields => [
  ['Queue', queue],
  ['Interface', `PJSIP/${extension}`],
  ['MemberName', extension],
]

const queuesWith = (extension: string) =>
  [...members].filter(([, each]) => each.has(extension)).map(([queue]) => queue)

function tellDevice(extension: string, state: string, status: number): void {
  tell('DeviceStateChange', [
    ['Device', `PJSIP/${extension}`],
    ['State', state],
  ])
  for (const queue of queuesWith(extension)) tell('QueueMemberStatus', memberOf(queue, extension, status))
}

function join(): void {
  serial += 1
  const queue = queueName(serial * 13)
  const id = `${1_800_000_000 + serial}.${serial}`
  const caller: Caller = { id, channel: `PJSIP/trunk-${toHex(serial)}`, number: toStamp(), queue }
  const line = lines.get(queue) ?? []
  line.push(caller)
  tell('Newchannel', blockOf(caller, 'Ring'))
  tell('Newstate', blockOf(caller))
  tell('QueueCallerJoin', [
    ...blockOf(caller),
    ['Queue', queue],
    ['Position', line.length],
    ['Count', line.length],
  ])
}

const toHex = (number: number) => number.toString(16).padStart(8, '0')

/** Somebody free takes the caller who is first in the longest line that has somebody free. */
function connect(): boolean {
  const byLength = [...lines].sort(([, one], [, other]) => other.length - one.length)
  for (const [queue, line] of byLength) {
    const extension = [...(members.get(queue) ?? [])].find((each) => !busy.has(each) && !paused.has(each))
    const caller = line[0]
    if (extension === undefined || caller === undefined) continue
    line.shift()
    answer(caller, extension, line.length)
    return true
  }
  return false
}

function answer(caller: Caller, extension: string, left: number): void {
  serial += 1
  busy.add(extension)
  const agentId = `${1_800_000_000 + serial}.${serial}`
  const agentChannel = `PJSIP/${extension}-${toHex(serial)}`
  const agent = (prefix: string, state: string) =>
    toBlock(prefix, agentChannel, agentId, caller.id, state, extension)
  const queue = servedBy(caller, extension)
  tell('Newchannel', agent('', 'Down'))
  tell('AgentCalled', [...blockOf(caller), ...agent('Dest', 'Down'), ...queue])
  tell('DialBegin', [...blockOf(caller), ...agent('Dest', 'Down'), ['DialString', extension]])
  tell('Newstate', agent('', 'Ringing'))
  tellDevice(extension, 'RINGING', 6)
  tell('Newstate', agent('', 'Up'))
  tell('DialEnd', [...blockOf(caller), ...agent('Dest', 'Up'), ['DialStatus', 'ANSWER']])
  tell('QueueCallerLeave', [...blockOf(caller), ['Queue', caller.queue], ['Count', left], ['Position', 1]])
  tell('AgentConnect', [
    ...blockOf(caller),
    ...agent('Dest', 'Up'),
    ...queue,
    ['HoldTime', 40],
    ['RingTime', 3],
  ])
  const bridge = `bridge-${serial}`
  const inBridge: Fields = [
    ['BridgeUniqueid', bridge],
    ['BridgeType', 'basic'],
    ['BridgeNumChannels', 2],
  ]
  tell('BridgeCreate', inBridge)
  tell('BridgeEnter', [...inBridge, ...blockOf(caller)])
  tell('BridgeEnter', [...inBridge, ...agent('', 'Up')])
  tellDevice(extension, 'INUSE', 2)
  talks.push({ caller, extension, agentId, agentChannel, bridge })
}

function end(): void {
  const talk = talks.shift()
  if (talk === undefined) return
  const { caller, extension, agentId, agentChannel, bridge } = talk
  const agent = (prefix: string) => toBlock(prefix, agentChannel, agentId, caller.id, 'Up', extension)
  const inBridge: Fields = [['BridgeUniqueid', bridge]]
  busy.delete(extension)
  tell('HangupRequest', [...blockOf(caller), ['Cause', 16]])
  tell('BridgeLeave', [...inBridge, ...blockOf(caller)])
  tell('BridgeLeave', [...inBridge, ...agent('')])
  tell('AgentComplete', [
    ...blockOf(caller),
    ...agent('Dest'),
    ...servedBy(caller, extension),
    ['HoldTime', 40],
    ['TalkTime', 25],
    ['Reason', 'caller'],
  ])
  tell('Hangup', [...agent(''), ['Cause', 16], ['Cause-txt', 'Normal Clearing']])
  tell('Hangup', [...blockOf(caller), ['Cause', 16], ['Cause-txt', 'Normal Clearing']])
  tellDevice(extension, 'NOT_INUSE', 1)
}

/** Every ten milliseconds as many events as are due: first calls at their pace, the rest device states. */
function run(): void {
  const startedAtMs = performance.now()
  let calls = 0
  let before = sent
  const offset = sent
  setInterval(() => {
    const spentS = (performance.now() - startedAtMs) / 1000
    while (calls < spentS * callsPerSecond) {
      calls += 1
      join()
      if ([...lines.values()].reduce((sum, line) => sum + line.length, 0) > waitingCount) connect()
      if (talks.length > talkCount) end()
    }
    while (sent - offset < spentS * eventsPerSecond) {
      serial += 1
      const phone = phoneExtension(serial % phoneCount)
      tell('QueueMemberStatus', memberOf(queueName(serial), phone, busy.has(phone) ? 2 : 1))
    }
    if (sent !== before) flush()
    before = sent
  }, tickMs)
}

function flush(): void {
  if (out !== '') socket?.write(out)
  out = ''
}

type Asked = ReadonlyMap<string, string>

function succeed(id: string, more: Fields = []): void {
  write('Response: Success', [['ActionID', id], ...more])
}

function list(id: string, name: string, items: (item: (name: string, fields: Fields) => void) => void): void {
  succeed(id, [['EventList', 'start']])
  items((each, fields) => write(`Event: ${each}`, [['ActionID', id], ...fields]))
  write(`Event: ${name}`, [
    ['ActionID', id],
    ['EventList', 'Complete'],
    ['ListItems', 0],
  ])
}

function listQueues(id: string): void {
  list(id, 'QueueStatusComplete', (item) => {
    for (const [name, line] of lines) {
      const queue = ['Queue', name] as const
      item('QueueParams', [queue, ['Max', 0], ['Strategy', 'leastrecent'], ['Calls', line.length]])
      for (const each of members.get(name) ?? []) {
        const member = memberOf(name, each, busy.has(each) ? 2 : 1)
        item('QueueMember', [...member, ['Location', `PJSIP/${each}`], ['Name', each]])
      }
      for (const [place, { channel, id: uniqueId, number }] of line.entries()) {
        const caller = [
          ['Channel', channel] as const,
          ['Uniqueid', uniqueId] as const,
          ['CallerIDNum', number] as const,
        ]
        item('QueueEntry', [queue, ['Position', place + 1], ...caller, ['Wait', 10], ['Priority', 0]])
      }
    }
  })
}

function listChannels(id: string): void {
  list(id, 'CoreShowChannelsComplete', (item) => {
    const show = (block: Fields, application: string, bridge: string) => {
      const doing = [['Application', application] as const, ['ApplicationData', ''] as const]
      item('CoreShowChannel', [...block, ...doing, ['Duration', '00:00:20'], ['BridgeId', bridge]])
    }
    for (const line of lines.values()) for (const caller of line) show(blockOf(caller), 'Queue', '')
    for (const { caller, agentChannel, agentId, extension, bridge } of talks) {
      show(blockOf(caller), 'Queue', bridge)
      show(toBlock('', agentChannel, agentId, caller.id, 'Up', extension), 'AppQueue', bridge)
    }
  })
}

function listDevices(id: string): void {
  list(id, 'DeviceStateListComplete', (item) => {
    for (const each of new Set([...members.values()].flatMap((all) => [...all]))) {
      const state = busy.has(each) ? 'INUSE' : 'NOT_INUSE'
      item('DeviceStateChange', [
        ['Device', `PJSIP/${each}`],
        ['State', state],
      ])
    }
  })
}

function changeMember(action: string, asked: Asked): void {
  const extension = (asked.get('interface') ?? '').replace('PJSIP/', '')
  const queue = asked.get('queue') ?? ''
  if (action === 'queueadd') {
    members.get(queue)?.add(extension)
    tell('QueueMemberAdded', memberOf(queue, extension, 1))
  } else if (action === 'queueremove') {
    members.get(queue)?.delete(extension)
    tell('QueueMemberRemoved', memberOf(queue, extension, 1))
  } else {
    if (/^(1|true|yes)$/i.test(asked.get('paused') ?? '')) paused.set(extension, asked.get('reason') ?? '')
    else paused.delete(extension)
    for (const each of queuesWith(extension)) tell('QueueMemberPause', memberOf(each, extension, 1))
  }
}

function reply(action: string, id: string, asked: Asked): void {
  switch (action) {
    case 'coresettings':
      succeed(id, [['AsteriskVersion', '22.10.1']])
      break
    case 'queuestatus':
      listQueues(id)
      break
    case 'coreshowchannels':
      listChannels(id)
      break
    case 'status':
      list(id, 'StatusComplete', () => {})
      break
    case 'devicestatelist':
      listDevices(id)
      break
    case 'userevent':
      succeed(id)
      tell('UserEvent', [
        ['UserEvent', asked.get('userevent') ?? ''],
        ['Token', asked.get('token') ?? ''],
        ['ActionID', id],
      ])
      break
    case 'queueadd':
    case 'queueremove':
    case 'queuepause':
      succeed(id)
      changeMember(action, asked)
      break
    default:
      // Ping, and the contact of a phone.
      succeed(id, [['Value', 'sip:here']])
  }
}

const server = createServer((client) => {
  client.setNoDelay(true)
  client.on('error', () => client.destroy())
  client.write('Asterisk Call Manager/11.0.0\r\n')
  let text = ''
  client.on('data', (bytes) => {
    text += bytes.toString()
    for (let stop = text.indexOf('\r\n\r\n'); stop >= 0; stop = text.indexOf('\r\n\r\n')) {
      const fields = new Map<string, string>()
      for (const line of text.slice(0, stop).split('\r\n')) {
        const colon = line.indexOf(':')
        fields.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
      }
      text = text.slice(stop + 4)
      socket = client
      reply((fields.get('action') ?? '').toLowerCase(), fields.get('actionid') ?? '', fields)
      flush()
    }
  })
})

process.on('message', (message) => {
  if (message === 'begin') run()
  if (message === 'count') process.send?.({ sent })
})
process.on('disconnect', () => process.exit())
for (let waiting = 0; waiting < waitingCount; waiting += 1) join()
out = ''
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address === 'object') process.send?.({ port: address.port })
})
