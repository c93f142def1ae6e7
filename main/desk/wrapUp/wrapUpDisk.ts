/** Writes wrap-ups to the desk's database and, while the disk refuses, holds the writes and tries again. */
import { type Answer, done, failed } from '#contract/failure'
import type { Clock } from '#contract/time'
import type { Log } from '#main/desk/log'
import {
  createWrapUpFile,
  type WrapUpContent,
  type WrapUpFile,
  type WrapUpWrite,
} from '#main/desk/wrapUp/wrapUpFile'
import { deskDatabase } from '#main/store/migrations/deskMigrations'
import { createRetriedFile, retryMs } from '#main/store/retriedFile'

export interface WrapUpDiskOptions {
  readonly path: string
  readonly key: Uint8Array
  readonly clock: Clock
  readonly log: Log
  /** Told what the file holds each time it was opened. */
  onRead(content: WrapUpContent): void
  /** What a file made anew must hold: everything that memory has. */
  everything(): readonly WrapUpWrite[]
}

export interface WrapUpDisk {
  /** `ok` when it is on the disk; `cache-unwritable` when it is held and will be tried again. */
  write(change: WrapUpWrite): Answer<null>
  /** Tries once more what is held, then closes the file. */
  close(): void
}

/** A file that turns out broken is set aside then, made anew and filled from memory. */
export function createWrapUpDisk(options: WrapUpDiskOptions): WrapUpDisk {
  const { path, key, clock, log } = options
  const held = new Map<string, WrapUpWrite>()
  const hold = (change: WrapUpWrite): void => {
    // Behind whatever else is held, as it was written.
    held.delete(toKey(change))
    held.set(toKey(change), change)
  }
  const file = createRetriedFile({
    path,
    key,
    clock,
    log,
    kind: deskDatabase,
    synchronous: 'full',
    toFile: (database) => createWrapUpFile(database, clock.nowMs()),
    takeOver: (left) => readInto(options, left),
    onSetAside: () => options.everything().forEach(hold),
    bringUp(opened, isUnread) {
      if (held.size > 0) opened.write([...held.values()])
      held.clear()
      if (isUnread) readInto(options, opened)
    },
    heldCount: () => held.size,
    onCaughtUp() {},
  })

  file.write()

  return {
    write(change) {
      hold(change)
      return file.write() ? done(null) : failed('cache-unwritable', null, retryMs)
    },
    close: file.close,
  }
}

function readInto(options: WrapUpDiskOptions, file: WrapUpFile): void {
  const content = file.read()
  if (content.unreadable > 0) options.log.warn({ rows: content.unreadable }, 'Drafts that cannot be read')
  options.onRead(content)
}

/** A later write of the same thing replaces the one held. */
function toKey(change: WrapUpWrite): string {
  switch (change.kind) {
    case 'draft':
      return `draft ${change.draft.callId}`
    case 'dropDraft':
      return `dropDraft ${change.callId}`
    case 'record':
      return `record ${change.record.callId}`
    case 'due':
      return `due ${change.record.commandId}`
    case 'dropDue':
      return `dropDue ${change.commandId}`
    case 'sent':
      return `sent ${change.commandId}`
  }
}
