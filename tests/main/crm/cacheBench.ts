/** A real cache on a real file, filled from cards of the test's own by the real thread. */
import { writeFileSync } from 'node:fs'
import type { CallerCard } from '#contract/callerCard'
import { PersonId } from '#contract/ids'
import { type ClosableCrmCache, type CrmCacheOptions, createCrmCache } from '#main/crm/cache/crmCache'
import type { CrmCache } from '#main/desk/parts'
import { createFakeClock, type FakeClock } from '#tests/support/fakeClock'
import { silentLog } from '#tests/support/silentLog'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

export const key = new Uint8Array(32).fill(6)

export interface CacheBench {
  readonly folder: TempFolder
  readonly clock: FakeClock
  /** `crm.db`. */
  readonly path: string
  /** Writes the site's export. */
  writeSource(cards: readonly unknown[]): void
  open(change?: Partial<CrmCacheOptions>): ClosableCrmCache
  /** Opens and waits until it is ready. */
  openReady(change?: Partial<CrmCacheOptions>): Promise<ClosableCrmCache>
  close(): Promise<void>
}

export function createCacheBench(): CacheBench {
  const folder = createTempFolder()
  const clock = createFakeClock()
  const path = folder.file('crm.db')
  const sourcePath = folder.file('export.jsonl')
  const open: ClosableCrmCache[] = []
  const bench: CacheBench = {
    folder,
    clock,
    path,
    writeSource: (cards) =>
      writeFileSync(sourcePath, cards.map((card) => `${JSON.stringify(card)}\n`).join('')),
    open(change = {}) {
      const source = { kind: 'file', path: sourcePath } as const
      const cache = createCrmCache({
        path,
        key,
        country: () => 'IR',
        source,
        clock,
        log: silentLog,
        ...change,
      })
      open.push(cache)
      return cache
    },
    async openReady(change) {
      const cache = bench.open(change)
      await untilState(cache, 'ready')
      return cache
    },
    async close() {
      await Promise.all(open.splice(0).map((cache) => cache.close()))
      folder.remove()
    },
  }
  return bench
}

/** Resolves when the cache is in this state: at once, or when it says so. */
export function untilState(
  cache: Pick<CrmCache, 'state' | 'onState'>,
  state: CrmCache['state']['state'],
): Promise<void> {
  if (cache.state.state === state) return Promise.resolve()
  return new Promise((resolve) => {
    const stop = cache.onState((next) => {
      if (next.state !== state) return
      stop()
      resolve()
    })
  })
}

export function cardOf(id: string, numbers: readonly string[], change: Partial<CallerCard> = {}): CallerCard {
  return {
    personId: PersonId.parse(id),
    name: `Person ${id}`,
    company: null,
    numbers: [...numbers],
    priority: 'normal',
    account: { asOfMs: 1000, value: { amount: 12, currency: 'IRR' } },
    openIssue: { asOfMs: null, value: null },
    orders: { asOfMs: null, value: [] },
    satisfaction: { asOfMs: null, value: null },
    contacts: { asOfMs: null, value: [] },
    notes: { asOfMs: null, value: [] },
    campaign: { asOfMs: null, value: null },
    extra: { asOfMs: null, value: [] },
    ...change,
  }
}

/** Who the cache says is calling: person ids, or the kind of answer, or the failure's code. */
export function whoIs(cache: Pick<CrmCache, 'lookup'>, dialString: string | null): string {
  const answer = cache.lookup(dialString)
  if (!answer.ok) return answer.failure.code
  const { value } = answer
  if (value.kind === 'one') return `${value.card.personId} by ${value.matchedBy}`
  if (value.kind === 'several')
    return `${value.cards.map((card) => card.personId).join(' ')} by ${value.matchedBy}`
  return value.kind
}
