/** No card to show: still looking, nobody known, number withheld, or the book cannot be read; and what to do. */
import { BookX, EyeOff, Search, UserPlus } from 'lucide-react'
import styles from '#renderer/features/caller/Teaching.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { MessageKey } from '#renderer/i18n/messages'
import type { CallerView } from '#renderer/state/deskModel'
import { failureText } from '#renderer/ui/failureText'

const icons = { looking: Search, none: UserPlus, withheld: EyeOff, failed: BookX }
type Case = keyof typeof icons

const texts: Readonly<Record<Case, { title: MessageKey; hint: MessageKey }>> = {
  looking: { title: 'unknown.looking', hint: 'unknown.lookingHint' },
  none: { title: 'unknown.none', hint: 'unknown.noneHint' },
  withheld: { title: 'unknown.withheld', hint: 'unknown.withheldHint' },
  failed: { title: 'unknown.failed', hint: 'unknown.failedHint' },
}

function toCase(caller: CallerView): Case {
  if (caller.cardFailure !== null) return 'failed'
  if (caller.number === null || caller.card?.kind === 'withheld') return 'withheld'
  return caller.card === null ? 'looking' : 'none'
}

export function UnknownCaller({ caller }: { readonly caller: CallerView }) {
  const i18n = useI18n()
  const { t } = i18n
  const which = toCase(caller)
  const Icon = icons[which]
  return (
    <div className={styles.teaching}>
      <Icon size={28} aria-hidden="true" />
      <h3>{t(texts[which].title)}</h3>
      {caller.cardFailure !== null && <p>{failureText(caller.cardFailure, i18n)}</p>}
      <p>{t(texts[which].hint)}</p>
    </div>
  )
}
