/** The twelve keys for a voice menu: by pointer, or typed while the keypad has the focus. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import styles from '#renderer/features/phone/Keypad.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions } from '#renderer/state/useDesk.tsx'

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const

export function Keypad() {
  const { t, format } = useI18n()
  const { sendDigit } = useActions()
  const [sent, setSent] = useState('')
  const pad = useRef<HTMLFieldSetElement>(null)
  useEffect(() => pad.current?.querySelector('button')?.focus(), [])
  const send = (digit: string): void => {
    sendDigit(digit)
    setSent((before) => (before + digit).slice(-24))
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const digit = toKeypadDigit(event.key)
    if (digit === null || event.altKey || event.ctrlKey || event.metaKey || event.repeat) return
    event.preventDefault()
    send(digit)
  }
  return (
    <fieldset ref={pad} className={styles.pad} aria-label={t('keypad.label')} onKeyDown={onKeyDown} dir="ltr">
      <p className={styles.sent} aria-label={t('keypad.sent')} role="log">
        {format.digits(sent)}
      </p>
      {keys.map((key) => (
        <button key={key} type="button" className={styles.key} onClick={() => send(key)}>
          {format.digits(key)}
        </button>
      ))}
    </fieldset>
  )
}

/** The digit a typed character means, Persian and Arabic digits included; null for any other key. */
export function toKeypadDigit(key: string): string | null {
  if (/^[0-9*#]$/.test(key)) return key
  if (/^[۰-۹]$/.test(key)) return String(key.charCodeAt(0) - 0x06f0)
  return /^[٠-٩]$/.test(key) ? String(key.charCodeAt(0) - 0x0660) : null
}
