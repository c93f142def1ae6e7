/** The note, saved as it is typed. */
import { Check, CloudOff, LoaderCircle } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import { maxNoteLength } from '#contract/wrapUp'
import styles from '#renderer/features/record/NoteField.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { shortcuts, toAriaKeys, toKeyCaps } from '#renderer/ui/shortcuts'
import { useShortcut } from '#renderer/ui/useShortcut'

export interface NoteFieldProps {
  readonly note: string
  /** Wrap-up has begun: the note takes the focus if nobody else has it. */
  readonly takesFocus: boolean
}

export function NoteField({ note, takesFocus }: NoteFieldProps) {
  const { t } = useI18n()
  const { editDraft } = useActions()
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  useShortcut(shortcuts.note, () => field.current?.focus())
  useEffect(() => {
    const active = document.activeElement
    if (takesFocus && (active === null || active === document.body)) field.current?.focus()
  }, [takesFocus])
  return (
    <div className={styles.field}>
      <div className={styles.head}>
        <label htmlFor={id} data-keys={toKeyCaps(shortcuts.note).join(' ')}>
          {t('record.note')}
        </label>
        <SaveState />
      </div>
      <textarea
        ref={field}
        id={id}
        dir="auto"
        className={styles.text}
        value={note}
        maxLength={maxNoteLength}
        placeholder={t('record.notePlaceholder')}
        aria-keyshortcuts={toAriaKeys(shortcuts.note)}
        onChange={(event) => editDraft({ note: event.currentTarget.value })}
      />
    </div>
  )
}

const marks = { saved: Check, saving: LoaderCircle, unsaved: CloudOff }

function SaveState() {
  const { t } = useI18n()
  const state = useDesk((model) => model.draftState)
  const isUntouched = useDesk((model) => model.draft?.revision === 0)
  if (isUntouched) return null
  const Mark = marks[state]
  return (
    <span className={styles.state} data-state={state}>
      <Mark size={14} aria-hidden="true" />
      {t(`record.${state}`)}
    </span>
  )
}
