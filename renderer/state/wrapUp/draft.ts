/** Decides what becomes of a wrap-up draft: edited, joined with the one on disk, finished or dropped. */
import type { CallId, PersonId, QueueId } from '#contract/ids'
import { maxNoteLength, type WrapUpDraft, type WrapUpRecord } from '#contract/wrapUp'

export type DraftChange = Partial<Pick<WrapUpDraft, 'note' | 'dispositionId' | 'followUpOn' | 'personId'>>

/** The draft after an edit; a note longer than the contract allows is cut. */
export function editDraft(draft: WrapUpDraft, change: DraftChange): WrapUpDraft {
  const note = (change.note ?? draft.note).slice(0, maxNoteLength)
  return { ...draft, ...change, note, revision: draft.revision + 1 }
}

/**
 * Joins what was typed since the page was loaded with what the disk still holds of the same call. The disk alone is
 * taken as it is; where both have something neither is lost, and the revision passes both, so that the next save is kept.
 */
export function joinDrafts(typed: WrapUpDraft, onDisk: WrapUpDraft): WrapUpDraft {
  if (typed.revision === 0)
    return {
      ...onDisk,
      personId: onDisk.personId ?? typed.personId,
      queueId: onDisk.queueId ?? typed.queueId,
    }
  const notes = [onDisk.note, typed.note].filter((note) => note.trim() !== '')
  return {
    callId: typed.callId,
    personId: typed.personId ?? onDisk.personId,
    queueId: typed.queueId ?? onDisk.queueId,
    dispositionId: typed.dispositionId ?? onDisk.dispositionId,
    note: [...new Set(notes)].join('\n').slice(0, maxNoteLength),
    followUpOn: typed.followUpOn ?? onDisk.followUpOn,
    revision: Math.max(typed.revision, onDisk.revision) + 1,
  }
}

/** Whether the agent wrote or chose anything worth a record. */
export function isWritten(draft: WrapUpDraft): boolean {
  return draft.note.trim() !== '' || draft.dispositionId !== null || draft.followUpOn !== null
}

/** The draft as the person it is about and the queue they came by become known; what was known before stays. */
export function withCaller(
  draft: WrapUpDraft,
  personId: PersonId | null,
  queueId: QueueId | null,
): WrapUpDraft {
  const known = { personId: draft.personId ?? personId, queueId: draft.queueId ?? queueId }
  const isNews = known.personId !== draft.personId || known.queueId !== draft.queueId
  return isNews ? { ...draft, ...known } : draft
}

export function toRecord(
  draft: WrapUpDraft,
  queueId: QueueId | null,
): Omit<WrapUpRecord, 'commandId' | 'writtenAtMs'> {
  const { callId, personId, dispositionId, note, followUpOn } = draft
  return { callId, queueId: queueId ?? draft.queueId, personId, dispositionId, note, followUpOn }
}

/** Drafts of other calls than the one on the screen. */
export function toLeftovers<T extends WrapUpDraft>(drafts: readonly T[], shown: CallId | null): readonly T[] {
  return drafts.filter((draft) => draft.callId !== shown && isWritten(draft))
}
