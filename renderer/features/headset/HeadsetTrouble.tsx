/** Why a headset's buttons cannot be used, and the way out on this system. */
import type { ReactNode } from 'react'
import type { DeskHeadsets } from '#contract/bridge'
import type { Headset, HeadsetFailure } from '#contract/headset'
import { CopyLine } from '#renderer/features/headset/CopyLine.tsx'
import styles from '#renderer/features/headset/HeadsetTrouble.module.css'
import { toWayOut } from '#renderer/features/headset/wayOut'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { Notice } from '#renderer/ui/Notice.tsx'

export interface HeadsetTroubleProps {
  readonly failure: HeadsetFailure
  readonly system: DeskHeadsets['system']
  /** null when no headset can be listed at all. */
  readonly headset: Headset | null
}

export function HeadsetTrouble({ failure, system, headset }: HeadsetTroubleProps) {
  const { t } = useI18n()
  const wayOut = toWayOut(failure, system, headset?.vendorId ?? null)
  return (
    <div className={styles.trouble}>
      <Notice
        tone="warn"
        actions={failure === 'layout-unknown' && headset !== null && <Learn headset={headset} />}
      >
        {t(`headset.failure.${failure}`)}
        {wayOut !== null && <WayOut>{t(wayOut.sentence)}</WayOut>}
      </Notice>
      {wayOut?.command != null && <CopyLine text={wayOut.command} />}
    </div>
  )
}

function WayOut({ children }: { readonly children: ReactNode }) {
  return <span className={styles.wayOut}>{children}</span>
}

/** The browser asks the person which device it may look at, so this is a click of its own. */
function Learn({ headset }: { readonly headset: Headset }) {
  const { t } = useI18n()
  const { learnHeadset } = useActions()
  return (
    <Button size="small" onClick={() => void learnHeadset(headset.vendorId, headset.productId)}>
      {t('headset.learn')}
    </Button>
  )
}
