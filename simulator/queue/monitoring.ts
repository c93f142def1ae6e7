/** The lives of monitoring legs: the supervisor's phone is rung, its leg put to calls, lost and closed. */
import { type Answer, done, failed } from '#contract/failure'
import { monitorHeader } from '#contract/monitor'
import type { MonitorLeg, PbxMonitorCommand } from '#contract/pbx'
import type { Step } from '#simulator/queue/floorStep'
import {
  type FloorMonitor,
  findMonitor,
  findPoint,
  findTaken,
  isSameStanding,
  toStanding,
} from '#simulator/queue/monitorState'
import { returnTaken, takeOver } from '#simulator/queue/monitorTakeOver'
import type { PhoneEvent } from '#simulator/telephony'

/** A desk answers its monitoring leg by itself, or refuses it; one that does neither is not there. */
const monitorRingMs = 10_000

export function handleMonitor(step: Step, command: PbxMonitorCommand): Answer<null> {
  if (command.kind === 'monitorOpen') return open(step, command)
  const monitor = step.state.monitors.get(command.monitorId)
  if (monitor === undefined) return failed('not-found', command.monitorId)
  switch (command.kind) {
    case 'monitorSteer':
      return steer(step, monitor, command)
    case 'monitorTakeOver':
      return takeOver(step, monitor)
    case 'monitorClose':
      return close(step, monitor)
  }
}

function open(step: Step, command: Extract<PbxMonitorCommand, { kind: 'monitorOpen' }>): Answer<null> {
  const { monitorId, extension, token, on, mode } = command
  const { lines, monitors } = step.state
  const line = lines.get(extension)
  if (line === undefined) return failed('not-found', extension)
  if (!line.registered || monitors.has(monitorId)) return failed('wrong-state', extension)
  const legId = step.newLegId()
  const ringsUntilMs = step.atMs + monitorRingMs
  monitors.set(monitorId, { id: monitorId, extension, legId, ringsUntilMs, on, mode, standing: null })
  const from = { number: extension, name: line.name }
  step.act({ kind: 'ring', request: { legId, extension, from, headers: { [monitorHeader]: token } } })
  return done(null)
}

/** A leg that still rings is put there once answered. A refused change leaves the leg as it was. */
function steer(
  step: Step,
  monitor: FloorMonitor,
  { on, mode }: Extract<PbxMonitorCommand, { kind: 'monitorSteer' }>,
): Answer<null> {
  const { state } = step
  if (monitor.ringsUntilMs === null) {
    if (findTaken(state, monitor.legId) !== null) return failed('wrong-state', monitor.id)
    if (on !== null && !state.calls.has(on.callId)) return failed('not-found', on.callId)
    if (on !== null && findPoint(state, monitor, on) === null) return failed('wrong-state', on.extension)
  }
  state.monitors.set(monitor.id, { ...monitor, on, mode })
  return done(null)
}

function close(step: Step, monitor: FloorMonitor): Answer<null> {
  returnTaken(step, monitor)
  const { extension, legId } = monitor
  forget(step, monitor, 'closed')
  step.act({ kind: 'hangUp', extension, legId, reason: 'normal' })
  return done(null)
}

/** What the phone of a monitoring leg does; a leg that talks has been treated as any party of its call before. */
export function handleMonitorLeg(step: Step, event: Extract<PhoneEvent, { legId: unknown }>): void {
  const monitor = findMonitor(step.state, event.legId)
  if (monitor === null) return
  if (event.kind === 'answered') step.state.monitors.set(monitor.id, { ...monitor, ringsUntilMs: null })
  if (event.kind === 'refused') forget(step, monitor, 'refused')
  if (event.kind === 'hungUp') forget(step, monitor, 'lost')
}

/** The phone is registered no more. A leg that talks is a party, and ends as parties do. */
export function loseMonitorsOf(step: Step, extension: string): void {
  for (const monitor of [...step.state.monitors.values()]) {
    if (monitor.extension !== extension || findTaken(step.state, monitor.legId) !== null) continue
    hangUp(step, monitor, 'lost')
  }
}

/** Phones that rang long enough for their monitoring leg have not taken it. */
export function expireMonitors(step: Step): void {
  for (const monitor of [...step.state.monitors.values()]) {
    if (monitor.ringsUntilMs !== null && monitor.ringsUntilMs <= step.atMs) hangUp(step, monitor, 'refused')
  }
}

function hangUp(step: Step, monitor: FloorMonitor, why: 'refused' | 'lost'): void {
  const { extension, legId } = monitor
  forget(step, monitor, why)
  step.act({ kind: 'hangUp', extension, legId, reason: 'normal' })
}

/** Out of every sound before anything else is done with the leg. */
function forget(step: Step, monitor: FloorMonitor, why: Extract<MonitorLeg, { kind: 'gone' }>['why']): void {
  step.state.monitors.delete(monitor.id)
  step.act({ kind: 'monitorGone', legId: monitor.legId })
  step.emit({ kind: 'monitorLeg', monitorId: monitor.id, leg: { kind: 'gone', why } })
}

/**
 * Brings every leg to where the state of its call says it is, and tells what is different. A leg whose agent is out of
 * the call waits until it is put somewhere anew, also when that agent comes back.
 */
export function settleMonitors(step: Step): void {
  for (const monitor of [...step.state.monitors.values()]) {
    if (monitor.ringsUntilMs !== null) continue
    const standing = toStanding(step.state, monitor)
    const on = standing.leg.kind === 'hearing' ? monitor.on : null
    step.state.monitors.set(monitor.id, { ...monitor, on, standing })
    if (isSameStanding(monitor.standing, standing)) continue
    const { leg, besideLegId } = standing
    const { legId } = monitor
    if (leg.kind === 'hearing' && besideLegId !== null) {
      step.act({ kind: 'monitor', callId: leg.callId, legId, besideLegId, mode: leg.mode })
    }
    if (leg.kind === 'waiting') step.act({ kind: 'monitorWait', legId })
    step.emit({ kind: 'monitorLeg', monitorId: monitor.id, leg })
  }
}
