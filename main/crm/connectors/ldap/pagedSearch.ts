/** Reads a whole directory page by page (RFC 2696), and begins again where the directory forgot how far it was. */
import { randomUUID } from 'node:crypto'
import type { Client, Entry } from 'ldapts'

export interface FoundPage {
  readonly entries: readonly Entry[]
  /** Names the next page; null after the last. */
  readonly next: string | null
}

export interface PagedSearch {
  /** `cursor` null begins. One that this process does not know begins again too: the directory forgets with the line. */
  page(cursor: string | null, signal: AbortSignal): Promise<FoundPage>
  close(): Promise<void>
}

interface Run {
  readonly id: string
  readonly client: Client
  readonly pages: AsyncGenerator<{ readonly searchEntries: readonly Entry[] }>
  /** Given last, for whoever asks for it again. */
  last: { readonly at: number; readonly page: FoundPage } | null
}

export function createPagedSearch(
  open: (signal: AbortSignal) => Promise<Client>,
  search: (client: Client) => Run['pages'],
): PagedSearch {
  let run: Run | null = null

  const end = async (): Promise<void> => {
    const ended = run
    run = null
    await ended?.client.unbind().catch(() => undefined)
  }

  const begin = async (signal: AbortSignal): Promise<Run> => {
    await end()
    const client = await open(signal)
    run = { id: randomUUID(), client, pages: search(client), last: null }
    return run
  }

  const take = async (current: Run, at: number): Promise<FoundPage> => {
    const found = await current.pages.next()
    if (found.done === true) {
      await end()
      return { entries: [], next: null }
    }
    const page = { entries: found.value.searchEntries, next: `${current.id} ${at + 1}` }
    current.last = { at, page }
    return page
  }

  return {
    async page(cursor, signal) {
      const [id, place] = cursor?.split(' ') ?? []
      const at = Number(place)
      const isKnown = run !== null && run.id === id && run.client.isConnected
      if (isKnown && run?.last?.at === at) return run.last.page
      const isNext = isKnown && run?.last?.at === at - 1
      const current = isNext && run !== null ? run : await begin(signal)
      const giveUp = (): void => void end()
      signal.addEventListener('abort', giveUp, { once: true })
      try {
        return await take(current, isNext ? at : 0)
      } catch (error) {
        await end()
        throw error
      } finally {
        signal.removeEventListener('abort', giveUp)
      }
    },
    close: end,
  }
}
