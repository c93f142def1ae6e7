/** Tells whose phone a channel, a queue member or a device is: Asterisk names devices, the model names extensions. */

/** `PJSIP/1107-0000001a` is a channel of `PJSIP/1107`; null for a name without the serial a channel carries. */
export function toDevice(channelName: string): string | null {
  const found = /^(.+)-[0-9a-f]{8,}(?:;[12])?$/i.exec(channelName)
  return found?.[1] ?? null
}

/** The extension of a member or device: `PJSIP/1107`, `Local/1107@from-queue/n`, `hint:1107@ext-local`. */
export function toExtension(interfaceName: string): string | null {
  const found = /^(?:[A-Za-z0-9]+\/|hint:)([^@/;]+)/.exec(interfaceName)
  return found?.[1] ?? null
}

/**
 * The extension whose phone a device is; null for the ways to one: `Local/1107@from-queue` is free as long as its
 * dialplan is there, whether anybody has a phone or not.
 */
export function toPhone(device: string): string | null {
  return /^(?:Local|Queue|hint|Custom)[:/]/i.test(device) ? null : toExtension(device)
}

/** `Local/1107@from-queue-0000002;1`: which half of which pair; null for a channel of a real technology. */
export function toLocalHalf(channelName: string): { readonly pair: string; readonly half: '1' | '2' } | null {
  if (!channelName.startsWith('Local/')) return null
  const pair = channelName.slice(0, -2)
  if (channelName.endsWith(';1')) return { pair, half: '1' }
  return channelName.endsWith(';2') ? { pair, half: '2' } : null
}

/** The two halves of a Local channel are one way through the dialplan. */
export function toOtherHalf(channelName: string): string | null {
  const local = toLocalHalf(channelName)
  return local === null ? null : `${local.pair};${local.half === '1' ? '2' : '1'}`
}

/** `Local/1107@from-queue/n` rings as `Local/1107@from-queue-0000002;1`: the part they share. */
export function toLocalStem(name: string): string {
  return name.replace(/\/[a-z]+$/i, '').replace(/-[0-9a-f]{8,};[12]$/i, '')
}

/** Channels Asterisk makes for itself; they are nobody's call. */
const inner =
  /^(?:Local|Message|Announcer|CBAnn|CBRec|Recorder|Snoop|Surrogate|UnicastRTP|MulticastRTP|AsyncGoto)\//

export function isInnerChannel(channelName: string): boolean {
  return inner.test(channelName)
}

/** Legs the gateway makes for supervisors: they listen to calls and are none. */
export const supervisorPrefix = 'desk-'
