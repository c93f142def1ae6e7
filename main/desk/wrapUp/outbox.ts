/** Sends finished wrap-ups to the gateway: in order, each once, now or whenever the gateway is back. */
import type { FailureCode } from '#contract/failure'
import type { Clock } from '#contract/time'
import type { WrapUpRecord } from '#contract/wrapUp'
import { createListeners } from '#main/desk/listeners'
import type { Log } from '#main/desk/log'
import type { GatewayLink, WrapUpStore } from '#main/desk/parts'
import { createRetry } from '#main/desk/retry'

export interface OutboxOptions {
  readonly store: Pick<WrapUpStore, 'unsent' | 'markSent'>
  readonly link: Pick<GatewayLink, 'state' | 'session' | 'onChange' | 'sendRecord'>
  /** Only this agent's session may send: what another agent wrote must not reach the gateway under a wrong name. */
  readonly agentId: string
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
}

export interface Outbox {
  readonly unsentCount: number
  onChange(listener: () => void): () => void
  /** Tries at once; answers whether this record has reached the gateway when the try is over. */
  send(commandId: string): Promise<boolean>
  close(): void
}

/** Failures after which the same record can still be taken; any other is a refusal, kept for a later start. */
const passing: ReadonlySet<FailureCode> = new Set([
  'gateway-away',
  'switch-away',
  'timed-out',
  'signed-out',
  'signed-in-elsewhere',
  'internal',
])

export function createOutbox({ store, link, agentId, clock, random, log }: OutboxOptions): Outbox {
  const listeners = createListeners()
  const retry = createRetry(clock, random)
  const refused = new Set<string>()
  let round: Promise<void> | null = null
  let closed = false

  const isReady = (): boolean =>
    !closed && link.state.kind === 'connected' && link.session?.agentId === agentId
  const nextRecord = (): WrapUpRecord | undefined =>
    store.unsent().find((record) => !refused.has(record.commandId))

  /** Sends one after the other until the outbox is empty or the gateway cannot take more now. */
  const sendAll = async (): Promise<void> => {
    for (let record = nextRecord(); record !== undefined && isReady(); record = nextRecord()) {
      const answer = await link.sendRecord(record)
      if (!answer.ok && passing.has(answer.failure.code)) return retryLater(answer.failure.code)
      retry.reset()
      if (answer.ok) store.markSent(record.commandId)
      else refuse(record, answer.failure.code)
      listeners.tell()
    }
  }

  const refuse = (record: WrapUpRecord, why: FailureCode): void => {
    refused.add(record.commandId)
    log.error({ callId: record.callId, why }, 'the gateway refused a wrap-up; it is kept')
  }

  const retryLater = (why: FailureCode): void => {
    if (closed) return
    log.info({ why, unsent: store.unsent().length }, 'wrap-ups wait')
    retry.later(pump)
  }

  const pump = (): Promise<void> => {
    retry.cancel()
    if (!isReady() || nextRecord() === undefined) return round ?? Promise.resolve()
    round ??= sendAll().finally(() => {
      round = null
    })
    return round
  }

  /** A link that comes back is worth a try at once; every other change of it is not. */
  let wasReady = isReady()
  const stopWatching = link.onChange(() => {
    const isNow = isReady()
    if (isNow && !wasReady) void pump()
    wasReady = isNow
  })
  void pump()

  return {
    get unsentCount() {
      return store.unsent().length
    },
    onChange: listeners.on,
    async send(commandId) {
      listeners.tell()
      const isWaiting = (): boolean => store.unsent().some((record) => record.commandId === commandId)
      await pump()
      // A round that was already under way may have ended before this record was in the outbox.
      if (isWaiting() && !retry.isWaiting) await pump()
      return !isWaiting()
    },
    close() {
      closed = true
      retry.cancel()
      stopWatching()
    },
  }
}
