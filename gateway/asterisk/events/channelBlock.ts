/** Reads the block of lines that describes one channel in an event (manager_channels.c), under any of its prefixes. */
import type { AmiMessage } from '#gateway/asterisk/ami/amiMessage'

export interface ChannelBlock {
  /** Uniqueid: never used twice, also not after a restart. */
  readonly id: string
  /** For example `PJSIP/1107-0000001a`; actions address channels by it. */
  readonly name: string
  readonly state: ChannelState
  readonly linkedId: string
  /** null when withheld. */
  readonly callerNumber: string | null
  readonly callerName: string | null
  /** What was dialled, while the channel is at the start of the dialplan; null when empty or `s`. */
  readonly exten: string | null
}

/** `other`: off-hook, dialling, busy and the rest, which the model does not tell apart. */
export type ChannelState = 'down' | 'ring' | 'ringing' | 'up' | 'other'

const states: Readonly<Record<string, ChannelState>> = { 0: 'down', 4: 'ring', 5: 'ringing', 6: 'up' }

/** null when the event has no such block. */
export function toChannelBlock(message: AmiMessage, prefix = ''): ChannelBlock | null {
  const id = message.get(`${prefix}Uniqueid`)
  const name = message.get(`${prefix}Channel`)
  const state = message.get(`${prefix}ChannelState`)
  if (id === null || id === '' || name === null || state === null) return null
  const callerName = toKnown(message.get(`${prefix}CallerIDName`))
  return {
    id: own(id),
    name: own(name),
    state: states[state] ?? 'other',
    linkedId: own(message.get(`${prefix}Linkedid`) ?? id),
    callerNumber: toKnown(message.get(`${prefix}CallerIDNum`)),
    callerName: callerName === null ? null : unescapeC(callerName),
    exten: toExten(message.get(`${prefix}Exten`)),
  }
}

/** Unknown numbers are `<unknown>` in events but `unknown` in the entries of a queue. */
export function toKnown(value: string | null): string | null {
  return value === null || value === '' || value === '<unknown>' || value === 'unknown' ? null : own(value)
}

function toExten(value: string | null): string | null {
  return value === null || value === '' || value === 's' ? null : own(value)
}

const escapes: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

/** Names in channel blocks are escaped as in C (ast_escape_c); names anywhere else are not. */
export function unescapeC(text: string): string {
  if (!text.includes('\\')) return text
  return text.replace(/\\([abfnrtv\\'"?])/g, (_, letter: string) => escapes[letter] ?? letter)
}

/** A copy that does not keep alive the whole read it was cut from; short strings are copies already. */
export function own(text: string): string {
  return text.length < 13 ? text : Buffer.from(text).toString()
}
