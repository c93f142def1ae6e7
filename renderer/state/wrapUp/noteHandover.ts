/** Sends the note of a call that went to somebody else, by a take-over, a transfer or by handing back, to who has its caller now. */
import type { CallId } from '#contract/ids'
import type { WrapUpDraft } from '#contract/wrapUp'
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
  phone,
}: Pick<DeskCore, 'store' | 'bridge' | 'clock' | 'phone'>): NoteHandover {
  const transfers = createTransferNotes(
    { store, bridge, phone },
    (callId, note) => void send(callId, note, 1),
  )
  /** The call whose note is sent, or on its way; until it is this desk's call again. */
  let sent: CallId | null = null
  /** As a supervisor: the call that was taken over and is talked in. */
  let talkedIn: CallId | null = null
  const retries = new Map<CallId, () => void>()
  let isEnded = false

  async function send(callId: CallId, note: string, tries: number): Promise<void> {
    retries.get(callId)?.()
    const answer = await bridge.ask((client) => client.messages.handOver({ callId, note }))
    if (answer.ok || isEnded || tries >= maxTries || !isPassing(answer.failure.code)) return
    retries.set(
      callId,
      clock.after(retryMs, () => void send(callId, note, tries + 1)),
    )
  }

  /** The call is this desk's again, or another one's note goes: what is still on its way stays here. */
  const forget = (callId: CallId): void => {
    retries.get(callId)?.()
    retries.delete(callId)
    if (sent === callId) sent = null
  }

  return {
    review() {
      const model = store.getState()
      const before = talkedIn
      talkedIn = toTalkedIn(model)
      const gone = callTakenFrom(model) ?? (before !== null && talkedIn === null ? before : null)
      if (gone === null) {
        if (sent !== null && isBack(model, sent)) forget(sent)
        return
      }
      if (gone === sent) return
      if (sent !== null) forget(sent)
      sent = gone
      const note = model.draft?.callId === gone ? model.draft.note : ''
      if (note.trim() !== '') void send(gone, note, 1)
    },
    end() {
      isEnded = true
      transfers()
      for (const cancel of retries.values()) cancel()
    },
  }
}

/** A caller who was transferred takes along what was written, once for each call of this phone. Returns its end. */
function createTransferNotes(
  { store, bridge, phone }: Pick<DeskCore, 'store' | 'bridge' | 'phone'>,
  send: (callId: CallId, note: string) => void,
): () => void {
  let passed: ReadonlySet<string> = new Set()
  const pass = async (callId: CallId): Promise<void> => {
    const { draft } = store.getState()
    // While a colleague was asked, their call was on the screen and not the caller's.
    const kept = draft?.callId === callId ? draft : await loadDraft(bridge, callId)
    if (kept !== null && kept.note.trim() !== '') send(callId, kept.note)
  }
  return phone.onChange(({ calls }) => {
    const done = calls.filter(({ transfer }) => transfer?.state === 'done')
    const before = passed
    passed = new Set(done.map(({ sipCallId }) => sipCallId))
    for (const { sipCallId, callId } of done) if (callId !== null && !before.has(sipCallId)) void pass(callId)
  })
}

async function loadDraft(bridge: DeskCore['bridge'], callId: CallId): Promise<WrapUpDraft | null> {
  const answer = await bridge.ask((client) => client.wrapUp.loadDraft({ callId }))
  return answer.ok ? answer.value : null
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
