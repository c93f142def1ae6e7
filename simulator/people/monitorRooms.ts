/** Where each supervisor's monitoring leg is in the sound: in one call, or alone in a room of its own with silence. */
import type { CallId } from '#contract/ids'
import type { Listening } from '#simulator/people/hearing'
import type { SoundTrack } from '#simulator/people/soundTrack'
import type { Conference, LegId } from '#simulator/telephony'

export interface MonitorRooms {
  /** Puts the leg into a call, from wherever it was, or changes how it listens there. */
  listen(legId: LegId, callId: CallId, listening: Listening): void
  wait(legId: LegId): void
  /** The leg is a party of a call, or gone: here it is nowhere. A party's place in its call is its own. */
  forget(legId: LegId, staysIn: CallId | null): void
  close(): void
}

export interface MonitorRoomsOptions {
  /** null where there are no real phones, and so no monitoring legs. */
  readonly createConference: (() => Conference) | null
  /** Null for a call without sound, or over. */
  trackOf(callId: CallId): SoundTrack | null
}

type Place = { readonly callId: CallId } | { readonly room: Conference }

export function createMonitorRooms({ createConference, trackOf }: MonitorRoomsOptions): MonitorRooms {
  const places = new Map<LegId, Place>()
  const leave = (legId: LegId, staysIn: CallId | null) => {
    const place = places.get(legId)
    places.delete(legId)
    if (place === undefined) return
    if ('room' in place) place.room.close()
    else if (place.callId !== staysIn) trackOf(place.callId)?.unmonitor(legId)
  }
  return {
    listen(legId, callId, listening) {
      leave(legId, callId)
      const track = trackOf(callId)
      if (track === null) return
      places.set(legId, { callId })
      track.monitor(legId, listening)
    },
    wait(legId) {
      leave(legId, null)
      if (createConference === null) return
      const room = createConference()
      room.addLeg(legId)
      places.set(legId, { room })
    },
    forget: leave,
    close() {
      for (const place of places.values()) if ('room' in place) place.room.close()
      places.clear()
    },
  }
}
