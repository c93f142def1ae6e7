/** What the program shows of this desk outside its page: who is how, what was missed, and in which language. */
import { type Presence, toPresence } from '#contract/agent'
import type { PauseReason } from '#contract/reason'
import type { Settings } from '#contract/settings'
import type { PhoneSign } from '#contract/shell'
import { createOwnRow } from '#main/desk/gateway/ownRow'
import type { HistoryDesk } from '#main/desk/history/historyDesk'
import { createListeners } from '#main/desk/listeners'
import type { GatewayLink, SettingsStore } from '#main/desk/parts'
import type { ShellDesk } from '#main/desk/shellDesk'

export interface DeskSigns {
  readonly isSignedIn: boolean
  /** `offline` while nobody is signed in, or not yet known. */
  readonly presence: Presence
  readonly pauseReasons: readonly PauseReason[]
  /** Missed calls nobody has looked at. */
  readonly unseenMissed: number
  readonly phone: PhoneSign
  readonly locale: Settings['locale']
}

export interface SignKeeper {
  readonly current: DeskSigns
  /** Told once for each change of what is shown. */
  onChange(listener: (signs: DeskSigns) => void): () => void
  close(): void
}

export interface SignSources {
  readonly link: Pick<GatewayLink, 'onLive' | 'onChange' | 'session'>
  readonly history: Pick<HistoryDesk, 'state' | 'onChange'>
  readonly settings: Pick<SettingsStore, 'current' | 'onChange'>
  readonly shell: Pick<ShellDesk, 'phone' | 'onPhone'>
}

export function createSignKeeper({ link, history, settings, shell }: SignSources): SignKeeper {
  const listeners = createListeners()
  const ownId = () => link.session?.agentId ?? null
  const ownRow = createOwnRow(ownId)
  let pauseReasons: readonly PauseReason[] = []

  const read = (): DeskSigns => {
    const mine = ownRow.current
    return {
      isSignedIn: ownId() !== null,
      presence: mine === null ? 'offline' : toPresence(mine),
      pauseReasons,
      unseenMissed: history.state.unseenMissed,
      phone: shell.phone,
      locale: settings.current.locale,
    }
  }
  let current = read()
  const review = (): void => {
    const next = read()
    if (JSON.stringify(next) === JSON.stringify(current)) return
    current = next
    listeners.tell()
  }
  const stops = [
    link.onLive((message) => {
      if (!ownRow.take(message)) return
      if (message.kind === 'snapshot') pauseReasons = message.centre.pauseReasons
      review()
    }),
    link.onChange(review),
    history.onChange(review),
    settings.onChange(review),
    shell.onPhone(review),
  ]
  return {
    get current() {
      return current
    },
    onChange: (listener) => listeners.on(() => listener(current)),
    close() {
      for (const stop of stops) stop()
    },
  }
}
