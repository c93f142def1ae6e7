/** Notes of earlier calls that were never finished: send them or let them go. */
import type { CallId } from '#contract/ids'
import type { WrapUpDraft } from '#contract/wrapUp'
import styles from '#renderer/features/leftovers/Leftovers.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { SureButton } from '#renderer/ui/SureButton.tsx'

export function Leftovers() {
  const { t } = useI18n()
  const drafts = useDesk((model) => model.leftovers)
  const currentId = useDesk((model) => model.draft?.callId ?? null)
  const isFree = useDesk((model) => model.caller === null)
  const left = drafts.filter((draft) => draft.callId !== currentId)
  if (left.length === 0 || !isFree) return null
  return (
    <div className={styles.leftovers}>
      <h2 className={styles.title}>{t('leftovers.title', { count: left.length })}</h2>
      <p className={styles.hint}>{t('leftovers.hint')}</p>
      <ul className={styles.list}>
        {left.map((draft) => (
          <Leftover key={draft.callId} draft={draft} />
        ))}
      </ul>
    </div>
  )
}

function Leftover({ draft }: { readonly draft: WrapUpDraft & { readonly savedAtMs: number } }) {
  const { t, format } = useI18n()
  const { finishLeftover } = useActions()
  return (
    <li className={styles.leftover}>
      <p className={styles.note}>
        {draft.note === '' ? (
          <span className={styles.empty}>{t('leftovers.empty')}</span>
        ) : (
          <bdi>{draft.note}</bdi>
        )}
      </p>
      <time className={styles.time} data-moment={draft.savedAtMs}>
        {format.daysAgo(draft.savedAtMs, Date.now())} {format.time(draft.savedAtMs)}
      </time>
      <span className={styles.actions}>
        <Discard callId={draft.callId} />
        <Button size="small" onClick={() => void finishLeftover(draft.callId)}>
          {t('leftovers.send')}
        </Button>
      </span>
    </li>
  )
}

function Discard({ callId }: { readonly callId: CallId }) {
  const { t } = useI18n()
  const { discardLeftover } = useActions()
  return (
    <SureButton
      label={t('leftovers.discard')}
      question={t('leftovers.discardSure')}
      onSure={() => void discardLeftover(callId)}
    />
  )
}
