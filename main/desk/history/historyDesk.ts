/** Writes the call history of whoever is signed in, as the page's phone tells it and the live model completes it. */
import type { Agent } from '#contract/agent'
import type { LiveMessage } from '#contract/centre'
import { type Answer, done, failed } from '#contract/failure'
import type { CallReport, HistoryPage, HistoryQuery, HistoryState } from '#contract/history'
import type { CallId } from '#contract/ids'
import type { Clock } from '#contract/time'
import { interrupt, type KeptCall, noteReport, settle } from '#main/desk/history/historyBook'
import type { HistoryStore } from '#main/desk/history/historyStore'
import { createListeners } from '#main/desk/listeners'
import type { CrmCache, GatewayLink } from '#main/desk/parts'
import type { PageId } from '#main/desk/phoneSeat'

export interface HistoryDesk {
  /** Of the agent signed in, or last signed in. */
  readonly state: HistoryState
  onChange(listener: () => void): () => void
  /** A page follows the history; the function returned ends it. Calls it told of and did not end are then waited for. */
  open(page: PageId): () => void
  note(page: PageId, report: CallReport): Answer<null>
  find(query: HistoryQuery): Answer<HistoryPage>
  /** What is kept of a call by the telephone system's id; the last one where it came back. null for none. */
  findCall(callId: CallId): KeptCall | null
  markSeen(): Answer<null>
  /** Takes a person's calls out of the history of whoever is signed in. */
  forget(personId: string, numbers: readonly string[]): void
  close(): void
}

export interface HistoryDeskOptions {
  readonly link: Pick<GatewayLink, 'session' | 'centre' | 'onChange' | 'onLive'>
  readonly cache: Pick<CrmCache, 'lookup'>
  readonly clock: Clock
  openStore(agentId: string): HistoryStore
}

/** A page that was reloaded takes its call up again, or the caller is brought back to it, within this time. */
export const interruptedAfterMs = 60_000

const nobody: HistoryState = { revision: 0, unseenMissed: 0 }

export function createHistoryDesk({ link, cache, clock, openStore }: HistoryDeskOptions): HistoryDesk {
  const listeners = createListeners()
  let current: { readonly agentId: string; readonly store: HistoryStore } | null = null
  /** Which page told of a call that lasts, by the phone's id. */
  const tellers = new Map<string, PageId>()
  /** Calls whose page is gone, each with how to stop waiting for it. */
  const waited = new Map<string, () => void>()

  const stopWaiting = (sipCallId: string): void => {
    waited.get(sipCallId)?.()
    waited.delete(sipCallId)
  }

  const shut = (): void => {
    for (const cancel of waited.values()) cancel()
    waited.clear()
    tellers.clear()
    current?.store.close()
    current = null
  }

  const follow = (): void => {
    const agentId = link.session?.agentId
    if (agentId === undefined || agentId === current?.agentId) return
    shut()
    const store = openStore(agentId)
    store.onChange(listeners.tell)
    current = { agentId, store }
    listeners.tell()
  }

  const findLive = (sipCallId: string) =>
    [...(current?.store.calls ?? [])].find((call) => call.sipCallId === sipCallId && call.outcome === 'live')

  const giveUp = (sipCallId: string): void => {
    waited.delete(sipCallId)
    const call = findLive(sipCallId)
    if (call !== undefined) current?.store.put(interrupt(call))
  }

  /** The gateway saw the end of a call the page was lost in. */
  const settleFrom = (agent: Agent): void => {
    if (current === null || agent.id !== current.agentId || agent.activity.kind !== 'wrapUp') return
    const { callId, startedAtMs, talkedMs } = agent.activity.wrapUp
    for (const call of [...current.store.calls]) {
      const isOrphan = call.outcome === 'interrupted' || waited.has(call.sipCallId)
      if (call.callId !== callId || !isOrphan) continue
      stopWaiting(call.sipCallId)
      current.store.put(settle(call, { answeredAtMs: startedAtMs - talkedMs, endedAtMs: startedAtMs }))
    }
  }

  const stops = [link.onChange(follow), link.onLive((message) => toAgents(message).forEach(settleFrom))]
  follow()

  return {
    get state() {
      return current?.store.state ?? nobody
    },
    onChange: listeners.on,
    open(page) {
      return () => {
        for (const [sipCallId, teller] of [...tellers]) {
          if (teller !== page) continue
          tellers.delete(sipCallId)
          waited.set(
            sipCallId,
            clock.after(interruptedAfterMs, () => giveUp(sipCallId)),
          )
        }
      }
    },
    note(page, report) {
      if (current === null) return failed('signed-out')
      const call = noteReport(current.store.calls, withPerson(report, cache), clock.nowMs())
      // The same caller may have come back under another id of the phone.
      for (const kept of [...current.store.calls]) if (kept.id === call.id) stopWaiting(kept.sipCallId)
      stopWaiting(report.sipCallId)
      if (call.outcome === 'live') tellers.set(call.sipCallId, page)
      else tellers.delete(call.sipCallId)
      current.store.put(call)
      return done(null)
    },
    find: (query) => done(current?.store.find(query, link.centre?.queues ?? []) ?? { entries: [], total: 0 }),
    findCall: (callId) =>
      [...(current?.store.calls ?? [])].findLast((call) => call.callId === callId) ?? null,
    markSeen() {
      current?.store.markSeen()
      return done(null)
    },
    forget: (personId, numbers) => current?.store.forget(personId, numbers),
    close() {
      for (const stop of stops) stop()
      shut()
    },
  }
}

/** The page may not know who it is, for one called outside the queues: the customer book does. */
function withPerson(report: CallReport, cache: Pick<CrmCache, 'lookup'>): CallReport {
  if (report.personId !== null || report.number === null) return report
  const answer = cache.lookup(report.number)
  if (!answer.ok || answer.value.kind !== 'one') return report
  const { name, personId } = answer.value.card
  return { ...report, name, personId }
}

function toAgents(message: LiveMessage): readonly Agent[] {
  if (message.kind === 'snapshot') return message.centre.agents
  if (message.kind !== 'delta') return []
  return message.changes.flatMap((change) => (change.kind === 'agent' ? [change.agent] : []))
}
