/** Says in the status bar that a newer version waits, must come, or did not come; behind it what is new, and the way in. */
import { Download, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { DeskUpdates } from '#contract/updates'
import styles from '#renderer/features/updates/UpdateMark.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { ModalDialog } from '#renderer/ui/ModalDialog.tsx'
import { Notice } from '#renderer/ui/Notice.tsx'

/** Nothing while this desk is as new as it should be. */
export function UpdateMark() {
  const { t } = useI18n()
  const updates = useDesk((model) => model.updates)
  const [isOpen, setOpen] = useState(false)
  if (updates === null || !isWorthSaying(updates)) return null
  const isBad = updates.mustBe !== null || updates.state.kind === 'stuck' || isDeceived(updates)
  const Mark = isBad ? TriangleAlert : Download
  return (
    <>
      <Button
        look="quiet"
        size="small"
        className={isBad ? styles.bad : undefined}
        tip={t('updates.tip')}
        onClick={() => setOpen(true)}
      >
        <Mark size={16} aria-hidden="true" />
        {t(isBad ? 'updates.markBad' : 'updates.mark')}
      </Button>
      <ModalDialog title={t('updates.title')} isOpen={isOpen} onOpenChange={setOpen}>
        <UpdatePanel updates={updates} />
      </ModalDialog>
    </>
  )
}

function isWorthSaying({ mustBe, state }: DeskUpdates): boolean {
  if (mustBe !== null) return true
  return (
    state.kind === 'ready' ||
    state.kind === 'installing' ||
    state.kind === 'stuck' ||
    isDeceived({ mustBe, state })
  )
}

/** No connection is told by other marks; what is not ours is told here. */
function isDeceived({ state }: Pick<DeskUpdates, 'mustBe' | 'state'>): boolean {
  return state.kind === 'failed' && state.trouble === 'untrusted'
}

function UpdatePanel({ updates }: { readonly updates: DeskUpdates }) {
  const { t, locale } = useI18n()
  const { installUpdate, checkUpdate } = useActions()
  const { state, mustBe, current } = updates
  return (
    <div className={styles.panel}>
      <p>{t('updates.current', { version: current })}</p>
      {mustBe !== null && <Notice tone="bad">{t('updates.mustBe', { version: mustBe })}</Notice>}
      {state.kind === 'stuck' && <Notice tone="bad">{t('updates.stuck', { version: state.version })}</Notice>}
      {state.kind === 'off' && <p className={styles.hint}>{t(`updates.off.${state.why}`)}</p>}
      {state.kind === 'failed' && <Notice tone="bad">{t(`updates.trouble.${state.trouble}`)}</Notice>}
      {state.kind === 'ready' && (
        <>
          <p className={styles.ready}>{t('updates.ready', { version: state.version })}</p>
          <p className={styles.notes}>{state.notes[locale]}</p>
          <p className={styles.hint}>
            {t(state.hindrance === null ? 'updates.how' : `updates.hindrance.${state.hindrance}`)}
          </p>
        </>
      )}
      <div className={styles.actions}>
        {state.kind === 'ready' ? (
          <Button look="primary" disabled={state.hindrance !== null} onClick={() => void installUpdate()}>
            {t('updates.install')}
          </Button>
        ) : (
          <Button
            disabled={state.kind === 'off' || state.kind === 'installing'}
            onClick={() => void checkUpdate()}
          >
            {t('updates.check')}
          </Button>
        )}
      </div>
    </div>
  )
}
