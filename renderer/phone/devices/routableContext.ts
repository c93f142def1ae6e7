/** An AudioContext that can be put on a device: Chromium has it, the type library does not know it yet. */

export interface RoutableAudioContext extends AudioContext {
  /** `''` for the system's default. */
  setSinkId?(id: string | { readonly type: 'none' }): Promise<void>
}

/** A context that is heard nowhere: measuring must not open the sound card. */
export function createSilentContext(): RoutableAudioContext {
  const options = { sinkId: { type: 'none' } }
  // The type library does not know the option yet; a browser without it ignores it.
  return new AudioContext(options as AudioContextOptions)
}
