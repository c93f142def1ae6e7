/**
 * Says from events alone who should hear whom, voice by voice: another way than the centre's own, which goes pair by
 * pair from its state.
 */
import type { CallId } from '#contract/ids'
import type { MonitorLeg, PbxEvent } from '#contract/pbx'

export const outside = 'outside'

export interface HearingOracle {
  take(event: PbxEvent): void
  /** A monitoring leg was asked for at this extension. */
  opened(monitorId: string, extension: string): void
  readonly calls: ReadonlyMap<CallId, OracleCall>
  /** What each session's leg does by the last event; null while its phone rings. */
  readonly monitors: ReadonlyMap<string, { readonly extension: string; readonly leg: MonitorLeg | null }>
  /** The ears a voice in this call reaches: extensions, `outside`, and sessions by their ids. */
  audienceOf(callId: CallId, speaker: string): ReadonlySet<string>
  /** What was told and cannot be true, in words. */
  readonly complaints: readonly string[]
}

interface OracleCall {
  readonly direction: 'inbound' | 'outbound' | 'internal'
  /** Who dialled and is not connected yet. */
  dialler: string | null
  /** Who talks, and whether they hold. */
  readonly talkers: Map<string, boolean>
}

export function createHearingOracle(): HearingOracle {
  const calls = new Map<CallId, OracleCall>()
  const monitors = new Map<string, { readonly extension: string; readonly leg: MonitorLeg | null }>()
  const complaints: string[] = []
  const hearingIn = (callId: CallId) =>
    [...monitors].flatMap(([id, { leg }]) =>
      leg?.kind === 'hearing' && leg.callId === callId ? [{ id, leg }] : [],
    )
  return {
    take(event) {
      if (event.kind === 'monitorLeg') moveMonitor(event.monitorId, event.leg)
      else moveCall(calls, event)
    },
    opened: (monitorId, extension) => void monitors.set(monitorId, { extension, leg: null }),
    calls,
    monitors,
    complaints,
    audienceOf(callId, speaker) {
      const call = calls.get(callId)
      if (call === undefined) return new Set()
      const everyone = new Set<string>()
      if (call.direction !== 'internal') everyone.add(outside)
      for (const [extension, holds] of call.talkers) if (!holds) everyone.add(extension)
      const watching = hearingIn(callId)
      const spying = watching.find(({ id }) => id === speaker)
      if (spying === undefined) {
        if (call.talkers.get(speaker) === true) return new Set()
        for (const { id } of watching) everyone.add(id)
      } else if (spying.leg.mode === 'listen') return new Set()
      else if (spying.leg.mode === 'whisper') {
        return new Set(call.talkers.get(spying.leg.extension) === true ? [] : [spying.leg.extension])
      } else for (const { id, leg } of watching) if (leg.mode === 'barge') everyone.add(id)
      everyone.delete(speaker)
      return everyone
    },
  }

  function moveMonitor(id: string, leg: MonitorLeg): void {
    const known = monitors.get(id)
    if (known === undefined) complaints.push(`${id} is told of and not there`)
    else if (leg.kind === 'gone') monitors.delete(id)
    else monitors.set(id, { ...known, leg })
    if (leg.kind === 'hearing' && calls.get(leg.callId)?.talkers.has(leg.extension) !== true) {
      complaints.push(`${id} hears ${leg.extension}, who is not in ${leg.callId}`)
    }
    if (leg.kind === 'talking' && calls.get(leg.callId)?.talkers.has(known?.extension ?? '') !== true) {
      complaints.push(`${id} talks in ${leg.callId} and is not in it`)
    }
  }
}

function moveCall(calls: Map<CallId, OracleCall>, event: PbxEvent): void {
  if (!('callId' in event)) return
  if (event.kind === 'callEntered') {
    const { callId, direction, extension } = event
    calls.set(callId, { direction, dialler: direction === 'internal' ? extension : null, talkers: new Map() })
  }
  const call = calls.get(event.callId)
  if (call === undefined) return
  if (event.kind === 'callConnected') {
    if (call.dialler !== null) call.talkers.set(call.dialler, false)
    call.dialler = null
    call.talkers.set(event.extension, false)
  }
  if (event.kind === 'callTransferred') call.talkers.delete(event.extension)
  if (event.kind === 'callHeld') call.talkers.set(event.extension, true)
  if (event.kind === 'callResumed') call.talkers.set(event.extension, false)
  if (event.kind === 'callEnded') calls.delete(event.callId)
}
