/**
 * Decides whether the supervisor's microphone is in a session. Pure. It goes in only when the gateway has answered that
 * a mode is in force in which the supervisor is heard, and comes out at the click that leaves it: whatever is late,
 * refused, lost or contradicted leaves it out.
 */
import type { Monitor, MonitorMode } from '#contract/monitor'

export interface Voice {
  /** Asked for last. */
  readonly wished: MonitorMode
  /** Sent, and not answered yet. */
  readonly inFlight: MonitorMode | null
  /** The gateway's last word; null when a command was lost, and only a newer row can tell. */
  readonly confirmed: MonitorMode | null
  /** False from the click that made it quieter until a louder mode is answered. */
  readonly isOpen: boolean
  /** The session's row when the last command was sent: what it says is older than the answer. */
  readonly staleRow: Monitor | null
}

const loudness: Readonly<Record<MonitorMode, number>> = { listen: 0, whisper: 1, barge: 2 }

/** As the session was opened: the row tells when it is in force. */
export const beginVoice = (mode: MonitorMode): Voice => ({
  wished: mode,
  inFlight: null,
  confirmed: mode,
  isOpen: mode !== 'listen',
  staleRow: null,
})

/** null when nobody can say. */
export function toModeInForce({ confirmed, staleRow }: Voice, row: Monitor): MonitorMode | null {
  return row === staleRow ? confirmed : row.mode
}

export function wishMode(voice: Voice, mode: MonitorMode, row: Monitor): Voice {
  const loudest = Math.max(
    loudness[voice.inFlight ?? 'listen'],
    loudness[toModeInForce(voice, row) ?? 'barge'],
  )
  const isOpen = voice.isOpen && mode !== 'listen' && loudness[mode] >= loudest
  return { ...voice, wished: mode, isOpen }
}

/** The command to send now; null while one is on its way, or none is needed. */
export function toCommand(voice: Voice, row: Monitor): MonitorMode | null {
  if (voice.inFlight !== null) return null
  const isInForce = voice.wished === voice.confirmed && toModeInForce(voice, row) === voice.wished
  // In force and yet muted: a click that made it quieter was refused, or the microphone failed.
  const isMuted = voice.wished !== 'listen' && !voice.isOpen
  return isInForce && !isMuted ? null : voice.wished
}

export const sendMode = (voice: Voice, mode: MonitorMode, row: Monitor): Voice => ({
  ...voice,
  inFlight: mode,
  staleRow: row,
})

/**
 * - `done` it is in force
 * - `refused` things are as they were
 * - `lost` it may or may not be in force
 */
export function settleMode(voice: Voice, outcome: 'done' | 'refused' | 'lost'): Voice {
  const mode = voice.inFlight ?? voice.wished
  const isLast = voice.wished === mode
  const rested: Voice = { ...voice, inFlight: null }
  switch (outcome) {
    case 'done':
      return { ...rested, confirmed: mode, isOpen: isLast && mode !== 'listen' }
    case 'refused':
      return isLast ? { ...rested, wished: voice.confirmed ?? 'listen' } : rested
    case 'lost':
      return { ...rested, confirmed: null, isOpen: false }
  }
}

/** The microphone did not open, or the session begins anew by listening. */
export const closeVoice = (voice: Voice): Voice => ({ ...voice, isOpen: false })

/** Whether the microphone belongs into the leg. */
export function isHeard(voice: Voice, row: Monitor): boolean {
  if (!voice.isOpen || row.state.kind !== 'hearing') return false
  const mode = toModeInForce(voice, row)
  if (mode === null || mode === 'listen' || mode !== voice.confirmed) return false
  const next = Math.min(loudness[voice.wished], loudness[voice.inFlight ?? voice.wished])
  return next >= loudness[mode]
}
