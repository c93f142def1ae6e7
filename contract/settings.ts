/** What a person can set at their desk; defaults come from here and nowhere else. */
import { z } from 'zod'
import { AlertSettings } from '#contract/alertSettings'
import { CallSettings } from '#contract/callSettings'
import { HeadsetKey } from '#contract/headset'
import { Pins } from '#contract/pin'
import { PopOutWhen } from '#contract/popOut'
import { Shortcuts } from '#contract/shortcuts'
import { LastShown } from '#contract/shownNumber'
import { keptSoundSettings, soundPatch } from '#contract/soundSettings'
import { WallboardSettings } from '#contract/wallboardSettings'

/** ISO 3166 alpha-2, used to read national numbers; the practice centre is in Tehran. */
const Country = z.string().regex(/^[A-Z]{2}$/)

/** More headsets than one desk ever sees. */
const Headsets = z.array(HeadsetKey).max(200)

const Sort = z.object({ by: z.string().max(32), isDescending: z.boolean() })

/** How a supervisor left the floor: the tab, and how its lists stand. What is typed into a search is not kept. */
export const FloorView = z.object({
  tab: z.enum(['desk', 'floor', 'wallboard']).default('desk'),
  agentSort: Sort.default({ by: 'name', isDescending: false }),
  agentGroup: z.enum(['none', 'queue', 'team']).default('none'),
  /** A presence, `help` or `breakRequest`; `all` for everyone. */
  agentState: z.string().max(32).default('all'),
  queueSort: Sort.default({ by: 'name', isDescending: false }),
  waitingSort: Sort.default({ by: 'wait', isDescending: true }),
})
export type FloorView = z.infer<typeof FloorView>

export const Settings = z.object({
  locale: z.enum(['en', 'fa']).default('en'),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  country: Country.default('IR'),
  ...keptSoundSettings,
  /** Headsets not to be used for call control. */
  headsetsOff: Headsets.default([]),
  /** A soft tone when somebody begins to hear one's call, where one is told of it at all. */
  monitorTone: z.boolean().default(false),
  calls: CallSettings.prefault({}),
  shortcuts: Shortcuts.prefault({}),
  shownNumbers: LastShown.default({}),
  pins: Pins.default([]),
  /** When the call shows on a card over other programs; in a browser it opens by its button alone. */
  popOut: PopOutWhen.default('away'),
  alerts: AlertSettings.prefault({}),
  wallboard: WallboardSettings.prefault({}),
  floor: FloorView.prefault({}),
})
export type Settings = z.infer<typeof Settings>

/** A change of some settings; the rest stay. */
export const SettingsPatch = z
  .object({
    locale: Settings.shape.locale.unwrap(),
    theme: Settings.shape.theme.unwrap(),
    country: Country,
    ...soundPatch,
    headsetsOff: Headsets,
    monitorTone: z.boolean(),
    calls: CallSettings,
    shortcuts: Shortcuts,
    shownNumbers: LastShown,
    pins: Pins,
    popOut: PopOutWhen,
    alerts: AlertSettings,
    wallboard: WallboardSettings,
    floor: FloorView,
  })
  .partial()
export type SettingsPatch = z.infer<typeof SettingsPatch>

export const defaultSettings: Settings = Settings.parse({})
