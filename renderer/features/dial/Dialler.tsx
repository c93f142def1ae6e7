/** Calls somebody: one field for names and numbers, what will be dialled beneath it, keys for those who want them. */
import { Grip, Phone } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import { DialKeys } from '#renderer/features/dial/DialKeys.tsx'
import styles from '#renderer/features/dial/Dialler.module.css'
import { ShownNumberField } from '#renderer/features/dial/ShownNumberField.tsx'
import { TargetField } from '#renderer/features/dial/TargetField.tsx'
import { TargetList } from '#renderer/features/dial/TargetList.tsx'
import { useTargets } from '#renderer/features/dial/useTargets'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { DialVerdict } from '#renderer/state/phone/dialling'
import { useHistory } from '#renderer/state/phone/useHistory'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { shortcuts, toAriaKeys } from '#renderer/ui/shortcuts'
import { usePicker } from '#renderer/ui/usePicker'
import { useShortcut } from '#renderer/ui/useShortcut'

export interface DiallerProps {
  /** Told when the call is on its way. */
  readonly onDialled?: () => void
  readonly hasFocus?: boolean
  /** What stands beneath: the calls of earlier, narrowed by the same text. */
  readonly history?: (text: string) => ReactNode
}

export function Dialler({ onDialled, hasFocus = false, history }: DiallerProps) {
  const { t, locale } = useI18n()
  const { dial } = useActions()
  const [text, setText] = useState('')
  const [hasKeys, setKeys] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const { judge, targets } = useTargets(text, 'call', locale)
  const canCall = useDesk((model) => model.phone.seat === 'granted' && model.phone.link.kind === 'connected')
  const last = useLastDialled()
  const verdict = judge(text)
  const isEmpty = text.trim() === ''
  const call = async (wire: string): Promise<void> => {
    if (!canCall) return
    const answer = await dial(wire)
    if (!answer.ok) return
    setText('')
    onDialled?.()
  }
  const callTyped = (): void => {
    if (verdict.ok) void call(verdict.wire)
    else if (isEmpty && last !== null) setText(last)
    else if (targets.length === 1 && targets[0] !== undefined) void call(targets[0].wire)
  }
  const picker = usePicker({
    count: targets.length,
    text,
    onPick: (at) => {
      const target = targets[at]
      if (target !== undefined) void call(target.wire)
    },
    onEnter: callTyped,
    ...(!isEmpty && { onLeave: () => setText('') }),
  })
  useShortcut(shortcuts.dial, () => field.current?.focus())
  const isIdle = !canCall || (isEmpty ? last === null : !verdict.ok && targets.length !== 1)
  return (
    <div className={styles.dialler}>
      <div className={styles.line}>
        <TargetField
          ref={field}
          inputMode="search"
          label={t('dial.label')}
          aria-keyshortcuts={toAriaKeys(shortcuts.dial)}
          picker={picker}
          text={text}
          onText={setText}
          hasFocus={hasFocus}
        />
        <Button
          look="quiet"
          isIcon
          aria-label={t('dial.keys')}
          tip={t('dial.keys')}
          aria-expanded={hasKeys}
          onClick={() => setKeys((shown) => !shown)}
        >
          <Grip size={16} aria-hidden="true" />
        </Button>
        <Button
          look="answer"
          isIcon
          aria-label={isEmpty ? t('dial.redial') : t('dial.call')}
          tip={isEmpty ? t('dial.redial') : t('dial.call')}
          aria-disabled={isIdle}
          onClick={isIdle ? undefined : callTyped}
        >
          <Phone size={16} aria-hidden="true" />
        </Button>
      </div>
      <Hint verdict={verdict} isEmpty={isEmpty} hasTargets={targets.length > 0} />
      <ShownNumberField />
      {hasKeys && <DialKeys onKey={(key) => setText((before) => before + key)} />}
      <TargetList label={t('dial.found')} targets={targets} picker={picker} />
      {history?.(text)}
    </div>
  )
}

/** Its line is kept, so that nothing moves while one types. */
function Hint({
  verdict,
  isEmpty,
  hasTargets,
}: {
  readonly verdict: DialVerdict
  readonly isEmpty: boolean
  readonly hasTargets: boolean
}) {
  const { t, format } = useI18n()
  const text = isEmpty
    ? ''
    : verdict.ok
      ? t(verdict.kind === 'internal' ? 'dial.dialsInside' : 'dial.dials', {
          number: format.phone(verdict.wire),
        })
      : verdict.reason === 'no-number' && hasTargets
        ? t('dial.choose')
        : t(`dial.refused.${verdict.reason}`)
  return (
    <p className={styles.hint} data-refused={!isEmpty && !verdict.ok && !hasTargets} aria-live="polite">
      {text}
    </p>
  )
}

/** As it was dialled; null where nothing was. */
function useLastDialled(): string | null {
  const { page } = useHistory('', 'dialled', 1)
  return page?.entries[0]?.number ?? null
}
