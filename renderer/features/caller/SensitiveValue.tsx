/** A value the site marks as sensitive: hidden until it is asked for, which is recorded, and hidden again when the call ends. */
import { Eye } from 'lucide-react'
import { type ReactNode, useContext, useEffect, useState } from 'react'
import type { CallerCard, CardBlock } from '#contract/callerCard'
import type { Failure } from '#contract/failure'
import { CardContext } from '#renderer/features/caller/cardContext'
import styles from '#renderer/features/caller/SensitiveValue.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { failureText } from '#renderer/ui/failureText'

export interface SensitiveValueProps {
  readonly block: CardBlock
  /** Of an extra field; null for a whole block. */
  readonly name?: string | null
  /** What is called hidden, for a screen reader. */
  readonly title: string
  readonly person: CallerCard
  readonly children: (person: CallerCard) => ReactNode
}

export function SensitiveValue(props: SensitiveValueProps) {
  const { person, block, name = null, children } = props
  const isSensitive =
    name === null
      ? person.sensitive?.includes(block) === true
      : person.extra.value.some((field) => field.sensitive && field.name === name)
  return isSensitive ? <HiddenValue {...props} name={name} /> : children(person)
}

function HiddenValue({ person, block, name = null, title, children }: SensitiveValueProps) {
  const i18n = useI18n()
  const { t } = i18n
  const { revealField } = useActions()
  const number = useContext(CardContext)?.number ?? null
  const isOver = useDesk(({ phone, me }) => phone.call?.state === 'ended' || me?.activity.kind === 'wrapUp')
  const [shown, setShown] = useState<CallerCard | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: hidden at each turn of the call, shown only by a click
  useEffect(() => setShown(null), [isOver])
  const show = async (): Promise<void> => {
    const answer = await revealField(number ?? '', { personId: person.personId, block, name })
    setShown(answer.ok ? answer.value : null)
    setFailure(answer.ok ? null : answer.failure)
  }
  if (shown !== null) return children(shown)
  return (
    <span className={styles.hidden}>
      <span aria-hidden="true">••••••</span>
      <button
        type="button"
        className={styles.show}
        aria-label={t('sensitive.showOf', { title })}
        data-tip={t('sensitive.tip')}
        onClick={() => void show()}
      >
        <Eye size={14} aria-hidden="true" />
        {t('sensitive.show')}
      </button>
      {failure !== null && (
        <span className={styles.failure} role="alert">
          {failureText(failure, i18n)}
        </span>
      )}
    </span>
  )
}
