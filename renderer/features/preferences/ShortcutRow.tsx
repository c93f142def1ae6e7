/** One action with its keys: change them by pressing others, go back to the usual ones, or have none. */
import { type KeyboardEvent, useEffect, useState } from 'react'
import {
  defaultShortcuts,
  findTwin,
  type ShortcutAction,
  type ShortcutState,
  type Shortcuts,
} from '#contract/shortcuts'
import { type Choice, toChoice, toCombinationCaps } from '#renderer/features/preferences/combinationKeys'
import styles from '#renderer/features/preferences/ShortcutsDialog.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions } from '#renderer/state/useDesk.tsx'
import { useManaged } from '#renderer/state/useManaged'
import { Button } from '#renderer/ui/Button.tsx'
import { ManagedMark } from '#renderer/ui/ManagedMark.tsx'

export interface ShortcutRowProps {
  readonly action: ShortcutAction
  readonly keys: Shortcuts
  readonly state: ShortcutState
}

export function ShortcutRow({ action, keys, state }: ShortcutRowProps) {
  const { t } = useI18n()
  const { changeSettings } = useActions()
  const isManaged = useManaged()(`shortcuts.${action}`)
  const [isChoosing, setChoosing] = useState(false)
  const name = t(`shortcuts.${action}`)
  const put = (chosen: string): void => {
    setChoosing(false)
    if (chosen !== keys[action]) void changeSettings({ shortcuts: { ...keys, [action]: chosen } })
  }
  return (
    <li className={styles.row}>
      <span className={styles.name}>{name}</span>
      <Caps keys={keys[action]} isMac={state.isMac} />
      {isManaged && <ManagedMark />}
      {!isManaged && isChoosing && <Chooser action={action} keys={keys} isMac={state.isMac} onEnd={put} />}
      {!isManaged && !isChoosing && (
        <span className={styles.buttons}>
          <Button
            size="small"
            aria-label={t('shortcuts.changeOf', { action: name })}
            onClick={() => setChoosing(true)}
          >
            {t('shortcuts.change')}
          </Button>
          <Button
            look="quiet"
            size="small"
            disabled={keys[action] === defaultShortcuts[action]}
            aria-label={t('shortcuts.resetOf', { action: name })}
            onClick={() => put(defaultShortcuts[action])}
          >
            {t('shortcuts.reset')}
          </Button>
          <Button
            look="quiet"
            size="small"
            disabled={keys[action] === ''}
            aria-label={t('shortcuts.clearOf', { action: name })}
            onClick={() => put('')}
          >
            {t('shortcuts.clear')}
          </Button>
        </span>
      )}
      {!isChoosing && <Trouble action={action} keys={keys} state={state} />}
    </li>
  )
}

function Caps({ keys, isMac }: { readonly keys: string; readonly isMac: boolean }) {
  const { t } = useI18n()
  const caps = toCombinationCaps(keys, isMac)
  if (caps.length === 0) return <span className={styles.none}>{t('shortcuts.none')}</span>
  return (
    <bdi className={styles.caps} dir="ltr">
      {caps.map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </bdi>
  )
}

/** Why the keys do not work as they stand. */
function Trouble({ action, keys, state }: ShortcutRowProps) {
  const { t } = useI18n()
  const twin = findTwin(keys, action)
  if (twin !== null && state.stands[action] !== 'on')
    return <p className={styles.trouble}>{t('shortcuts.twin', { action: t(`shortcuts.${twin}`) })}</p>
  if (state.stands[action] !== 'refused') return null
  return <p className={styles.trouble}>{t('shortcuts.refused')}</p>
}

interface ChooserProps extends Pick<ShortcutRowProps, 'action' | 'keys'> {
  readonly isMac: boolean
  /** With the new keys, or the ones there were. */
  readonly onEnd: (keys: string) => void
}

/** Has the keyboard until a combination is pressed: outside this page they are let go meanwhile. */
function Chooser({ action, keys, isMac, onEnd }: ChooserProps) {
  const { t } = useI18n()
  const { chooseShortcut } = useActions()
  const [why, setWhy] = useState<Choice | null>(null)
  useEffect(() => chooseShortcut(), [chooseShortcut])
  const onKeyDown = (event: KeyboardEvent): void => {
    const choice = toChoice(event.nativeEvent, action, keys, isMac)
    // Tab goes where it always goes; everything else is a choice and nothing more.
    if (event.code !== 'Tab') event.preventDefault()
    event.stopPropagation()
    if (choice.kind === 'chosen') onEnd(choice.keys)
    else if (choice.kind === 'leave') onEnd(keys[action])
    else if (choice.kind !== 'more') setWhy(choice)
  }
  return (
    <span className={styles.buttons}>
      <button
        type="button"
        className={styles.chooser}
        // biome-ignore lint/a11y/noAutofocus: it stands where the button was that was just pressed.
        autoFocus
        onKeyDown={onKeyDown}
        onBlur={() => onEnd(keys[action])}
      >
        {t('shortcuts.press')}
      </button>
      <span className={styles.trouble} role="status">
        {why === null ? '' : toWords(why, t, isMac)}
      </span>
    </span>
  )
}

function toWords(why: Choice, t: ReturnType<typeof useI18n>['t'], isMac: boolean): string {
  if (why.kind === 'twin') return t('shortcuts.twin', { action: t(`shortcuts.${why.of}`) })
  if (why.kind !== 'fault') return ''
  return t(`shortcuts.fault.${why.fault}`, { mod: isMac ? '⌘' : 'Ctrl', shift: isMac ? '⇧' : 'Shift' })
}
