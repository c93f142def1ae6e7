/** What a supervisor does from the page to hear, coach and take over calls; each refusal is shown in place. */
import type { AgentId, MonitorId } from '#contract/ids'
import type { MonitorMode, MonitorTarget } from '#contract/monitor'

export interface MonitorActions {
  /** A session on the same target is steered instead of opening a second one. */
  startMonitor(target: MonitorTarget, mode: MonitorMode): Promise<void>
  /** Opens a session on the agent by listening where there is none, then takes the caller over. */
  takeOverFrom(agentId: AgentId): Promise<void>
  steerMonitor(monitorId: MonitorId, mode: MonitorMode): Promise<void>
  aimMonitor(monitorId: MonitorId, target: MonitorTarget): Promise<void>
  takeOver(monitorId: MonitorId): Promise<void>
  handBack(monitorId: MonitorId): Promise<void>
  stopMonitor(monitorId: MonitorId): Promise<void>
  /** Of several, the one that is heard in the middle and spoken to. */
  focusMonitor(monitorId: MonitorId): void
  /** Whispers into the focused session while held, and listens again. */
  holdWhisper(isHeld: boolean): void
}
