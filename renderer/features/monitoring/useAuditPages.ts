/** Reads the monitoring log page by page, newest first, and all of it for an export. */
import { useCallback, useState } from 'react'
import type { AuditEntry, AuditPage } from '#contract/audit'
import { useActions } from '#renderer/state/useDesk.tsx'

const pageSize = 100
/** The most an export holds; beyond that the gateway's own command line is the better tool. */
const maxExported = 20_000

export interface AuditPages {
  /** null before the first page is there. */
  readonly page: AuditPage | null
  readonly hasMore: boolean
  readonly isBusy: boolean
  /** From the beginning. */
  readonly read: () => Promise<void>
  readonly readMore: () => Promise<void>
  /** Every entry the gateway gives, newest first; null when it refuses. */
  readonly readAll: () => Promise<readonly AuditEntry[] | null>
}

export function useAuditPages(): AuditPages {
  const { askAct } = useActions()
  const [page, setPage] = useState<AuditPage | null>(null)
  const [hasMore, setMore] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const ask = useCallback(
    (beforeSerial: number | null, limit: number) => askAct('monitor', 'readAudit', { beforeSerial, limit }),
    [askAct],
  )
  const readFrom = async (known: readonly AuditEntry[]) => {
    setBusy(true)
    const read = await ask(known.at(-1)?.serial ?? null, pageSize)
    setBusy(false)
    if (!read.ok) return
    setPage({ ...read.value, entries: [...known, ...read.value.entries] })
    setMore(read.value.entries.length === pageSize)
  }
  return {
    page,
    hasMore,
    isBusy,
    read: () => readFrom([]),
    readMore: () => readFrom(page?.entries ?? []),
    async readAll() {
      setBusy(true)
      const all: AuditEntry[] = []
      let beforeSerial: number | null = null
      let isOk = true
      while (all.length < maxExported) {
        const read: Awaited<ReturnType<typeof ask>> = await ask(beforeSerial, 200)
        isOk = read.ok
        if (!read.ok) break
        all.push(...read.value.entries)
        beforeSerial = all.at(-1)?.serial ?? null
        if (read.value.entries.length < 200 || beforeSerial === 1) break
      }
      setBusy(false)
      return isOk ? all : null
    },
  }
}
