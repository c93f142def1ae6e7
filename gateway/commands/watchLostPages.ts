/** Watches for phones that vanish in a queue call and has the PBX park their callers and give them back. */
import type { Logger } from 'pino'
import type { Answer, Failure } from '#contract/failure'
import type { AgentId, CallId } from '#contract/ids'
import type { PbxEvent, PbxFloorCommand } from '#contract/pbx'
import type { Clock } from '#contract/time'
import {
  callToRescue,
  type LostPagePlan,
  nextRescueStep,
  type Rescue,
  readStanding,
} from '#gateway/commands/lostPage'
import type { LiveCentre } from '#gateway/liveStream/liveCentre'

export interface LostPages {
  /** Every event, after the model has taken it. */
  hear(event: PbxEvent): void
  close(): void
}

export interface LostPagesOptions {
  readonly centre: LiveCentre
  /** Has the PBX do it, and records it under the agent's name. */
  order(agentId: AgentId, command: PbxFloorCommand): Promise<Answer<null>>
  /** Whether the switch of an extension is there. */
  isReached(extension: string): boolean
  readonly plan: LostPagePlan
  readonly clock: Clock
  readonly log: Logger
}

interface Case {
  readonly callId: CallId
  readonly agentId: AgentId
  rescue: Rescue
  isBusy: boolean
  cancel: () => void
}

/** A switch that is away or slow is asked again; the caller must not be forgotten. */
const retryMs = 2000

export function watchLostPages(options: LostPagesOptions): LostPages {
  const { centre, order, isReached, plan, clock, log } = options
  const cases = new Map<CallId, Case>()
  /** People whose phone was there when last looked at. */
  let present = presentNow()
  /** By extension: what its phone last called its place. */
  const places = new Map<string, string>()

  function presentNow(): Set<AgentId> {
    const { agents, seats } = centre.floor
    return new Set([...seats.keys()].filter((id) => agents.get(id)?.phone === 'registered'))
  }

  function lose(agentId: AgentId): void {
    const callId = callToRescue(centre.floor, agentId)
    if (callId === null) return
    const known = cases.get(callId)
    const sinceMs = clock.nowMs()
    if (known?.rescue.kind === 'replaced') known.rescue = { ...known.rescue, sinceMs }
    else if (known === undefined) open(callId, agentId, { kind: 'lost', sinceMs })
    else return
    log.info({ agentId, callId }, 'the phone of an agent was lost in a queue call')
    look(callId)
  }

  /** A page that was loaded anew is there within a second, and has none of the calls of the one before. */
  function notePlace({ extension, place }: Extract<PbxEvent, { readonly kind: 'phoneRegistered' }>): void {
    if (place === undefined) return
    const before = places.get(extension)
    places.set(extension, place)
    if (before === undefined || before === place) return
    const agentId = centre.floor.agentIds.get(extension)
    const callId = agentId === undefined ? null : callToRescue(centre.floor, agentId)
    if (agentId === undefined || callId === null) return
    const rescue: Rescue = { kind: 'replaced', sinceMs: clock.nowMs(), retryAtMs: 0 }
    const known = cases.get(callId)
    if (known === undefined) open(callId, agentId, rescue)
    else if (known.rescue.kind === 'lost') known.rescue = rescue
    log.info({ agentId, callId }, 'the page of an agent was replaced by another in a queue call')
    look(callId)
  }

  function open(callId: CallId, agentId: AgentId, rescue: Rescue): void {
    cases.set(callId, { callId, agentId, rescue, isBusy: false, cancel: () => {} })
  }

  function look(callId: CallId): void {
    const each = cases.get(callId)
    if (each === undefined || each.isBusy) return
    each.cancel()
    // Nothing can be asked of a switch that is away; its coming back is a step that looks again.
    if (!isReached(centre.floor.agents.get(each.agentId)?.extension ?? '')) return
    const standing = readStanding(centre.floor, callId, each.agentId)
    const nowMs = clock.nowMs()
    const step = nextRescueStep(each.rescue, standing, plan, nowMs)
    switch (step.kind) {
      case 'leave':
        cases.delete(callId)
        return
      case 'wait':
        each.rescue = step.as
        if (step.untilMs !== null) each.cancel = clock.after(step.untilMs - nowMs, () => look(callId))
        return
      case 'park':
      case 'giveTo':
        carryOut(each, step.kind).catch((error: unknown) =>
          log.error({ err: error, callId }, 'a lost caller could not be cared for'),
        )
    }
  }

  async function carryOut(each: Case, kind: 'park' | 'giveTo'): Promise<void> {
    const { callId, agentId } = each
    const extension = centre.floor.agents.get(agentId)?.extension
    if (extension === undefined) return
    each.isBusy = true
    try {
      const answer = await order(agentId, kind === 'park' ? { kind, callId } : { kind, callId, extension })
      settle(each, kind, answer)
    } finally {
      each.isBusy = false
    }
    look(callId)
  }

  function settle(each: Case, kind: 'park' | 'giveTo', answer: Answer<null>): void {
    const { sinceMs } = each.rescue
    const retryAtMs = clock.nowMs() + retryMs
    if (kind === 'giveTo') {
      const isReplaced = each.rescue.kind === 'replaced'
      if (answer.ok || (isReplaced && !isPassing(answer.failure))) cases.delete(each.callId)
      else each.rescue = { kind: isReplaced ? 'replaced' : 'parked', sinceMs, retryAtMs }
    } else if (answer.ok) each.rescue = { kind: 'parking', sinceMs, retryAtMs: null }
    else if (isPassing(answer.failure)) each.rescue = { kind: 'parking', sinceMs, retryAtMs }
    else cases.delete(each.callId)
  }

  const stop = centre.onStep(() => {
    for (const callId of cases.keys()) look(callId)
  })
  return {
    hear(event) {
      // Pages may come and go unseen now: the next place told of is nothing new.
      if (event.kind === 'linkDown') places.clear()
      if (event.kind !== 'phoneUnregistered' && event.kind !== 'phoneRegistered' && event.kind !== 'snapshot')
        return
      const before = present
      present = presentNow()
      for (const agentId of before) if (!present.has(agentId)) lose(agentId)
      if (event.kind === 'phoneRegistered') notePlace(event)
    },
    close() {
      stop()
      for (const { cancel } of cases.values()) cancel()
      cases.clear()
    },
  }
}

function isPassing({ code }: Failure): boolean {
  return code === 'switch-away' || code === 'timed-out' || code === 'internal'
}
