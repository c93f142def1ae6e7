/** Removes every trace of a person from this desk: the cache, the notes, and what each agent here keeps of them. */
import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Answer, failed } from '#contract/failure'
import type { PersonId } from '#contract/ids'
import type { Clock } from '#contract/time'
import type { CacheWriter } from '#main/crm/sync/cacheWriter'
import type { HistoryDesk } from '#main/desk/history/historyDesk'
import { createHistoryStore } from '#main/desk/history/historyStore'
import type { Log } from '#main/desk/log'
import type { WrapUpDesk } from '#main/desk/wrapUp/wrapUpDesk'
import { createWrapUpStore } from '#main/desk/wrapUp/wrapUpStore'
import { destroySetAside } from '#main/store/setAside'

export interface ForgetDeskOptions {
  readonly writer: Pick<CacheWriter, 'forget' | 'onPeople'>
  readonly wrapUps: Pick<WrapUpDesk, 'current'>
  readonly history: Pick<HistoryDesk, 'forget'>
  /** Where each agent's files lie: a folder of the profile. */
  readonly agentsDir: string
  /** The name, without its ending, of the files of whoever is signed in: they are open; null when nobody is. */
  openName(): string | null
  /** 32 bytes. */
  readonly key: Uint8Array
  readonly clock: Clock
  readonly log: Log
}

export interface ForgetDesk {
  /** `wrong-state` while something written of them waits to be sent: it would be lost, or come back. */
  forget(personId: PersonId): Promise<Answer<null>>
  onForgotten(listener: (who: { personId: PersonId; numbers: string[] }) => void): () => void
  close(): void
}

export function createForgetDesk(options: ForgetDeskOptions): ForgetDesk {
  const { writer, wrapUps, history, log } = options
  const listeners = new Set<(who: { personId: PersonId; numbers: string[] }) => void>()

  const forgetAtDesk = (personId: PersonId, numbers: readonly string[]): void => {
    history.forget(personId, numbers)
    wrapUps.current?.store.discardDraftsOf(personId)
    forgetInFiles(options, personId, numbers)
    // Who asks later whether it was done is answered by the id alone, made into a mark of no meaning.
    log.info({ person: toAuditMark(personId) }, 'A person was forgotten')
    for (const listener of [...listeners]) listener({ personId, numbers: [...numbers] })
  }

  const stop = writer.onPeople((change) => {
    if (change.kind !== 'forgotten') return
    for (const personId of change.personIds) forgetAtDesk(personId as PersonId, change.numbers)
  })

  return {
    async forget(personId) {
      const store = wrapUps.current?.store
      const owed = [...(store?.unsent() ?? []), ...(store?.dueToCrm() ?? [])]
      if (owed.some((record) => record.personId === personId)) return failed('wrong-state')
      return writer.forget(personId)
    },
    onForgotten(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    close() {
      stop()
      listeners.clear()
    },
  }
}

/** Colleagues who shared this desk have files of their own, which are closed now. */
function forgetInFiles(
  { agentsDir, openName, key, clock, log }: ForgetDeskOptions,
  personId: PersonId,
  numbers: readonly string[],
): void {
  const open = openName()
  for (const file of listFiles(agentsDir)) {
    if (open !== null && file.startsWith(`${open}.`)) continue
    const path = join(agentsDir, file)
    if (file.endsWith('.calls.db')) {
      const store = createHistoryStore({ path, key, clock, log })
      store.forget(personId, numbers)
      store.close()
    } else if (/^[0-9a-f]+\.db$/.test(file)) {
      const store = createWrapUpStore({ path, key, clock, log })
      store.discardDraftsOf(personId)
      store.close()
    }
  }
  // Nobody can be taken out of a file this version cannot read. What can be read of it was taken over long ago.
  for (const folder of [agentsDir, dirname(agentsDir)]) destroySetAside(folder)
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    // Nobody has signed in at this desk yet.
    return []
  }
}

export function toAuditMark(personId: string): string {
  return createHash('sha256').update('najva forgotten ').update(personId).digest('hex').slice(0, 16)
}
