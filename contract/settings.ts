/** What a person can set at their desk; defaults come from here and nowhere else. */
import { z } from 'zod'
import { AlertSettings } from '#contract/alertSettings'
import { CallSettings } from '#contract/callSettings'
import { HeadsetKey } from '#contract/headset'
import { WallboardSettings } from '#contract/wallboardSettings'

/** ISO 3166 alpha-2, used to read national numbers; the practice centre is in Tehran. */
const Country = z.string().regex(/^[A-Z]{2}$/)

/** A media device remembered by id and, should the id change, by label. null means the system's default. */
export const ChosenDevice = z.object({ id: z.string().max(512), label: z.string().max(512) }).nullable()
export type ChosenDevice = z.infer<typeof ChosenDevice>

/** More headsets than one desk ever sees. */
const Headsets = z.array(HeadsetKey).max(200)

const Sort = z.object({ by: z.string().max(32), isDescending: z.boolean() })

/** How a supervisor left the floor: the tab, and how its lists stand. What is typed into a search is not kept. */
export const FloorView = z.object({
  tab: z.enum(['desk', 'floor', 'wallboard']).default('desk'),
  agentSort: Sort.default({ by: 'name', isDescending: false }),
  agentGroup: z.enum(['none', 'queue']).default('none'),
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
  microphone: ChosenDevice.default(null),
  speaker: ChosenDevice.default(null),
  ringer: ChosenDevice.default(null),
  /** 0 silent to 1 full. */
  ringVolume: z.number().min(0).max(1).default(0.8),
  /** Headsets not to be used for call control. */
  headsetsOff: Headsets.default([]),
  /** A soft tone when somebody begins to hear one's call, where one is told of it at all. */
  monitorTone: z.boolean().default(false),
  calls: CallSettings.prefault({}),
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
    microphone: ChosenDevice,
    speaker: ChosenDevice,
    ringer: ChosenDevice,
    ringVolume: z.number().min(0).max(1),
    headsetsOff: Headsets,
    monitorTone: z.boolean(),
    calls: CallSettings,
    alerts: AlertSettings,
    wallboard: WallboardSettings,
    floor: FloorView,
  })
  .partial()
export type SettingsPatch = z.infer<typeof SettingsPatch>

export const defaultSettings: Settings = Settings.parse({})
