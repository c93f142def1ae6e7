/** Opens the dialog in which a supervisor sets from when on they are alerted, and how. */
import { SlidersHorizontal } from 'lucide-react'
import { useId, useState } from 'react'
import type { AlertSettings } from '#contract/alertSettings'
import type { QueueId } from '#contract/ids'
import styles from '#renderer/features/alerts/AlertThresholds.module.css'
import { ThresholdRow } from '#renderer/features/alerts/ThresholdRow.tsx'
import { readChoice, thresholdFields, writeChoice } from '#renderer/features/alerts/thresholdFields'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { ModalDialog } from '#renderer/ui/ModalDialog.tsx'

export function AlertThresholds() {
  const { t } = useI18n()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button
        look="quiet"
        size="small"
        isIcon
        aria-haspopup="dialog"
        aria-label={t('alerts.thresholds')}
        tip={t('alerts.thresholds')}
        onClick={() => setOpen(true)}
      >
        <SlidersHorizontal size={16} aria-hidden="true" />
      </Button>
      <ModalDialog title={t('alerts.thresholds')} isOpen={isOpen} onOpenChange={setOpen}>
        <ThresholdForm onClose={() => setOpen(false)} />
      </ModalDialog>
    </>
  )
}

function ThresholdForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useI18n()
  const settings = useDesk((model) => model.desk?.settings.alerts ?? null)
  const { changeSettings } = useActions()
  const [queueId, setQueueId] = useState<QueueId | null>(null)
  if (settings === null) return null
  const change = (alerts: AlertSettings) => void changeSettings({ alerts })
  return (
    <>
      <ScopeSelect queueId={queueId} onChoose={setQueueId} />
      <div className={styles.rows}>
        {thresholdFields.map((field) => (
          <ThresholdRow
            // Another queue's number is another field: half-typed figures do not move over.
            key={`${queueId} ${field.threshold}`}
            field={field}
            forAll={settings.all[field.threshold]}
            isForQueue={queueId !== null}
            choice={readChoice(settings, queueId, field.threshold)}
            onChoose={(choice) => change(writeChoice(settings, queueId, field.threshold, choice))}
          />
        ))}
      </div>
      <p className={styles.hint}>{t('alerts.alwaysOn')}</p>
      <Ways settings={settings} onChange={change} />
      <Button className={styles.close} look="primary" onClick={onClose}>
        {t('alerts.close')}
      </Button>
    </>
  )
}

interface ScopeSelectProps {
  readonly queueId: QueueId | null
  readonly onChoose: (queueId: QueueId | null) => void
}

const noQueues: never[] = []

function ScopeSelect({ queueId, onChoose }: ScopeSelectProps) {
  const { t } = useI18n()
  const id = useId()
  const queues = useDesk((model) => model.centre?.queues ?? noQueues)
  return (
    <div className={styles.scope}>
      <label htmlFor={id}>{t('alerts.scope')}</label>
      <select
        id={id}
        value={queueId ?? ''}
        onChange={({ currentTarget: { value } }) =>
          onChoose(queues.find((queue) => queue.id === value)?.id ?? null)
        }
      >
        <option value="">{t('alerts.scopeAll')}</option>
        {queues.map((queue) => (
          <option key={queue.id} value={queue.id}>
            {queue.name}
          </option>
        ))}
      </select>
    </div>
  )
}

interface WaysProps {
  readonly settings: AlertSettings
  readonly onChange: (settings: AlertSettings) => void
}

function Ways({ settings, onChange }: WaysProps) {
  const { t } = useI18n()
  const [isRefused, setRefused] = useState(false)
  const notify = async (isWanted: boolean): Promise<void> => {
    setRefused(false)
    if (!isWanted) return onChange({ ...settings, notify: false })
    // The browser is asked in the turn of this click and at no other time.
    const answer = 'Notification' in window ? await Notification.requestPermission() : 'denied'
    if (answer === 'granted') onChange({ ...settings, notify: true })
    else setRefused(true)
  }
  return (
    <fieldset className={styles.ways}>
      <legend>{t('alerts.ways')}</legend>
      <label className={styles.way}>
        <input
          type="checkbox"
          checked={settings.sound}
          onChange={(event) => onChange({ ...settings, sound: event.currentTarget.checked })}
        />
        {t('alerts.sound')}
      </label>
      <label className={styles.way}>
        <input
          type="checkbox"
          checked={settings.notify}
          onChange={(event) => void notify(event.currentTarget.checked)}
        />
        {t('alerts.notify')}
      </label>
      {isRefused && (
        <p className={styles.refused} role="alert">
          {t('alerts.notifyRefused')}
        </p>
      )}
    </fieldset>
  )
}
