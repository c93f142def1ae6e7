/** The twelve keys of a telephone with their letters: a long press on the nought is a plus. */
import { useEffect, useRef } from 'react'
import styles from '#renderer/features/dial/DialKeys.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'

const keys = [
  ['1', ''],
  ['2', 'ABC'],
  ['3', 'DEF'],
  ['4', 'GHI'],
  ['5', 'JKL'],
  ['6', 'MNO'],
  ['7', 'PQRS'],
  ['8', 'TUV'],
  ['9', 'WXYZ'],
  ['*', ''],
  ['0', '+'],
  ['#', ''],
] as const

const longPressMs = 500

export function DialKeys({ onKey }: { readonly onKey: (key: string) => void }) {
  const { t, format } = useI18n()
  return (
    <fieldset className={styles.pad} aria-label={t('dial.keys')} dir="ltr">
      {keys.map(([key, letters]) =>
        key === '0' ? (
          <Nought key={key} onKey={onKey} />
        ) : (
          <button
            key={key}
            type="button"
            className={styles.key}
            data-letters={letters}
            onClick={() => onKey(key)}
          >
            {format.digits(key)}
          </button>
        ),
      )}
    </fieldset>
  )
}

/** Held down it writes a plus, and the press is used up; by keyboard a plus is typed. */
function Nought({ onKey }: { readonly onKey: (key: string) => void }) {
  const { t, format } = useI18n()
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const isUsed = useRef(false)
  useEffect(() => () => clearTimeout(timer.current), [])
  const begin = (): void => {
    isUsed.current = false
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      isUsed.current = true
      onKey('+')
    }, longPressMs)
  }
  const end = (): void => clearTimeout(timer.current)
  return (
    <button
      type="button"
      className={styles.key}
      data-letters="+"
      data-tip={t('dial.plusTip')}
      onPointerDown={begin}
      onPointerUp={end}
      onPointerLeave={end}
      onPointerCancel={end}
      onContextMenu={(event) => event.preventDefault()}
      onClick={() => {
        if (!isUsed.current) onKey('0')
        isUsed.current = false
      }}
    >
      {format.digits('0')}
    </button>
  )
}
