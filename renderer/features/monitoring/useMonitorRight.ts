/** How much this person may monitor, as their gateway says; one that does not say refuses what may not be by itself. */
import type { MonitorRight } from '#contract/monitor'
import { useDesk } from '#renderer/state/useDesk.tsx'

export const useMonitorRight = (): MonitorRight => useDesk((model) => model.centre?.monitorRight ?? 'full')
