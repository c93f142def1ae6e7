/** Whether the floor is live, and if not, what is lost and since when. */
import type { LinkState } from '#contract/link'
import type { DeskModel } from '#renderer/state/deskModel'

export interface LostFloor {
  /** The first broken link on the way out: page to desk, desk to gateway, gateway to telephone system. */
  readonly what: 'bridge' | 'gateway' | 'pbx'
  readonly sinceMs: number
  /** Whose clock `sinceMs` is by. */
  readonly clock: 'page' | 'gateway'
}

type Known = Pick<DeskModel, 'bridge' | 'desk' | 'centre'>

/** null while everything that is shown is true now. */
export function toLostFloor({ bridge, desk, centre }: Known): LostFloor | null {
  if (isAway(bridge)) return { what: 'bridge', sinceMs: bridge.sinceMs, clock: 'page' }
  if (desk !== null && isAway(desk.gateway))
    return { what: 'gateway', sinceMs: desk.gateway.sinceMs, clock: 'page' }
  if (centre !== null && isAway(centre.pbx))
    return { what: 'pbx', sinceMs: centre.pbx.sinceMs, clock: 'gateway' }
  return null
}

function isAway({ kind }: LinkState): boolean {
  return kind !== 'connected'
}
