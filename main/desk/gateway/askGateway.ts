/** Sends one command over one connection and always comes back with an answer. */
import { ORPCError } from '@orpc/client'
import { type Answer, failed } from '#contract/failure'
import type { Clock } from '#contract/time'
import type { WireClient } from '#contract/wire'
import type { GatewayConnection } from '#main/desk/gateway/gatewayConnection'
import type { Log } from '#main/desk/log'
import { raceTimeout } from '#main/desk/raceTimeout'

/** A command that the gateway has not answered by then is answered `timed-out`; it may still have been carried out. */
export const commandTimeoutMs = 5000

export type SendCommand<T> = (client: WireClient, options: { signal: AbortSignal }) => Promise<Answer<T>>

/** A lost connection answers `gateway-away`, a gateway that does not understand the command `invalid`. */
export function askGateway<T>(
  connection: GatewayConnection,
  clock: Clock,
  log: Log,
  send: SendCommand<T>,
): Promise<Answer<T>> {
  const givingUp = new AbortController()
  const signal = AbortSignal.any([connection.signal, givingUp.signal])
  const asked = send(connection.client, { signal }).catch((cause: unknown): Answer<T> => {
    if (signal.aborted) return failed('gateway-away')
    if (cause instanceof ORPCError && cause.status < 500) return failed('invalid')
    log.error({ err: cause }, 'the gateway answered with a surprise')
    return failed('internal')
  })
  return raceTimeout(clock, commandTimeoutMs, asked, () => {
    givingUp.abort()
    return failed('timed-out')
  })
}
