/** What a headset shows, as a pure function of the calls. */
import type { HeadsetCallModel, HeadsetLight } from '#contract/headset'
import type { HeadsetProfile } from '#native/profiles/headsetProfile'
import type { Lights } from '#native/report/encodeLights'

export const noLights: Lights = {}

/** The lights that calls ever set; the others of a device are not ours to touch. */
export function lightsInUse(profile: HeadsetProfile): readonly HeadsetLight[] {
  const always: readonly HeadsetLight[] = ['ring', 'ringer', 'offHook', 'mute', 'hold']
  return profile.onLineWithOffHook ? [...always, 'onLine'] : always
}

export function isInCall(kind: HeadsetCallModel['kind']): boolean {
  return kind !== 'idle' && kind !== 'incoming'
}

export function isRinging(kind: HeadsetCallModel['kind']): boolean {
  return kind === 'incoming' || kind === 'activeAndIncoming' || kind === 'heldAndIncoming'
}

export function toLights(model: HeadsetCallModel, profile: HeadsetProfile): Lights {
  const isHeld = model.kind === 'held' || model.kind === 'heldAndIncoming'
  const offHook = isHeld ? profile.heldIsOffHook : isInCall(model.kind)
  const ring = isRinging(model.kind)
  return {
    offHook,
    ring,
    ringer: ring,
    hold: isHeld,
    // Mute never outlives a call.
    mute: isInCall(model.kind) && model.muted,
    onLine: offHook && profile.onLineWithOffHook,
  }
}
