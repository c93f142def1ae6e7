/** A generated book or a file of cards as a CRM that can only be taken whole. */
import type { CrmConnector, PageOrder, SyncPage } from '#main/crm/connector/connector'
import { answered, type CrmAnswer, hasProblem } from '#main/crm/connector/crmAnswer'
import { type LocalSource, type OpenSource, openSource } from '#main/crm/sync/cardSource'
import { toErrorCode } from '#main/store/storeFault'

const pageSize = 100

export function createBookConnector(source: LocalSource): CrmConnector {
  let book: OpenSource | null = null
  /** Where the reading stands, so that the next page does not begin at the first line again. */
  let reading: { at: number; readonly cards: Iterator<() => unknown> } | null = null

  const end = (): void => {
    reading?.cards.return?.()
    reading = null
  }

  const readPage = async ({ cursor }: PageOrder): Promise<SyncPage> => {
    const from = Number(cursor ?? '0')
    book ??= await openSource(source)
    if (reading === null || reading.at !== from) {
      end()
      reading = { at: from, cards: book.cards(from)[Symbol.iterator]() }
    }
    const cards: (() => unknown)[] = []
    for (let each = reading.cards.next(); !each.done; each = reading.cards.next()) {
      if (cards.push(each.value) === pageSize) break
    }
    reading.at = from + cards.length
    const next = cards.length === pageSize ? String(reading.at) : null
    if (next === null) end()
    return {
      cards: cards.map((read) => ({
        get card() {
          return read()
        },
        changedAtMs: null,
      })),
      gone: [],
      next,
      since: null,
      total: book.size,
    }
  }

  return {
    can: { lookup: false, sync: 'full', write: false },
    async page(order): Promise<CrmAnswer<SyncPage>> {
      try {
        return answered(await readPage(order))
      } catch (error) {
        end()
        if (toErrorCode(error) === null) throw error
        return hasProblem('unreachable', `The source cannot be read: ${toErrorCode(error)}`)
      }
    },
    lookup: async () => hasProblem('misconfigured', 'A book of cards is only taken whole'),
    write: async () => hasProblem('misconfigured', 'A book of cards is only read'),
    async close() {
      end()
    },
  }
}
