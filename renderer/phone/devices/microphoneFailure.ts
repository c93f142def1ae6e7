/** Turns what the browser throws when a microphone cannot be opened into a named failure. */
import { type Failure, toFailure } from '#contract/failure'

/** Names are those of getUserMedia (W3C Media Capture and Streams); null for an error of another kind. */
export function toMicrophoneFailure(error: unknown): Failure | null {
  switch (nameOf(error)) {
    case 'NotAllowedError':
    case 'SecurityError':
      return toFailure('microphone-refused')
    case 'NotFoundError':
    case 'OverconstrainedError':
      return toFailure('microphone-absent')
    case 'NotReadableError':
    case 'AbortError':
    case 'InvalidStateError':
      return toFailure('microphone-busy')
    default:
      return null
  }
}

function nameOf(error: unknown): string | null {
  return typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : null
}
