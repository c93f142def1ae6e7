/** What every part of the desk shares: the store, the ways out, and how to say that something happened or failed. */
import type { StoreApi } from 'zustand/vanilla'
import type { Answer, Failure } from '#contract/failure'
import type { Clock } from '#contract/time'
import type { Phone } from '#renderer/phone/phone'
import type { BridgeLink } from '#renderer/state/bridgeLink'
import type { Announcement, DeskModel } from '#renderer/state/deskModel'

export interface DeskCore {
  readonly store: StoreApi<DeskModel>
  readonly clock: Clock
  readonly bridge: BridgeLink
  readonly phone: Phone
  announce(announcement: AnnouncementText): void
  /** Shows a refusal in place and says it once. */
  fail(failure: Failure): void
  /** Shows the failure of a refused answer; takes the last one away when it was carried out. */
  settle<T>(answer: Answer<T>): Answer<T>
}

type WithoutSerial<T> = T extends unknown ? Omit<T, 'serial'> : never
/** An announcement before it has its place in the row. */
export type AnnouncementText = WithoutSerial<Announcement>

export function createDeskCore(parts: Pick<DeskCore, 'store' | 'clock' | 'bridge' | 'phone'>): DeskCore {
  const { store } = parts
  let serial = 0
  const announce = (text: AnnouncementText) => {
    serial += 1
    store.setState({ announcement: { ...text, serial } })
  }
  const fail = (failure: Failure) => {
    store.setState({ failure })
    announce({ kind: 'failure', failure })
  }
  return {
    ...parts,
    announce,
    fail,
    settle(answer) {
      if (!answer.ok) fail(answer.failure)
      else if (store.getState().failure !== null) store.setState({ failure: null })
      return answer
    },
  }
}
