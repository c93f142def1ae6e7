/**
 * The microphones this phone has open: opens the preferred one, and notices when those that are open are no longer the
 * ones wished for, because a better one came back or the wish changed.
 */

import type { Answer } from '#contract/failure'
import { defaultSettings } from '#contract/settings'
import type { Clock } from '#contract/time'
import { type Device, pickDevice } from '#renderer/phone/devices/chosenDevice'
import {
  type Microphone,
  type MicrophoneWish,
  openMicrophone,
  toMicrophoneKey,
} from '#renderer/phone/devices/microphone'

export interface Microphones {
  open(): Promise<Answer<Microphone>>
  /** `devices` are the microphones plugged in now. */
  update(wish: MicrophoneWish, devices: readonly Device[]): void
  close(): void
}

export interface MicrophonesParts {
  readonly clock: Clock
  /** Each microphone in use shall be opened anew, and replaced without a gap. */
  readonly onStale: () => void
}

/** A system tells of a new device piece by piece: opened too early, it would be refused. */
const settleMs = 400

export function createMicrophones({ clock, onStale }: MicrophonesParts): Microphones {
  const open = new Set<Microphone>()
  let wish: MicrophoneWish = defaultSettings
  let devices: readonly Device[] = []
  let wishedKey = ''
  let cancelCheck = (): void => undefined

  const isDead = ({ track }: Microphone) => track.readyState === 'ended'
  const check = (): void => {
    if ([...open].some((each) => each.key !== wishedKey || isDead(each))) onStale()
  }
  /**
   * A browser gives a device that is open already as it was opened first, whatever is asked of its sound the second
   * time: it is let go for the moment the other takes to open.
   */
  const letGoOfSame = (asked: MicrophoneWish): void => {
    for (const { track, device, key } of open) {
      if (key === wishedKey || device !== pickDevice(devices, asked.microphone).id) continue
      track.stop()
    }
  }
  const keep = (opened: Microphone): Microphone => {
    const kept = {
      ...opened,
      close() {
        open.delete(kept)
        opened.close()
      },
    }
    open.add(kept)
    return kept
  }

  return {
    async open() {
      const asked = wish
      letGoOfSame(asked)
      const opened = await openMicrophone(asked)
      if (!opened.ok) return opened
      // What was changed while it opened is seen to once it is in its place.
      if (asked !== wish) cancelCheck = later(clock, cancelCheck, check)
      return { ok: true, value: keep(opened.value) }
    },
    update(next, plugged) {
      wish = next
      devices = plugged
      const key = toMicrophoneKey(pickDevice(devices, next.microphone).id, next)
      // One that went without another to take its place is looked for again with every change.
      if (key === wishedKey && ![...open].some(isDead)) return
      wishedKey = key
      cancelCheck = later(clock, cancelCheck, check)
    },
    close: () => cancelCheck(),
  }
}

function later(clock: Clock, cancel: () => void, task: () => void): () => void {
  cancel()
  return clock.after(settleMs, task)
}
