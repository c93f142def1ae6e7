/** Takes numbers, names and secrets out of what leaves this desk for support. Pure; what is not known to be harmless goes. */
import { createHash } from 'node:crypto'

export interface MaskOptions {
  /** Of the people of this centre, as they may stand in a device's name or a line of the log; by `toNamePattern`. */
  readonly names: RegExp | null
  /** New for each bundle: it ties lines together without saying what they are about. */
  readonly salt: string
}

/** Five and more digits, also with what people write between them, and what the log has left of a number. */
const number = /\+?[\d۰-۹٠-٩](?:[ \-().]?[\d۰-۹٠-٩]){4,}|[•]+[\d۰-۹٠-٩]*/g
const possessive = /[\p{L}\p{M}]+['’]s\b/gu
const address = /[^\s<>"']+@[^\s<>"']+/g
const quoted = /"[^"]*"|«[^»]*»|“[^”]*”|'[^']{2,}'/g

/** A text that may name a device or say what happened: no numbers, addresses, quotations or known names are left. */
export function maskText(text: string, { names }: Pick<MaskOptions, 'names'>): string {
  const plain = text.replace(address, '[address]').replace(quoted, '[text]').replace(possessive, '[name]')
  return (names === null ? plain : plain.replace(names, '[name]')).replace(number, '[number]')
}

/** Finds the whole names and each of their words, in any case, as words of their own; null where nobody is known. */
export function toNamePattern(names: readonly string[]): RegExp | null {
  const parts = [...new Set(names.flatMap((name) => [name, ...name.split(/\s+/)]))]
    .filter((part) => part.length >= 3)
    .sort((a, b) => b.length - a.length)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
  if (parts.length === 0) return null
  return new RegExp(`(?<![\\p{L}\\p{M}])(?:${parts.join('|')})(?![\\p{L}\\p{M}])`, 'giu')
}

/** Where an address leads, without what may be secret in it; what is no address is only said to be there. */
export function maskAddress(text: string): string {
  const url = URL.parse(text)
  return url === null || url.host === '' ? '[text]' : `${url.protocol}//${url.host}`
}

/** Keys of the log whose short words are codes of this program. */
const codeKeys = new Set(
  'why code what call kind status state cache failure trouble fault from to intent layoutFrom sync outcome'.split(
    ' ',
  ),
)
const idKeys = new Set(['callId', 'sipCallId', 'monitorId', 'agentId', 'reference', 'headset', 'id'])
const code = /^[a-zA-Z][a-zA-Z0-9._-]{0,60}$/

/** One line of the log; null for one that is no line of ours. */
export function maskLogLine(line: string, options: MaskOptions): string | null {
  const entry = parseLine(line)
  if (entry === null) return null
  const { level, time, msg, ...fields } = entry
  const kept = Object.entries(fields).map(([key, value]) => [key, maskField(key, value, options)])
  return JSON.stringify({
    ...(typeof level === 'number' && { level }),
    ...(typeof time === 'string' && /^[\d:.TZ-]{1,30}$/.test(time) && { time }),
    ...(typeof msg === 'string' && { msg: maskText(msg, options) }),
    ...Object.fromEntries(kept),
  })
}

function parseLine(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const entry: unknown = JSON.parse(line)
    return typeof entry === 'object' && entry !== null && !Array.isArray(entry) ? { ...entry } : null
  } catch {
    return null
  }
}

function maskField(key: string, value: unknown, options: MaskOptions): unknown {
  if (typeof value === 'boolean' || value === null) return value
  if (typeof value === 'number') return Math.abs(value) < 10_000 ? value : '[number]'
  if (key === 'err') return maskError(value)
  if (typeof value !== 'string') return '[left out]'
  if (idKeys.has(key))
    return createHash('sha256')
      .update(options.salt + value)
      .digest('hex')
      .slice(0, 8)
  return codeKeys.has(key) && code.test(value) ? maskText(value, options) : '[text]'
}

/** What kind of error, and where in the program; its words may quote anything. */
function maskError(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return '[text]'
  const { type, code: errorCode, stack } = value as Readonly<Record<string, unknown>>
  const frames = typeof stack === 'string' ? stack.matchAll(/\bat .*?([\w.-]+\.(?:ts|js|mjs|cjs):\d+)/g) : []
  return {
    ...(typeof type === 'string' && code.test(type) && { type }),
    ...(typeof errorCode === 'string' && code.test(errorCode) && { code: errorCode }),
    at: [...frames].slice(0, 8).map(([, place]) => place),
  }
}
