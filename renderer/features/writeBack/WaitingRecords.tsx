/** The records that wait for the CRM: who, when, what, why; those it refused for good can be tried again or given up. */
import { Download, RotateCw } from 'lucide-react'
import type { WriteBackEntry } from '#contract/writeBack'
import { useWriteBack } from '#renderer/features/writeBack/useWriteBack'
import styles from '#renderer/features/writeBack/WriteBack.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { failureText } from '#renderer/ui/failureText'
import { Notice } from '#renderer/ui/Notice.tsx'
import { PhoneNumber } from '#renderer/ui/PhoneNumber.tsx'
import { SureButton } from '#renderer/ui/SureButton.tsx'
import { saveFile } from '#renderer/ui/saveFile'

export function WaitingRecords() {
  const i18n = useI18n()
  const { t } = i18n
  const { entries, failure } = useWriteBack()
  const { retryWriteBack, saveWriteBack } = useActions()
  const save = async (kind: 'csv' | 'json') => {
    const file = await saveWriteBack(kind)
    if (file.ok) saveFile(file.value)
  }
  if (failure !== null) return <Notice tone="bad">{failureText(failure, i18n)}</Notice>
  if (entries === null) return null
  if (entries.length === 0) return <p className={styles.hint}>{t('writeBack.empty')}</p>
  return (
    <div className={styles.panel}>
      <p className={styles.hint}>{t('writeBack.hint')}</p>
      <ul className={styles.list} aria-label={t('writeBack.title')}>
        {entries.map((entry) => (
          <Entry key={entry.activityId} entry={entry} />
        ))}
      </ul>
      <div className={styles.actions}>
        <Button size="small" onClick={() => void retryWriteBack(null)}>
          <RotateCw size={16} aria-hidden="true" />
          {t('writeBack.retryAll')}
        </Button>
        <Button size="small" onClick={() => void save('csv')}>
          <Download size={16} aria-hidden="true" />
          {t('writeBack.saveCsv')}
        </Button>
        <Button size="small" onClick={() => void save('json')}>
          <Download size={16} aria-hidden="true" />
          {t('writeBack.saveJson')}
        </Button>
      </div>
    </div>
  )
}

function Entry({ entry }: { readonly entry: WriteBackEntry }) {
  const { t, format } = useI18n()
  const { retryWriteBack } = useActions()
  const { name, number, writtenAtMs, note, followUpOn, reason, detail, nextTryAtMs } = entry
  const isRefused = reason === 'rejected'
  return (
    <li className={styles.entry} data-refused={isRefused}>
      <div className={styles.who}>
        <strong>{name === null ? <NumberOnly number={number} /> : <bdi>{name}</bdi>}</strong>
        <time data-moment={writtenAtMs}>
          {format.daysAgo(writtenAtMs, Date.now())} {format.time(writtenAtMs)}
        </time>
      </div>
      <p className={styles.what}>
        {note === '' ? <span className={styles.hint}>{t('writeBack.noNote')}</span> : <bdi>{note}</bdi>}
        {followUpOn !== null && (
          <span className={styles.task}>
            {t('writeBack.followUp', { day: format.day(Date.parse(`${followUpOn}T12:00:00`)) })}
          </span>
        )}
      </p>
      <p className={styles.why}>
        {t(`writeBack.why.${reason}`)}
        {nextTryAtMs !== null && ` ${t('writeBack.next', { time: format.time(nextTryAtMs) })}`}
      </p>
      {detail !== null && detail !== '' && (
        <p className={styles.detail}>
          <bdi>{t('writeBack.detail', { detail })}</bdi>
        </p>
      )}
      {isRefused && (
        <div className={styles.actions}>
          <Drop activityId={entry.activityId} />
          <Button size="small" onClick={() => void retryWriteBack(entry.activityId)}>
            {t('writeBack.retry')}
          </Button>
        </div>
      )}
    </li>
  )
}

function NumberOnly({ number }: { readonly number: string | null }) {
  const { t } = useI18n()
  return number === null ? t('caller.withheld') : <PhoneNumber value={number} />
}

function Drop({ activityId }: { readonly activityId: string }) {
  const { t } = useI18n()
  const { dropWriteBack } = useActions()
  return (
    <SureButton
      label={t('writeBack.drop')}
      question={t('writeBack.dropSure')}
      onSure={() => void dropWriteBack(activityId)}
    />
  )
}
