/** Whether a call to the echo, as the telephone system saw it, can be what a desk says it heard itself in. Pure. */

/** By the gateway's clock. */
export interface EchoCall {
  /** When it was answered. */
  readonly upAtMs: number
  /** null while it lasts, or where its end was not told. */
  readonly overAtMs: number | null
}

/** A tone is heard, gone, and heard again: shorter than this no page has looked. */
const shortestMs = 700
/** From its beginning: a proof gives up sooner, and its word takes no longer. */
const latestMs = 30_000

export function isProof({ upAtMs, overAtMs }: EchoCall, nowMs: number): boolean {
  const lastedMs = (overAtMs ?? nowMs) - upAtMs
  return lastedMs >= shortestMs && nowMs - upAtMs <= latestMs
}
