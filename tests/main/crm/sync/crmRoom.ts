/** A desk's cache on the instrumented CRM: the real thread, the real connector, a clock that a test moves. */
import type { CallerCard } from '#contract/callerCard'
import { type ClosableCrmCache, type CrmCacheOptions, createCrmCache } from '#main/crm/cache/crmCache'
import { keepAll } from '#main/crm/sync/keepRules'
import { key } from '#tests/main/crm/cacheBench'
import { type CrmServer, type CrmServerOptions, createCrmServer } from '#tests/support/crm/crmServer'
import { type TemplateOptions, writeCrmTemplate } from '#tests/support/crm/crmTemplate'
import type { ServerPerson } from '#tests/support/crm/peopleBook'
import { createFakeClock, type FakeClock } from '#tests/support/fakeClock'
import { silentLog } from '#tests/support/silentLog'
import { createTempFolder } from '#tests/support/tempFolder'

export interface CrmRoom {
  readonly server: CrmServer
  readonly clock: FakeClock
  /** `crm.db`. */
  readonly path: string
  open(change?: Partial<CrmCacheOptions>): ClosableCrmCache
  close(): Promise<void>
}

export const numberOf = (at: number) => `+98912${String(1_000_000 + at)}`

export const personOf = (at: number, change: Partial<ServerPerson> = {}): ServerPerson => ({
  id: `p${at}`,
  name: `Person ${at}`,
  company: at % 3 === 0 ? 'Pars Trading' : null,
  phones: [numberOf(at)],
  ...change,
})

export async function createCrmRoom(
  people: number,
  serverOptions: CrmServerOptions = {},
  template: TemplateOptions = {},
): Promise<CrmRoom> {
  const folder = createTempFolder()
  const server = await createCrmServer({
    people: Array.from({ length: people }, (_, at) => personOf(at)),
    ...serverOptions,
  })
  const clock = createFakeClock(Date.now())
  const source = {
    kind: 'crm',
    ...writeCrmTemplate(server, folder.file('template.yaml'), template),
    rules: keepAll,
  } as const
  const path = folder.file('crm.db')
  const open: ClosableCrmCache[] = []
  return {
    server,
    clock,
    path,
    open(change = {}) {
      const cache = createCrmCache({
        path,
        key,
        country: () => 'IR',
        source,
        random: () => 0,
        clock,
        log: silentLog,
        ...change,
      })
      open.push(cache)
      return cache
    },
    async close() {
      await Promise.all(open.map((cache) => cache.close()))
      await server.close()
      folder.remove()
    },
  }
}

/** Resolves when `isSo`; asked again at each word of the cache and of the sync. */
export function until(cache: ClosableCrmCache, isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!isSo()) return
      for (const stop of stops.splice(0)) stop()
      resolve()
    }
    const stops = [cache.onState(look), cache.writer.onSync(look)]
    look()
  })
}

/** A run ended, well or not, and the next is planned. */
export const untilPlanned = (cache: ClosableCrmCache): Promise<void> =>
  until(cache, () => cache.writer.sync.kind === 'waiting' && cache.writer.sync.nextAtMs !== null)

export const untilTaken = (cache: ClosableCrmCache): Promise<void> =>
  until(cache, () => cache.writer.sync.kind === 'waiting' && cache.writer.sync.syncedAtMs !== null)

/** Moves the clock to the next run and waits for its end. */
export async function runNext(cache: ClosableCrmCache, clock: FakeClock): Promise<void> {
  await untilPlanned(cache)
  clock.advance(Math.max(0, (cache.writer.sync.nextAtMs ?? 0) - clock.nowMs()))
  await untilPlanned(cache)
}

export function cardOfNumber(cache: ClosableCrmCache, number: string): CallerCard | null {
  const answer = cache.lookup(number)
  return answer.ok && answer.value.kind === 'one' ? answer.value.card : null
}
