/** The desk's headsets: they show the calls of the page that holds the phone, and what their buttons ask goes to it. */
import type { DeskHeadsets } from '#contract/bridge'
import { type Answer, done, failed } from '#contract/failure'
import type { HeadsetCallModel, HeadsetIntent, HeadsetKey } from '#contract/headset'
import type { Clock } from '#contract/time'
import type { Log } from '#main/desk/log'
import type { GatewayLink, SettingsStore } from '#main/desk/parts'
import type { PageId, SeatKeeper } from '#main/desk/phoneSeat'
import { createHeadsetService, type HeadsetService, type LitMarker } from '#native/headsetService'
import { vendorProfiles } from '#native/profiles/vendorProfiles'
import type { HeadsetTransport } from '#native/transport'

export interface DeskHeadsetsParts {
  readonly transport: HeadsetTransport
  readonly clock: Clock
  readonly settings: SettingsStore
  readonly seats: SeatKeeper
  readonly link: GatewayLink
  readonly litMarker: LitMarker
  readonly log: Log
}

export interface HeadsetDesk {
  readonly service: HeadsetService
  readonly state: DeskHeadsets
  onState(listener: () => void): () => void
  /** Dropped unless the page holds the phone. */
  reportCalls(page: PageId, model: HeadsetCallModel): void
  /** Dropped unless the page holds the phone. */
  chooseByMicrophone(page: PageId, label: string | null): void
  /** Asks made while the page holds the phone. */
  onIntent(page: PageId, listener: (intent: HeadsetIntent) => void): () => void
  /** Kept in the settings, and in force at once. */
  setEnabled(key: HeadsetKey, enabled: boolean): Answer<null>
  /** Whether a headset of this kind is plugged in whose layout this system does not tell. */
  wantsLayout(vendorId: number, productId: number): boolean
  /** Puts out all lights. */
  close(): Promise<void>
}

const idle: HeadsetCallModel = { kind: 'idle', muted: false }
/** As many as the settings take. */
const maxOff = 200

export function createHeadsetDesk(parts: DeskHeadsetsParts): HeadsetDesk {
  const { settings, seats, link } = parts
  const service = createHeadsetService({
    ...parts,
    profiles: vendorProfiles,
    disabled: settings.current.headsetsOff,
  })
  /** Whose calls the headsets show, and whether they only ring; null while they show none. */
  let shown: { readonly page: PageId; readonly isRinging: boolean } | null = null

  const showNothing = (): void => {
    if (shown === null) return
    shown = null
    service.setCallModel(idle)
  }

  const stops = [
    // A page that is gone, or that gave the phone away, has no calls here any more.
    seats.onChange(() => {
      if (shown !== null && !seats.holds(shown.page)) showNothing()
    }),
    // Nobody is left to answer. A call that is already being talked on goes on, and so do its buttons.
    link.onChange(() => {
      if (link.session === null && shown?.isRinging === true) showNothing()
    }),
    followSettings(settings, service),
  ]

  return {
    service,
    get state() {
      return { ...service.state, system: toSystem(process.platform) }
    },
    onState: (listener) => service.onState(listener),
    reportCalls(page, model) {
      if (!seats.holds(page)) return
      shown = model.kind === 'idle' ? null : { page, isRinging: model.kind === 'incoming' }
      service.setCallModel(model)
    },
    chooseByMicrophone(page, label) {
      if (seats.holds(page)) service.chooseByMicrophone(label)
    },
    onIntent: (page, listener) =>
      service.onIntent((intent) => {
        if (seats.holds(page)) listener(intent)
      }),
    setEnabled(key, enabled) {
      const others = settings.current.headsetsOff.filter((each) => each !== key)
      if (!enabled && others.length >= maxOff) return failed('invalid')
      const answer = settings.change({ headsetsOff: enabled ? others : [...others, key] })
      return answer.ok ? done(null) : answer
    },
    wantsLayout: (vendorId, productId) =>
      service.state.headsets.some(
        (each) =>
          each.failure === 'layout-unknown' && each.vendorId === vendorId && each.productId === productId,
      ),
    async close() {
      for (const stop of stops) stop()
      await service.close()
    },
  }
}

/** Whichever way a setting is changed, the headsets follow it. */
function followSettings(settings: SettingsStore, service: HeadsetService): () => void {
  let known: readonly HeadsetKey[] = settings.current.headsetsOff
  return settings.onChange(({ headsetsOff }) => {
    const before = known
    known = headsetsOff
    for (const key of before) if (!headsetsOff.includes(key)) service.setEnabled(key, true)
    for (const key of headsetsOff) if (!before.includes(key)) service.setEnabled(key, false)
  })
}

function toSystem(platform: NodeJS.Platform): DeskHeadsets['system'] {
  if (platform === 'win32') return 'windows'
  return platform === 'darwin' ? 'mac' : 'linux'
}
