/** Keeps drafts and the outbox of finished records in memory and on disk, so that nothing typed is lost. */
import { done } from '#contract/failure'
import type { CallId } from '#contract/ids'
import type { Clock } from '#contract/time'
import type { WrapUpDraft, WrapUpRecord } from '#contract/wrapUp'
import type { Log } from '#main/desk/log'
import type { WrapUpStore } from '#main/desk/parts'
import { createWrapUpDisk } from '#main/desk/wrapUp/wrapUpDisk'
import type { SavedDraft, WrapUpContent, WrapUpWrite } from '#main/desk/wrapUp/wrapUpFile'

export interface WrapUpStoreOptions {
  /** `desk.db` in the profile. */
  readonly path: string
  /** 32 bytes. */
  readonly key: Uint8Array
  readonly clock: Clock
  readonly log: Log
  /** Whether finished records are for a CRM too; no unless told. */
  readonly hasCrm?: boolean
}

const listedDrafts = 20

/**
 * Memory holds everything while the process lives, the disk holds it beyond: an answer `ok` means it is on the
 * disk. `cache-unwritable` means memory has it and the disk is tried again until it takes it; a record that is only
 * in memory is in `unsent()` all the same, so that it can still reach the gateway.
 */
export function createWrapUpStore({
  path,
  key,
  clock,
  log,
  hasCrm = false,
}: WrapUpStoreOptions): WrapUpStore {
  const drafts = new Map<CallId, SavedDraft>()
  const outbox = new Map<CallId, WrapUpRecord>()
  /** By command id. */
  const due = new Map<string, WrapUpRecord>()
  /** Calls whose record is finished: a keystroke that arrives late must not revive the draft. */
  const finished = new Set<string>()

  /** Taken while the file could not be read: what it still says of them is old. */
  const undue = new Set<string>()

  const disk = createWrapUpDisk({ path, key, clock, log, onRead: merge, everything })

  /** What the file knows and memory does not: at the start, or when a file can be opened at last. */
  function merge(content: WrapUpContent): void {
    for (const callId of content.finished) finished.add(callId)
    for (const record of content.due) if (!undue.has(record.commandId)) due.set(record.commandId, record)
    for (const record of content.records) if (!outbox.has(record.callId)) outbox.set(record.callId, record)
    for (const draft of content.drafts) {
      if ((drafts.get(draft.callId)?.revision ?? -1) < draft.revision) drafts.set(draft.callId, draft)
    }
  }

  function everything(): WrapUpWrite[] {
    return [
      ...[...outbox.values()].map((record): WrapUpWrite => ({ kind: 'record', record, isDue: false })),
      ...[...due.values()].map((record): WrapUpWrite => ({ kind: 'due', record })),
      ...[...drafts.values()].map((draft): WrapUpWrite => ({ kind: 'draft', draft })),
    ]
  }

  return {
    saveDraft(draft) {
      const kept = drafts.get(draft.callId)
      if (finished.has(draft.callId) || (kept !== undefined && kept.revision > draft.revision))
        return done(null)
      const saved = { ...draft, savedAtMs: clock.nowMs() }
      drafts.set(draft.callId, saved)
      return disk.write({ kind: 'draft', draft: saved })
    },
    loadDraft(callId) {
      const saved = drafts.get(callId)
      return done(saved === undefined ? null : toDraft(saved))
    },
    listDrafts: () =>
      done([...drafts.values()].toSorted((a, b) => b.savedAtMs - a.savedAtMs).slice(0, listedDrafts)),
    discardDraft(callId) {
      drafts.delete(callId)
      return disk.write({ kind: 'dropDraft', callId })
    },
    discardDraftsOf(personId) {
      for (const draft of [...drafts.values()]) {
        if (draft.personId !== personId) continue
        drafts.delete(draft.callId)
        disk.write({ kind: 'dropDraft', callId: draft.callId })
      }
    },
    finish(record) {
      drafts.delete(record.callId)
      finished.add(record.callId)
      outbox.delete(record.callId)
      outbox.set(record.callId, record)
      if (hasCrm) due.set(record.commandId, record)
      return disk.write({ kind: 'record', record, isDue: hasCrm })
    },
    dueToCrm: () => [...due.values()],
    dropDue(commandId) {
      due.delete(commandId)
      undue.add(commandId)
      if (disk.write({ kind: 'dropDue', commandId }).ok) undue.delete(commandId)
    },
    unsent: () => [...outbox.values()],
    markSent(commandId) {
      const record = [...outbox.values()].find((each) => each.commandId === commandId)
      if (record === undefined) return
      outbox.delete(record.callId)
      disk.write({ kind: 'sent', commandId, atMs: clock.nowMs() })
    },
    close: () => disk.close(),
  }
}

function toDraft({ savedAtMs: _, ...draft }: SavedDraft): WrapUpDraft {
  return draft
}
