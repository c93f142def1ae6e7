/** Tells main of every call of this page's phone until it has been heard, and knows when the history has changed. */
import type { Call } from '#contract/call'
import type { Centre } from '#contract/centre'
import type { CallReport, HistoryState } from '#contract/history'
import type { HeldTelling } from '#renderer/phone/heldTelling'
import type { CallOutcome } from '#renderer/phone/phone'
import { findLiveCall } from '#renderer/state/caller/callerView'
import type { DeskCore } from '#renderer/state/deskCore'
import type { CallerView, PhoneCall } from '#renderer/state/deskModel'
import { toHandedTo } from '#renderer/state/phone/handOver'

export interface HistoryFlow {
  /** The bridge is back: what was not heard is told again, and what lasts once more. */
  retry(): void
  end(): void
}

export const noHistory: HistoryState = { revision: 0, unseenMissed: 0 }

/** Calls that ended while main was away; more than anybody makes in that time. */
const mostUnheard = 200

/** `screen` is held while a ring is drawn: the history waits for that. */
export function createHistoryFlow(core: DeskCore, screen: HeldTelling): HistoryFlow {
  /** By the phone's id: the newest of each call that main has not confirmed. */
  const unheard = new Map<string, CallReport>()
  /** As last told, for a page whose connection to main was lost meanwhile. */
  const lasting = new Map<string, CallReport>()

  const send = async (report: CallReport): Promise<void> => {
    const answer = await core.bridge.ask((client) => client.history.note(report))
    const isPassing =
      !answer.ok && (answer.failure.code === 'gateway-away' || answer.failure.code === 'timed-out')
    if (!isPassing && unheard.get(report.sipCallId) === report) unheard.delete(report.sipCallId)
  }

  const tell = (report: CallReport): void => {
    unheard.delete(report.sipCallId)
    unheard.set(report.sipCallId, report)
    for (const id of unheard.keys()) {
      if (unheard.size <= mostUnheard) break
      unheard.delete(id)
    }
    if (report.outcome === null) lasting.set(report.sipCallId, report)
    else lasting.delete(report.sipCallId)
    screen.tell(() => void send(report))
  }

  const note = (call: PhoneCall, outcome: CallOutcome | null): void => {
    tell(toReport(core, call, outcome, lasting.get(call.sipCallId) ?? null))
  }

  const stop = core.phone.onEvent((event) => {
    if (event.kind === 'ended') note(event.call, event.outcome)
    else if (event.kind !== 'held' && event.kind !== 'resumed') note(event.call, null)
  })
  return {
    retry() {
      for (const report of new Map([...lasting, ...unheard]).values()) void send(report)
    },
    end: stop,
  }
}

function toReport(
  { store, clock }: DeskCore,
  call: PhoneCall,
  outcome: CallOutcome | null,
  before: CallReport | null,
): CallReport {
  const { centre, me, caller, clockOffsetMs } = store.getState()
  const live = findLiveCall(call.callId, centre, me)
  const own = caller !== null && caller.callId !== null && caller.callId === call.callId ? caller : null
  const queue = call.direction === 'out' ? null : (findQueue(own, live, centre) ?? before)
  const colleague = centre?.agents.find(({ extension }) => extension === call.number)
  const queuedAtMs = live?.queuedAtMs ?? own?.queuedAtMs ?? null
  return {
    sipCallId: call.sipCallId,
    callId: call.callId,
    direction: call.direction,
    number: call.number,
    name: own?.person?.name ?? own?.name ?? colleague?.name ?? call.name ?? before?.name ?? null,
    personId: own?.person?.personId ?? before?.personId ?? null,
    queueName: queue?.queueName ?? null,
    queueId: queue?.queueId ?? undefined,
    dialledNumber: live?.dialledNumber ?? own?.dialledNumber ?? before?.dialledNumber ?? null,
    beganAtMs: Math.max(0, Math.round(call.ringingAtMs)),
    queuedMs:
      before?.queuedMs ??
      (queuedAtMs === null ? null : Math.max(0, Math.round(call.ringingAtMs + clockOffsetMs - queuedAtMs))),
    answeredAtMs: call.answeredAtMs === null ? null : Math.max(0, Math.round(call.answeredAtMs)),
    endedAtMs: outcome === null ? null : Math.round(clock.nowMs()),
    failure: call.failure?.code ?? null,
    outcome,
    ...(call.transfer?.state === 'done' && { handedTo: toHandedTo(centre, call.transfer.to) }),
  }
}

/** The queue a call came from, where this page can name it. */
function findQueue(
  own: CallerView | null,
  live: Call | null,
  centre: Centre | null,
): Pick<CallerView, 'queueId' | 'queueName'> | null {
  if (own !== null && own.queueName !== null) return own
  const queue = centre?.queues.find(({ id }) => id === live?.queueId)
  return queue === undefined ? null : { queueId: queue.id, queueName: queue.name }
}
