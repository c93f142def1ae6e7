/** What the page knows of its own monitoring sessions. */
import type { MonitorId } from '#contract/ids'
import type { Monitor, MonitorMode } from '#contract/monitor'
import type { PhoneLeg } from '#renderer/phone/monitoring/phoneLegs'

export interface MonitorSession {
  /** As the gateway tells it. */
  readonly monitor: Monitor
  /** `none` before the phone answered it, and after its end. */
  readonly leg: 'none' | 'up' | 'adopted'
  readonly microphone: PhoneLeg['microphone']
  /** In force, by all that is known; null when a command was lost on the way and nobody can say. */
  readonly mode: MonitorMode | null
  /** The mode asked for and not yet in force; null when there is none. */
  readonly pendingMode: MonitorMode | null
  /** What else is on its way. */
  readonly pending: 'takeOver' | 'handBack' | 'stop' | null
}

export interface MonitoringModel {
  readonly sessions: readonly MonitorSession[]
  /** The one heard in the middle and spoken to; null while there is none. */
  readonly focusId: MonitorId | null
  /** Whether the whisper key is held down. */
  readonly isHolding: boolean
}

export const noMonitoring: MonitoringModel = { sessions: [], focusId: null, isHolding: false }
