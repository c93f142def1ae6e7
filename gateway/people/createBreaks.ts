/** Gives breaks by the rules of the site: to who asks, to who waits as soon as there is room, and by a supervisor. */
import type { Logger } from 'pino'
import { z } from 'zod'
import type { ActInput, ActOutput } from '#contract/acts'
import type { ChosenStatus } from '#contract/agent'
import { type Answer, done, failed } from '#contract/failure'
import type { AgentId } from '#contract/ids'
import type { Clock } from '#contract/time'
import type { ChooseStatus } from '#gateway/commands/createStatusChoice'
import type { RunOnce } from '#gateway/commands/runOnce'
import type { LiveCentre } from '#gateway/liveStream/liveCentre'
import type { Floor } from '#gateway/model/floor'
import { type BreakGrant, judgeBreak, nextGrants } from '#gateway/people/breakPlaces'

export interface Breaks {
  /** A person's own choice of a status: a break that the rules do not allow now is `wrong-state`, and can be asked for. */
  readonly choose: ChooseStatus
  ask(agentId: AgentId, reasonId: string): Promise<Answer<ActOutput<'breaks', 'ask'>>>
  withdraw(agentId: AgentId): Answer<null>
  /** A supervisor's word counts for more than the rules. */
  decide(by: string, input: ActInput<'breaks', 'decide'>): Promise<Answer<null>>
  close(): void
}

export interface BreaksOptions {
  readonly centre: LiveCentre
  /** Puts a status in force whoever chose it. */
  readonly put: ChooseStatus
  readonly once: RunOnce
  newId(): string
  readonly clock: Clock
  readonly log: Logger
}

/** After the telephone system refused somebody's break; each time twice as long, as each try is recorded. */
const retryMs = 5000
const longestRetryMs = 300_000

export function createBreaks({ centre, put, once, newId, clock, log }: BreaksOptions): Breaks {
  const granting = new Set<AgentId>()
  const refused = new Set<AgentId>()
  const delays = new Map<AgentId, number>()
  const retries = new Set<() => void>()
  const underWay = { granting, refused }
  let isClosed = false

  async function grant(agentId: AgentId, reasonId: string): Promise<Answer<{ effect: 'now' | 'next' }>> {
    granting.add(agentId)
    let isDone = false
    try {
      const answer = await put(agentId, { kind: 'break', reasonId })
      isDone = answer.ok
      if (isDone) delays.delete(agentId)
      return answer
    } finally {
      granting.delete(agentId)
      if (!isDone) retryLater(agentId)
      giveNext()
    }
  }

  /** Everyone in line there is room for; recorded as the gateway's own doing. */
  function giveNext(): void {
    if (isClosed) return
    for (const next of nextGrants(centre.floor, underWay)) {
      give(next).catch((error: unknown) => log.error({ err: error }, 'a break could not be given'))
    }
  }

  async function give({ agentId, reasonId }: BreakGrant): Promise<void> {
    await once({
      agentId,
      commandId: newId(),
      kind: 'gateway.grantBreak',
      detail: { reasonId },
      value: z.object({ effect: z.enum(['now', 'next']) }),
      run: () => grant(agentId, reasonId),
    })
  }

  function retryLater(agentId: AgentId): void {
    if (isClosed || refused.has(agentId)) return
    refused.add(agentId)
    const delayMs = delays.get(agentId) ?? retryMs
    delays.set(agentId, Math.min(delayMs * 2, longestRetryMs))
    const cancel = clock.after(delayMs, () => {
      retries.delete(cancel)
      refused.delete(agentId)
      giveNext()
    })
    retries.add(cancel)
  }

  const stop = centre.onStep((after, before) => {
    if (after.agents !== before.agents || after.queues !== before.queues || after.seats !== before.seats) {
      giveNext()
    }
  })

  return {
    async choose(agentId: AgentId, status: ChosenStatus) {
      if (status.kind !== 'break') return put(agentId, status)
      if (!isBreakReason(centre.floor, status.reasonId)) return failed('invalid', status.reasonId)
      const verdict = judgeBreak(centre.floor, agentId, underWay)
      return verdict === 'granted' ? grant(agentId, status.reasonId) : failed('wrong-state')
    },
    async ask(agentId, reasonId) {
      if (!isBreakReason(centre.floor, reasonId)) return failed('invalid', reasonId)
      const verdict = judgeBreak(centre.floor, agentId, underWay)
      if (verdict === 'granted') {
        const granted = await grant(agentId, reasonId)
        return granted.ok ? done({ outcome: granted.value.effect }) : granted
      }
      centre.tell({ kind: 'breakAsked', agentId, reasonId, state: verdict, atMs: clock.nowMs() })
      const state = centre.floor.agents.get(agentId)?.breakRequest?.state
      return done({ outcome: state === 'queued' ? 'queued' : 'asked' })
    },
    withdraw(agentId) {
      const isOnItsWay = granting.has(agentId)
      if (isOnItsWay || centre.floor.agents.get(agentId)?.breakRequest === undefined) {
        return failed('wrong-state')
      }
      centre.tell({ kind: 'breakDecided', agentId, decision: 'withdrawn', by: null, atMs: clock.nowMs() })
      return done(null)
    },
    async decide(by, { agentId, decision }) {
      const request = centre.floor.agents.get(agentId)?.breakRequest
      if (request === undefined || granting.has(agentId)) return failed('wrong-state')
      if (decision === 'grant') {
        const granted = await grant(agentId, request.reasonId)
        return granted.ok ? done(null) : granted
      }
      const told = decision === 'decline' ? 'declined' : 'queued'
      centre.tell({ kind: 'breakDecided', agentId, decision: told, by, atMs: clock.nowMs() })
      return done(null)
    },
    close() {
      isClosed = true
      stop()
      for (const cancel of retries) cancel()
    },
  }
}

function isBreakReason(floor: Floor, reasonId: string): boolean {
  return floor.pauseReasons.some(({ id, kind }) => id === reasonId && kind === 'break')
}
