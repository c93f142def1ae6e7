/** The sound of every call, and who listens to it: the recorder, supervisors and whoever asked. */
import type { CallId } from '#contract/ids'
import type { CallRecorder } from '#simulator/people/callRecorder'
import type { Listening } from '#simulator/people/hearing'
import { createMonitorRooms } from '#simulator/people/monitorRooms'
import type { PersonVoice } from '#simulator/people/personVoice'
import { createSoundTrack, type SoundTrack } from '#simulator/people/soundTrack'
import type { Conference, Ear, Frame, LegId } from '#simulator/telephony'

export interface CallSoundOptions {
  /** null where there are no real phones. */
  readonly createConference: (() => Conference) | null
  /**
   * Null for a real phone, the voice of a simulated colleague otherwise. `outside`: the language of the person outside;
   * null when there is none, or none that speaks.
   */
  voiceOf(extension: string, outside: string | null): PersonVoice | null
  /** Called when the person outside first hears something; null where nothing is recorded. */
  record(callId: CallId): Recorder | null
  /** What both sides say, in a call that is recorded; null where nothing is written. */
  recordCall(callId: CallId): CallRecorder | null
}

type Recorder = Ear & { close(): void }

export interface CallSound {
  /** The person outside, who will be heard once a real phone joins. */
  addOutside(callId: CallId, voice: PersonVoice): void
  join(callId: CallId, extension: string, legId: LegId): void
  leave(callId: CallId, legId: LegId): void
  hold(callId: CallId, legId: LegId, held: boolean): void
  /** The person outside of one call, or its guest, is a guest of another from now on. */
  moveOutside(move: {
    readonly callId: CallId
    readonly fromCallId: CallId
    readonly guestId: string
    readonly fromGuestId: string | null
  }): void
  /** `guestId` null for the call's own person outside. */
  dropOutside(callId: CallId, guestId: string | null): void
  /** What is said is written to the call's file, or silence in place of it. */
  record(callId: CallId, isPaused: boolean): void
  /** A supervisor's leg hears the call, taken from wherever it was; `leave` is for parties only. */
  monitor(callId: CallId, legId: LegId, listening: Listening): void
  /** A supervisor's leg hears silence, alone. */
  wait(legId: LegId): void
  /** A supervisor's leg is gone. */
  forgetMonitor(legId: LegId): void
  /** The call is over for everyone. */
  end(callId: CallId): void
  sayGoodbye(callId: CallId, onSaid: () => void): void
  /** What the person outside hears, 20 ms at a time; returns how to stop. */
  onHeard(callId: CallId, listener: (frame: Frame) => void): () => void
  close(): void
}

/** One call's track, with the recorder that lasts as long. */
interface Sound {
  readonly track: SoundTrack
  close(): void
}

export function createCallSound(options: CallSoundOptions): CallSound {
  const sounds = new Map<CallId, Sound>()
  const listeners = new Map<CallId, Set<(frame: Frame) => void>>()
  const recorders = new Map<CallId, CallRecorder>()
  const listenersOf = (callId: CallId) => listeners.get(callId) ?? new Set()

  const trackOf = (callId: CallId): SoundTrack => {
    const sound = sounds.get(callId) ?? createSound(options, callId, () => listenersOf(callId))
    sounds.set(callId, sound)
    return sound.track
  }
  const rooms = createMonitorRooms({
    createConference: options.createConference,
    trackOf: (callId) => sounds.get(callId)?.track ?? null,
  })
  return {
    addOutside: (callId, voice) => trackOf(callId).setOutside(voice),
    join(callId, extension, legId) {
      rooms.forget(legId, callId)
      const track = trackOf(callId)
      track.join(legId, options.voiceOf(extension, track.outsideLanguage()))
    },
    leave: (callId, legId) => sounds.get(callId)?.track.leave(legId),
    hold: (callId, legId, held) => sounds.get(callId)?.track.hold(legId, held),
    moveOutside({ callId, fromCallId, guestId, fromGuestId }) {
      const voice = sounds.get(fromCallId)?.track.takeOutside(fromGuestId) ?? null
      if (voice !== null) trackOf(callId).addGuest(guestId, voice)
    },
    dropOutside: (callId, guestId) => void sounds.get(callId)?.track.takeOutside(guestId),
    record(callId, isPaused) {
      const track = trackOf(callId)
      const recorder = recorders.get(callId) ?? options.recordCall(callId)
      if (recorder === null) return
      recorder.setPaused(isPaused)
      if (recorders.has(callId)) return
      recorders.set(callId, recorder)
      track.setRecorder(recorder)
    },
    monitor: (callId, legId, listening) => rooms.listen(legId, callId, listening),
    wait: (legId) => rooms.wait(legId),
    forgetMonitor: (legId) => rooms.forget(legId, null),
    end(callId) {
      sounds.get(callId)?.close()
      recorders.get(callId)?.close()
      for (const each of [sounds, recorders, listeners]) each.delete(callId)
    },
    sayGoodbye: (callId, onSaid) => trackOf(callId).sayGoodbye(onSaid),
    onHeard(callId, listener) {
      const those = listenersOf(callId).add(listener)
      listeners.set(callId, those)
      return () => void those.delete(listener)
    },
    close() {
      rooms.close()
      for (const sound of sounds.values()) sound.close()
      for (const recorder of recorders.values()) recorder.close()
      for (const each of [sounds, recorders, listeners]) each.clear()
    },
  }
}

function createSound(
  options: CallSoundOptions,
  callId: CallId,
  listeners: () => Iterable<(frame: Frame) => void>,
): Sound {
  let recorder: Recorder | null = null
  const listener: Ear = {
    hear(frame) {
      recorder ??= options.record(callId)
      recorder?.hear(frame)
      for (const listen of listeners()) listen(frame)
    },
  }
  const track = createSoundTrack({ createConference: options.createConference, listener })
  return {
    track,
    close() {
      track.close()
      recorder?.close()
    },
  }
}
