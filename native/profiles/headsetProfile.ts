/** How a family of headsets behaves beyond its descriptor: facts as data, with defaults good for an unknown one. */

export interface HeadsetProfile {
  /** Vendor's name, for the log. */
  readonly name: string
  /** Off-hook stays on while the call is held. Some models end the call when it is cleared; others want it cleared. */
  readonly heldIsOffHook: boolean
  /** What going on hook means while the call is held: some devices do it by themselves after a flash. */
  readonly onHookWhileHeld: 'end' | 'ignore'
  /** The device says "on hook" once more, unchanged, to turn a ringing call away. */
  readonly rejectsByRepeatedOnHook: boolean
  /** An equal hook report within this time is the same press told twice. */
  readonly hookDuplicateMs: number
  /** A press within this time of the last is the same press told twice; no finger is that fast. */
  readonly pressDuplicateMs: number
  /** After off-hook or hold was written, on-hook within this time was nobody's wish. */
  readonly involuntaryOnHookMs: number
  /** A hook report this late can still be the echo of something we wrote. */
  readonly hookEchoMs: number
  /** After the mute light was written, a mute report within this time is its echo. */
  readonly muteGuardMs: number
  /** So many refusals within `refusalWindowMs` show a boom arm that has its own will: follow it. */
  readonly refusals: number
  readonly refusalWindowMs: number
  /** A press that lasts this long is no press but a state, whatever its flags say. */
  readonly latchMs: number
  /** The mute bit is a state although it is declared a press. */
  readonly muteIsState: boolean
  /** The On-Line light is lit with off-hook. */
  readonly onLineWithOffHook: boolean
  /** Bytes of a feature report that the device must get again and again; null when it needs none. */
  readonly keepAlive: { readonly hex: string; readonly everyMs: number } | null
}

export interface ProfileMatch {
  readonly vendorId: number
  /** null for all products of the vendor. */
  readonly productIds: readonly number[] | null
  readonly profile: HeadsetProfile
}

export const defaultProfile: HeadsetProfile = {
  name: 'telephony headset',
  heldIsOffHook: true,
  onHookWhileHeld: 'end',
  rejectsByRepeatedOnHook: false,
  hookDuplicateMs: 50,
  pressDuplicateMs: 40,
  involuntaryOnHookMs: 500,
  hookEchoMs: 3000,
  muteGuardMs: 700,
  refusals: 2,
  refusalWindowMs: 1000,
  latchMs: 1500,
  muteIsState: false,
  onLineWithOffHook: false,
  keepAlive: null,
}
