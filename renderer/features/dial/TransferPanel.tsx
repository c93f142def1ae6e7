/** Hands the caller on: whom to, who of them is free, and whether to ask them first. */
import { MessagesSquare, PhoneForwarded, X } from 'lucide-react'
import { useState } from 'react'
import dialler from '#renderer/features/dial/Dialler.module.css'
import { TargetField } from '#renderer/features/dial/TargetField.tsx'
import { TargetList, TargetMark, TargetWho } from '#renderer/features/dial/TargetList.tsx'
import styles from '#renderer/features/dial/TransferPanel.module.css'
import { type Target, useTargets } from '#renderer/features/dial/useTargets'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { usePicker } from '#renderer/ui/usePicker'

export function TransferPanel({ onClose }: { readonly onClose: () => void }) {
  const { t } = useI18n()
  const [chosen, setChosen] = useState<Target | null>(null)
  return (
    <section className={styles.panel} aria-label={t('transfer.title')}>
      <div className={styles.head}>
        <h3>{t('transfer.title')}</h3>
        <Button
          look="quiet"
          size="small"
          isIcon
          aria-label={t('transfer.close')}
          tip={t('transfer.close')}
          onClick={onClose}
        >
          <X size={16} aria-hidden="true" />
        </Button>
      </div>
      {chosen === null ? (
        <Choice onChoose={setChosen} onClose={onClose} />
      ) : (
        <HowToTransfer target={chosen} onBack={() => setChosen(null)} onClose={onClose} />
      )}
    </section>
  )
}

interface ChoiceProps {
  readonly onChoose: (target: Target) => void
  readonly onClose: () => void
}

function Choice({ onChoose, onClose }: ChoiceProps) {
  const { t, locale } = useI18n()
  const [text, setText] = useState('')
  const { judge, targets } = useTargets(text, 'transfer', locale)
  const verdict = judge(text)
  const choose = (at: number): void => {
    const target = targets[at]
    if (target !== undefined) onChoose(target)
  }
  const picker = usePicker({
    count: targets.length,
    text,
    onPick: choose,
    onEnter: () => choose(0),
    onLeave: () => (text === '' ? onClose() : setText('')),
  })
  const isRefused = text.trim() !== '' && !verdict.ok && targets.length === 0
  return (
    <>
      <TargetField label={t('transfer.field')} picker={picker} text={text} onText={setText} hasFocus />
      {isRefused && (
        <p className={dialler.hint} aria-live="polite" data-refused="true">
          {t(`dial.refused.${verdict.reason}`)}
        </p>
      )}
      {targets.length === 0 && text.trim() === '' && <p className={styles.empty}>{t('transfer.nobody')}</p>}
      <TargetList label={t('transfer.targets')} targets={targets} picker={picker} />
    </>
  )
}

interface HowProps {
  readonly target: Target
  readonly onBack: () => void
  readonly onClose: () => void
}

/** A queue is not asked first: whoever answers it is asked by its own rules. */
function HowToTransfer({ target, onBack, onClose }: HowProps) {
  const { t } = useI18n()
  const { transfer, consult } = useActions()
  const [isAsking, setAsking] = useState(false)
  const run = async (act: () => ReturnType<typeof transfer>): Promise<void> => {
    setAsking(true)
    const answer = await act()
    setAsking(false)
    if (answer.ok) onClose()
  }
  const canAsk = target.kind !== 'queue' && !isVoicemail(target)
  return (
    <>
      <div className={styles.chosen}>
        <TargetMark target={target} />
        <div className={styles.who}>
          <TargetWho target={target} />
        </div>
      </div>
      <div className={styles.ways}>
        {canAsk && (
          <Button
            look="primary"
            aria-disabled={isAsking}
            autoFocus
            tip={t('transfer.askTip')}
            onClick={isAsking ? undefined : () => void run(() => consult(target.wire))}
          >
            <MessagesSquare size={16} aria-hidden="true" />
            {t('transfer.ask')}
          </Button>
        )}
        <Button
          look={canAsk ? 'outline' : 'primary'}
          aria-disabled={isAsking}
          autoFocus={!canAsk}
          tip={t('transfer.nowTip')}
          onClick={isAsking ? undefined : () => void run(() => transfer(target.wire))}
        >
          <PhoneForwarded size={16} aria-hidden="true" />
          {t('transfer.now')}
        </Button>
        <Button look="quiet" onClick={onBack}>
          {t('transfer.other')}
        </Button>
      </div>
    </>
  )
}

function isVoicemail(target: Target): boolean {
  return target.kind === 'colleague' && target.wire === target.voicemail
}
