/** While a colleague is asked about a caller: hand the caller over, go back to them, or switch between the two. */
import { PhoneForwarded, Undo2 } from 'lucide-react'
import styles from '#renderer/features/lines/Consultation.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useCallParty } from '#renderer/state/caller/useCallParty'
import type { PhoneCall } from '#renderer/state/deskModel'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { shortcuts } from '#renderer/ui/shortcuts'
import { useShortcut } from '#renderer/ui/useShortcut'

export function Consultation({ call }: { readonly call: PhoneCall }) {
  const caller = useDesk(({ phone }) => phone.calls.find((each) => each.sipCallId === call.consultsFor))
  if (caller === undefined || caller.state === 'ended' || call.state === 'ended') return null
  return <About call={call} caller={caller} />
}

function About({ call, caller }: { readonly call: PhoneCall; readonly caller: PhoneCall }) {
  const { t, format } = useI18n()
  const { completeTransfer, hangUpCall, focusCall } = useActions()
  const { name, number } = useCallParty(caller)
  const canComplete = call.state === 'talking' && caller.transfer?.state !== 'asking'
  const complete = (): void => void completeTransfer()
  useShortcut(shortcuts.complete, canComplete ? complete : null)
  const goBack = async (): Promise<void> => {
    await hangUpCall(call.sipCallId)
    await focusCall(caller.sipCallId)
  }
  const who = name ?? (number === null ? t('caller.withheld') : format.phone(number))
  return (
    <section className={styles.consultation} aria-label={t('transfer.consultation')}>
      <p>{t('transfer.consulting', { who })}</p>
      <Button
        look="primary"
        shortcut={shortcuts.complete}
        aria-disabled={!canComplete}
        onClick={canComplete ? complete : undefined}
      >
        <PhoneForwarded size={16} aria-hidden="true" />
        {t('transfer.complete')}
      </Button>
      <Button tip={t('transfer.backTip')} onClick={() => void goBack()}>
        <Undo2 size={16} aria-hidden="true" className={styles.back} />
        {t('transfer.back')}
      </Button>
    </section>
  )
}
