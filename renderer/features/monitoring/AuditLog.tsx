/** The log of monitoring in a dialog: who heard whom, when and how, whether its chain of seals is whole, and a CSV of it. */
import { Download, ScrollText } from 'lucide-react'
import { useState } from 'react'
import type { AuditPage } from '#contract/audit'
import styles from '#renderer/features/monitoring/AuditLog.module.css'
import { AuditTable } from '#renderer/features/monitoring/AuditTable.tsx'
import { toAuditCsv } from '#renderer/features/monitoring/auditCsv'
import { useAuditPages } from '#renderer/features/monitoring/useAuditPages'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { failureText } from '#renderer/ui/failureText'
import { ModalDialog } from '#renderer/ui/ModalDialog.tsx'
import { Notice } from '#renderer/ui/Notice.tsx'

/** The button and its dialog; nothing for those who may not read the log. */
export function AuditLog() {
  const { t } = useI18n()
  const mayRead = useDesk((model) => (model.desk?.session?.role ?? 'agent') !== 'agent')
  const [isOpen, setOpen] = useState(false)
  if (!mayRead) return null
  return (
    <>
      <Button look="quiet" size="small" onClick={() => setOpen(true)}>
        <ScrollText size={16} aria-hidden="true" />
        {t('monitor.log.open')}
      </Button>
      <ModalDialog title={t('monitor.log.open')} isOpen={isOpen} onOpenChange={setOpen}>
        <Log />
      </ModalDialog>
    </>
  )
}

function Log() {
  const i18n = useI18n()
  const { t } = i18n
  const failure = useDesk((model) => model.failure)
  const pages = useAuditPages()
  const { page, isBusy } = pages
  const [isAsked, setAsked] = useState(false)
  // Asked for once, in the turn the dialog is first drawn.
  if (!isAsked) {
    setAsked(true)
    queueMicrotask(() => void pages.read())
  }
  const save = async () => {
    const all = await pages.readAll()
    if (all !== null)
      download(toAuditCsv(all), `najva-monitoring-${new Date().toISOString().slice(0, 10)}.csv`)
  }
  return (
    <div className={styles.log}>
      {page === null && failure !== null && <Notice tone="bad">{failureText(failure, i18n)}</Notice>}
      {page !== null && <Chain page={page} />}
      {page !== null && <AuditTable entries={page.entries} />}
      <div className={styles.actions}>
        {pages.hasMore && (
          <Button
            size="small"
            aria-disabled={isBusy}
            onClick={isBusy ? undefined : () => void pages.readMore()}
          >
            {t('monitor.log.more')}
          </Button>
        )}
        <Button
          size="small"
          aria-disabled={isBusy || page === null}
          onClick={isBusy || page === null ? undefined : () => void save()}
        >
          <Download size={16} aria-hidden="true" />
          {t('monitor.log.export')}
        </Button>
      </div>
    </div>
  )
}

function Chain({ page }: { readonly page: AuditPage }) {
  const { t } = useI18n()
  if (page.whole) return <Notice tone="info">{t('monitor.log.whole')}</Notice>
  return (
    <Notice tone="bad" isAlert>
      {t('monitor.log.broken', { serial: page.brokenAt ?? 0 })}
    </Notice>
  )
}

function download(text: string, name: string): void {
  // The mark at the beginning has a spreadsheet read Persian names as what they are.
  const url = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
