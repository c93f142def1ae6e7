/** Knows which microphones and loudspeakers are plugged in. */
import type { MediaDevices } from '#renderer/state/deskModel'

export interface DeviceList {
  readonly current: MediaDevices
  /** Reads the list again; `onChange` is told when it differs. */
  refresh(): Promise<void>
  close(): void
}

export const noDevices: MediaDevices = { microphones: [], speakers: [] }

export function createDeviceList(onChange: (devices: MediaDevices) => void): DeviceList {
  const source = navigator.mediaDevices
  let current = noDevices
  const refresh = async () => {
    const next = await listDevices()
    if (JSON.stringify(next) === JSON.stringify(current)) return
    current = next
    onChange(next)
  }
  const onPlug = () => void refresh()
  source?.addEventListener('devicechange', onPlug)
  return {
    get current() {
      return current
    },
    refresh,
    close: () => source?.removeEventListener('devicechange', onPlug),
  }
}

/** Named devices only: before the first permission the browser hides ids and names. Empty when it refuses to tell. */
export async function listDevices(): Promise<MediaDevices> {
  try {
    const all = (await navigator.mediaDevices?.enumerateDevices()) ?? []
    return { microphones: ofKind(all, 'audioinput'), speakers: ofKind(all, 'audiooutput') }
  } catch {
    return noDevices
  }
}

function ofKind(all: readonly MediaDeviceInfo[], kind: MediaDeviceKind): MediaDevices['microphones'] {
  return all
    .filter((device) => device.kind === kind && isReal(device.deviceId))
    .map((device) => ({ id: device.deviceId, label: device.label }))
}

/** `default` and `communications` only repeat another device of the list; no choice at all means the default. */
function isReal(deviceId: string): boolean {
  return deviceId !== '' && deviceId !== 'default' && deviceId !== 'communications'
}
