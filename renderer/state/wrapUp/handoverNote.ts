/** Puts the note of a caller who was taken over, or handed back, at the beginning of this desk's own, once. */
import type { MessageId } from '#contract/ids'
import type { DeskCore } from '#renderer/state/deskCore'
import type { WrapUpFlow } from '#renderer/state/wrapUp/wrapUpFlow'

export interface HandoverNotes {
  /** A message came, or a draft was opened. */
  review(): void
}

export function createHandoverNotes(
  { store, bridge }: Pick<DeskCore, 'store' | 'bridge'>,
  wrapUps: Pick<WrapUpFlow, 'edit'>,
): HandoverNotes {
  /** The gateway is told that they are taken; until it says so they still stand. */
  const taken = new Set<MessageId>()
  return {
    review() {
      const { centre, me, draft } = store.getState()
      if (draft === null || me === null) return
      for (const message of centre?.messages ?? []) {
        const { id, kind, toId, callId, text, seenAtMs } = message
        const isOurs = kind === 'handover' && toId === me.id && callId === draft.callId
        if (!isOurs || seenAtMs !== null || taken.has(id)) continue
        taken.add(id)
        const note = store.getState().draft?.note ?? ''
        // A caller who comes back brings the note they left with, and what was added to it.
        const joined = text.startsWith(note) ? text : `${text}\n${note}`
        if (!note.startsWith(text)) wrapUps.edit({ note: joined })
        void bridge.ask((client) => client.messages.putAside({ messageId: id }))
      }
    },
  }
}
