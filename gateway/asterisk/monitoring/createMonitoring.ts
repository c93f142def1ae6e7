/** Carries out monitoring on Asterisk. */
import { type Answer, failed } from '#contract/failure'
import type { PbxMonitorCommand } from '#contract/pbx'

export interface Monitoring {
  execute(command: PbxMonitorCommand): Promise<Answer<null>>
}

export function createMonitoring(): Monitoring {
  return { execute: async (command) => failed('wrong-state', command.monitorId) }
}
