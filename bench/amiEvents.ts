/** The stream the AMI benchmark is fed: ten kinds of events, with names and values that break careless parsers. */

export const eventCount = 200_000

const names = [
  'ثریا احمدی',
  'Zoë Müller',
  'Neda Karimi',
  '株式会社テスト',
  'علی‌رضا 🎧 رضایی',
  'Jan Novák',
  'نام: با دونقطه',
  'Plain Name',
]
const values = ['Queue: support: t', 'sip:1101@[::1]:5061', 'a: b: c', '', '10:02:03']
const kinds = [
  'Newchannel',
  'Newstate',
  'DialBegin',
  'DialEnd',
  'QueueCallerJoin',
  'AgentCalled',
  'AgentConnect',
  'BridgeEnter',
  'AgentComplete',
  'Hangup',
]

export const nameOf = (serial: number): string => names[serial % names.length] ?? ''
export const appDataOf = (serial: number): string => values[serial % values.length] ?? ''

export function toEventText(serial: number): string {
  return [
    `Event: ${kinds[serial % kinds.length]}`,
    'Privilege: call,all',
    `Timestamp: 1795400000.${String(serial).padStart(6, '0')}`,
    `Channel: PJSIP/trunk-${serial.toString(16).padStart(8, '0')}`,
    'ChannelState: 6',
    'ChannelStateDesc: Up',
    'CallerIDNum: 09120000001',
    `CallerIDName: ${nameOf(serial)}`,
    'ConnectedLineNum: 1101',
    'ConnectedLineName: <unknown>',
    'Language: en',
    'AccountCode: ',
    'Context: najva-queue',
    'Exten: start',
    'Priority: 3',
    `Uniqueid: 1795400000.${serial}`,
    `Linkedid: 1795400000.${serial}`,
    'Queue: support',
    'Interface: PJSIP/1101',
    'MemberName: 1101',
    'BridgeUniqueid: 9cac23ea-51d2-4dcb-82cc-2b21fd0cba76',
    `AppData: ${appDataOf(serial)}`,
    'Note: a caller who waits in the queue for an agent',
    '',
    '',
  ].join('\r\n')
}
