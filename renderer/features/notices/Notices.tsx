/** The strip at the foot of the desk: what is wrong around the call, for how long, and what happens next. */
import { X } from 'lucide-react'
import { CrmNotice } from '#renderer/features/notices/CrmNotice.tsx'
import styles from '#renderer/features/notices/Notices.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { DeskModel } from '#renderer/state/deskModel'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { Elapsed } from '#renderer/ui/Elapsed.tsx'
import { failureText } from '#renderer/ui/failureText'
import { Notice } from '#renderer/ui/Notice.tsx'

/** At the foot, so that an arriving notice never moves what is under the pointer. */
export function Notices() {
  return (
    <div className={styles.notices}>
      <Refused />
      <AroundPage />
      <LinkLost />
      <CacheTrouble />
      <CrmNotice />
      <Unsent />
    </div>
  )
}

function Refused() {
  const i18n = useI18n()
  const failure = useDesk((model) => model.failure)
  const { dismissFailure } = useActions()
  if (failure === null) return null
  return (
    <Notice tone="bad" actions={<Dismiss onClick={dismissFailure} />}>
      {failureText(failure, i18n)}
    </Notice>
  )
}

/** What the program around the page has told it. */
function AroundPage() {
  const { t } = useI18n()
  const news = useDesk((model) => model.shellNews)
  const { dismissShellNews } = useActions()
  if (news === null) return null
  return (
    <Notice tone={news === 'noNumber' ? 'info' : 'warn'} actions={<Dismiss onClick={dismissShellNews} />}>
      {t(`shellNews.${news}`)}
    </Notice>
  )
}

function Dismiss({ onClick }: { readonly onClick: () => void }) {
  const { t } = useI18n()
  return (
    <Button
      look="quiet"
      size="small"
      isIcon
      aria-label={t('action.dismiss')}
      tip={t('action.dismiss')}
      onClick={onClick}
    >
      <X size={16} aria-hidden="true" />
    </Button>
  )
}

type Lost = 'bridge' | 'gateway' | 'pbx'

/** The first broken link on the way out; what lies behind it cannot be known. */
function selectLost(model: DeskModel): Lost | null {
  if (model.bridge.kind !== 'connected') return 'bridge'
  if (model.desk === null) return null
  if (model.desk.gateway.kind !== 'connected') return 'gateway'
  return model.centre !== null && model.centre.pbx.kind !== 'connected' ? 'pbx' : null
}

function LinkLost() {
  const { t } = useI18n()
  const lost = useDesk(selectLost)
  const sinceMs = useDesk((model) => {
    if (lost === 'bridge') return model.bridge.sinceMs
    return lost === 'gateway' ? model.desk?.gateway.sinceMs : model.centre?.pbx.sinceMs
  })
  if (lost === null || sinceMs === undefined) return null
  return (
    <Notice tone="warn">
      {t(`lost.${lost}`)} <Elapsed sinceMs={sinceMs} clock={lost === 'pbx' ? 'gateway' : 'page'} />
    </Notice>
  )
}

function CacheTrouble() {
  const i18n = useI18n()
  const { t } = i18n
  const cache = useDesk((model) => model.desk?.cache ?? null)
  if (cache === null || cache.state === 'ready') return null
  if (cache.state === 'unavailable') {
    const why = cache.failure === null ? '' : ` ${failureText(cache.failure, i18n)}`
    return (
      <Notice tone="warn">
        {t('cache.unavailable')}
        {why}
      </Notice>
    )
  }
  return (
    <div className={styles.working}>
      <Notice tone="info">{t(`cache.${cache.state}`)}</Notice>
      <div className={styles.line} aria-hidden="true" />
    </div>
  )
}

function Unsent() {
  const { t } = useI18n()
  const count = useDesk((model) => model.desk?.unsentRecords ?? 0)
  return count === 0 ? null : <Notice tone="info">{t('unsent.text', { count })}</Notice>
}
