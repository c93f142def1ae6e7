/** What a headset shows, as a pure function of the calls. */
import type { HeadsetCallModel } from '#contract/headset'
import type { HeadsetProfile } from '#native/profiles/headsetProfile'
import type { Lights } from '#native/report/encodeLights'

export const noLights: Lights = {}

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
