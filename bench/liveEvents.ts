/** The blocks of manager events that the live benchmark's switch sends. */

export type Fields = readonly (readonly [string, string | number])[]

export function toBlock(
  prefix: string,
  channel: string,
  id: string,
  linked: string,
  state: string,
  number: string,
): Fields {
  const isUp = state === 'Up'
  const block: Fields = [
    ['Channel', channel],
    ['ChannelState', isUp ? 6 : state === 'Ringing' ? 5 : 4],
    ['ChannelStateDesc', state],
    ['CallerIDNum', number],
    ['CallerIDName', '<unknown>'],
    ['ConnectedLineNum', '<unknown>'],
    ['ConnectedLineName', '<unknown>'],
    ['Language', 'en'],
    ['AccountCode', ''],
    ['Context', 'najva-queue'],
    ['Exten', '+982188001001'],
    ['Priority', 1],
    ['Uniqueid', id],
    ['Linkedid', linked],
  ]
  return block.map(([key, value]) => [`${prefix}${key}`, value] as const)
}

/** `status` as app_queue counts: 1 idle, 2 in use, 6 ringing. */
export function toMember(
  queue: string,
  extension: string,
  status: number,
  pausedReason: string | null,
): Fields {
  return [
    ['Queue', queue],
    ['MemberName', extension],
    ['Interface', `PJSIP/${extension}`],
    ['StateInterface', `PJSIP/${extension}`],
    ['Membership', 'dynamic'],
    ['Penalty', 0],
    ['CallsTaken', 3],
    ['LastCall', 0],
    ['LastPause', 0],
    ['LoginTime', 0],
    ['InCall', status === 2 ? 1 : 0],
    ['Status', status],
    ['Paused', pausedReason === null ? 0 : 1],
    ['PausedReason', pausedReason ?? ''],
    ['Ringinuse', 0],
    ['Wrapuptime', 0],
  ]
}
