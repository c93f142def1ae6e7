/** Sends the note of a call that went to somebody else, by a take-over or by handing back, to who has its caller now. */
import type { CallId } from '#contract/ids'
import type { DeskCore } from '#renderer/state/deskCore'
import type { DeskModel } from '#renderer/state/deskModel'

export interface NoteHandover {
  /** The live model changed. */
  review(): void
  end(): void
}

/** The caller may be on the way to the other desk for a moment. */
const retryMs = 1000
const maxTries = 5

export function createNoteHandover({
  store,
  bridge,
  clock,
}: Pick<DeskCore, 'store' | 'bridge' | 'clock'>): NoteHandover {
  /** The call whose note is sent, or on its way; until it is this desk's call again. */
  let sent: CallId | null = null
  /** As a supervisor: the call that was taken over and is talked in. */
  let talkedIn: CallId | null = null
  let cancelRetry = () => {}

  async function send(callId: CallId, note: string, tries: number): Promise<void> {
    const answer = await bridge.ask((client) => client.messages.handOver({ callId, note }))
    if (answer.ok || sent !== callId || tries >= maxTries || !isPassing(answer.failure.code)) return
    cancelRetry = clock.after(retryMs, () => void send(callId, note, tries + 1))
  }

  return {
    review() {
      const model = store.getState()
      const before = talkedIn
      talkedIn = toTalkedIn(model)
      const gone = callTakenFrom(model) ?? (before !== null && talkedIn === null ? before : null)
      if (gone === null) {
        if (sent !== null && isBack(model, sent)) sent = null
        return
      }
      if (gone === sent) return
      cancelRetry()
      sent = gone
      const note = model.draft?.callId === gone ? model.draft.note : ''
      if (note.trim() !== '') void send(gone, note, 1)
    },
    end: () => cancelRetry(),
  }
}

function isPassing(code: string): boolean {
  return code === 'wrong-state' || code === 'gateway-away' || code === 'timed-out'
}

/** The call a supervisor took from this agent; null for none. */
export function callTakenFrom({ me, centre }: Pick<DeskModel, 'me' | 'centre'>): CallId | null {
  if (me === null) return null
  const { activity } = me
  if (activity.kind === 'wrapUp' && activity.wrapUp.takenOverBy !== undefined) return activity.wrapUp.callId
  for (const { state } of centre?.monitors ?? []) {
    if (state.kind === 'talking' && state.agentId === me.id) return state.callId
  }
  return null
}

function toTalkedIn({ me, centre }: DeskModel): CallId | null {
  if (me === null) return null
  for (const { supervisorId, state } of centre?.monitors ?? []) {
    if (supervisorId === me.id && state.kind === 'talking') return state.callId
  }
  return null
}

function isBack({ me }: DeskModel, callId: CallId): boolean {
  const activity = me?.activity
  return activity !== undefined && 'callId' in activity && activity.callId === callId
}
