/** A desk's profile on a real disk, imported into by the command of IT and looked at through the desk's own cache. */
import { readFileSync, writeFileSync } from 'node:fs'
import { type ClosableCrmCache, createCrmCache } from '#main/crm/cache/crmCache'
import { runCrmCommand } from '#main/crm/commandLine/crmCommand'
import type { CardSource } from '#main/crm/sync/cardSource'
import { loadProfileKey } from '#main/store/profileKey'
import { realClock } from '#tests/support/realClock'
import { silentLog } from '#tests/support/silentLog'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

export interface ImportRoom {
  readonly folder: TempFolder
  write(name: string, content: string | Uint8Array): void
  read(name: string): string
  run(
    words: readonly string[],
    options?: RunOptions,
  ): Promise<{ readonly code: number; readonly text: string }>
  /** Opens the desk's cache on the profile. */
  open(source?: CardSource | null): ClosableCrmCache
  /** Who has this number: name, company, numbers; null when nobody. */
  whoIs(cache: ClosableCrmCache, number: string): string | null
  close(): Promise<void>
}

interface RunOptions {
  readonly signal?: AbortSignal
  readonly onLine?: (line: string) => void
}

export function createImportRoom(): ImportRoom {
  const folder = createTempFolder()
  const key = loadProfileKey(folder.file('key'), realClock)
  if (!key.ok) throw new Error('no key')
  const open: ClosableCrmCache[] = []
  return {
    folder,
    write: (name, content) => writeFileSync(folder.file(name), content),
    read: (name) => readFileSync(folder.file(name), 'utf8'),
    async run(words, { signal, onLine } = {}) {
      const said: string[] = []
      const code = await runCrmCommand({
        words,
        here: folder.path,
        defaultProfile: folder.path,
        clock: realClock,
        say(line) {
          said.push(line)
          onLine?.(line)
        },
        askSecret: async () => null,
        openBrowser: () => undefined,
        ...(signal && { signal }),
      })
      return { code, text: said.join('\n') }
    },
    open(source = null) {
      const cache = createCrmCache({
        path: folder.file('crm.db'),
        key: key.value,
        country: () => 'IR',
        source,
        clock: realClock,
        log: silentLog,
      })
      open.push(cache)
      return cache
    },
    whoIs(cache, number) {
      const answer = cache.lookup(number)
      if (!answer.ok) return answer.failure.code
      if (answer.value.kind !== 'one') return answer.value.kind === 'none' ? null : answer.value.kind
      const { name, company, numbers } = answer.value.card
      return [name, company ?? '', numbers.join(' ')].join(' | ')
    },
    async close() {
      await Promise.all(open.map((cache) => cache.close()))
      folder.remove()
    },
  }
}
