/**
 * Keeps a queue's wrap-up time exactly: a pause of the link's own, set when an agent answers and lifted when the
 * time is over. Asterisk's own `wrapuptime` cannot be ended early, and a freed agent is offered the next caller
 * within 20 ms, sooner than a pause set at the end would come.
 */
import type { Logger } from 'pino'
import { type Answer, done } from '#contract/failure'
import type { PbxEvent } from '#contract/pbx'
import type { Clock } from '#contract/time'
import type { ActionAnswer } from '#gateway/asterisk/ami/pendingActions'
import type { ActionFields } from '#gateway/asterisk/ami/toActionText'
import { membershipsOf, readStanding, silentReason } from '#gateway/asterisk/events/memberState'
import type { Tracker } from '#gateway/asterisk/events/tracker'
import type { PauseLedger } from '#gateway/asterisk/link/pauseLedger'
import { toPauseFields, toPauseOrders } from '#gateway/asterisk/link/pauseOrders'
import type { CentrePlan } from '#gateway/asterisk/link/plan'

export interface Silence {
  hear(event: PbxEvent): void
  /** After a new reading: silences begun before are kept up or ended. */
  takeUp(): void
  /** Whether the extension is to be offered nothing now, whatever its pause. */
  covers(extension: string): boolean
  /** Ends the wrap-up that runs; nothing while the extension talks or when none runs. */
  finish(extension: string): Promise<Answer<null>>
  stop(): void
}

export interface SilenceOptions {
  readonly plan: CentrePlan
  readonly ledger: PauseLedger
  readonly clock: Clock
  readonly log: Logger
  send(action: string, fields: ActionFields): Promise<ActionAnswer>
  /** null while the switch is away. */
  trackerNow(): Tracker | null
}

type Rest =
  | { readonly kind: 'talking'; readonly callId: string; readonly wrapUpMs: number }
  | { readonly kind: 'resting'; cancel(): void }

export function createSilence({ plan, ledger, clock, log, send, trackerNow }: SilenceOptions): Silence {
  const rests = new Map<string, Rest>()
  const wrapUps = new Map<string, number>(plan.queues.map(({ id, wrapUpMs }) => [id, wrapUpMs]))

  /** The switch's word for "no queue named" is all queues. */
  async function setPause(extension: string, isPaused: boolean): Promise<Answer<null>> {
    const state = trackerNow()?.state
    const members = state === undefined ? [] : membershipsOf(state, extension)
    const orders = toPauseOrders({
      reason: isPaused ? silentReason : null,
      alone: ledger.alone(extension),
      interfaces: new Set(members.map((member) => member.interface)),
      places: members,
    })
    let answer: Answer<null> = done(null)
    for (const each of orders) {
      const told = await send('QueuePause', toPauseFields(each))
      if (!told.ok) answer = told
    }
    if (!answer.ok)
      log.warn({ extension, failure: answer.failure }, 'the silence after a call could not be set')
    return answer
  }

  function begin(extension: string, callId: string): void {
    const queueId =
      trackerNow()
        ?.calls()
        .find((call) => call.callId === callId)?.queueId ?? null
    const wrapUpMs = queueId === null ? 0 : (wrapUps.get(queueId) ?? 0)
    if (wrapUpMs === 0) return
    const before = rests.get(extension)
    if (before?.kind === 'resting') before.cancel()
    rests.set(extension, { kind: 'talking', callId, wrapUpMs })
    const state = trackerNow()?.state
    // Paused for a reason already: nothing will be offered, and the reason is to stay.
    if (state !== undefined && readStanding(state, extension).pausedReason === null)
      void setPause(extension, true)
  }

  function rest(extension: string, ms: number): void {
    const before = rests.get(extension)
    if (before?.kind === 'resting') before.cancel()
    rests.set(extension, { kind: 'resting', cancel: clock.after(ms, () => void lift(extension)) })
  }

  function leave(callId: string, extension: string | null): void {
    for (const [each, state] of rests) {
      if (state.kind !== 'talking' || state.callId !== callId) continue
      if (extension === null || each === extension) rest(each, state.wrapUpMs)
    }
  }

  async function lift(extension: string): Promise<Answer<null>> {
    const before = rests.get(extension)
    if (before?.kind === 'resting') before.cancel()
    rests.delete(extension)
    return isSilent(extension) ? setPause(extension, false) : done(null)
  }

  function isSilent(extension: string): boolean {
    const state = trackerNow()?.state
    if (state === undefined) return false
    return membershipsOf(state, extension).some((each) => each.isPaused && each.pausedReason === silentReason)
  }

  return {
    hear(event) {
      if (event.kind === 'callConnected') begin(event.extension, event.callId)
      else if (event.kind === 'callTransferred') leave(event.callId, event.extension)
      else if (event.kind === 'callEnded') leave(event.callId, null)
    },
    takeUp() {
      const tracker = trackerNow()
      if (tracker === null) return
      const talking = new Map(
        tracker
          .calls()
          .flatMap((call) =>
            call.state.kind === 'talking' || call.state.kind === 'held'
              ? [[call.state.extension, call] as const]
              : [],
          ),
      )
      for (const [extension, each] of rests) {
        if (each.kind === 'talking' && talking.get(extension)?.callId !== each.callId)
          rest(extension, each.wrapUpMs)
      }
      for (const { extension } of tracker.extensions()) {
        if (rests.has(extension) || !isSilent(extension)) continue
        const call = talking.get(extension)
        if (call !== undefined) begin(extension, call.callId)
        // When it began nobody can say any more: the longest the extension's queues have is never too short.
        if (!rests.has(extension)) rest(extension, longestOf(plan, wrapUps, extension))
      }
    },
    covers: (extension) => rests.has(extension),
    finish: async (extension) => (rests.get(extension)?.kind === 'resting' ? lift(extension) : done(null)),
    stop() {
      for (const each of rests.values()) if (each.kind === 'resting') each.cancel()
      rests.clear()
    },
  }
}

function longestOf(plan: CentrePlan, wrapUps: ReadonlyMap<string, number>, extension: string): number {
  const mine = [...plan.members].filter(([, members]) => members.some((each) => each.extension === extension))
  return Math.max(0, ...mine.map(([queue]) => wrapUps.get(queue) ?? 0))
}
