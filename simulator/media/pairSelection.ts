/** Sends sound where the phone listens: the first path it tries, then whichever it chooses (RFC 8445 section 8). */
import type { RTCPeerConnection } from 'werift'

type Connection = RTCPeerConnection['iceTransports'][number]['connection']
/** Called with every ICE check that comes in, before it is answered. */
type CheckFilter = NonNullable<RTCPeerConnection['config']['iceFilterStunResponse']>

export interface PairSelection {
  readonly filter: CheckFilter
  /** The connection whose checks these are; those that come before are kept in mind. */
  follow(connection: Connection): void
}

/**
 * A phone names its path only with its second round of checks, 50 ms later. On one machine the first path that
 * carries a check is as good, so it counts as named until the phone names another.
 */
export function createPairSelection(): PairSelection {
  let connection: Connection | null = null
  let isFirst = true
  let named: readonly [string, number] | null = null

  const apply = () => {
    const target = named
    if (connection?.nominated === undefined || target === null) return
    const pair = connection.candidatePairs.find(
      ({ remoteAddr }) => remoteAddr[0] === target[0] && remoteAddr[1] === target[1],
    )
    if (pair !== undefined) connection.nominated = pair
  }
  return {
    filter(check, address) {
      if (check.attributesKeys.includes('USE-CANDIDATE')) named = [address[0], address[1]]
      else if (isFirst) check.setAttribute('USE-CANDIDATE', null)
      isFirst = false
      // The pair of this check is known when the check has been dealt with, later in this turn.
      queueMicrotask(apply)
      return true
    },
    follow(followed) {
      connection = followed
    },
  }
}
