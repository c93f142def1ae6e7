/** Pulls sound devices out of a page and puts them back, as its browser would tell; and counts what is left open. */
import type { PhoneRoom } from '#tests/renderer/phone/phoneRoom'

declare global {
  interface Window {
    plugs: {
      pull(label: string): void
      putBack(label: string): void
      /** Every id is another one from now on. */
      renameIds(): void
      /** Copies of tracks that live. */
      copies(): number
      settings(): MediaTrackSettings[]
    }
  }
}

/** Runs in the page ahead of its own script. */
export function watchPlugs(): void {
  const devices = navigator.mediaDevices
  const away = new Set<string>()
  const tracks: MediaStreamTrack[] = []
  const copies: MediaStreamTrack[] = []
  let suffix = ''
  const list = devices.enumerateDevices.bind(devices)
  devices.enumerateDevices = async () => {
    const all = await list()
    return all
      .filter(({ label }) => !away.has(label))
      .map((device) => ({
        deviceId: device.deviceId + suffix,
        kind: device.kind,
        label: device.label,
        groupId: device.groupId,
        toJSON: () => ({}),
      }))
  }
  const open = devices.getUserMedia.bind(devices)
  devices.getUserMedia = async (wanted) => {
    const audio = typeof wanted?.audio === 'object' ? { ...wanted.audio } : {}
    const exact = (audio.deviceId as { exact?: string } | undefined)?.exact
    if (exact !== undefined && suffix !== '') audio.deviceId = { exact: exact.replace(suffix, '') }
    const stream = await open({ ...wanted, audio })
    tracks.push(...stream.getAudioTracks())
    return stream
  }
  const copy = MediaStreamTrack.prototype.clone
  MediaStreamTrack.prototype.clone = function (this: MediaStreamTrack) {
    const made = copy.call(this)
    copies.push(made)
    return made
  }
  const live = (all: MediaStreamTrack[]) => all.filter(({ readyState }) => readyState === 'live')
  window.plugs = {
    pull(label) {
      away.add(label)
      for (const track of live(tracks).filter((each) => each.label === label)) {
        track.stop()
        track.dispatchEvent(new Event('ended'))
      }
      devices.dispatchEvent(new Event('devicechange'))
    },
    putBack(label) {
      away.delete(label)
      devices.dispatchEvent(new Event('devicechange'))
    },
    renameIds() {
      suffix = '-moved'
      devices.dispatchEvent(new Event('devicechange'))
    },
    copies: () => live(copies).length,
    settings: () => live(tracks).map((track) => track.getSettings()),
  }
}

export const pull = (room: PhoneRoom, label: string) =>
  room.page.evaluate((each) => window.plugs.pull(each), label)
export const putBack = (room: PhoneRoom, label: string) =>
  room.page.evaluate((each) => window.plugs.putBack(each), label)
