/** A telephone number: grouped for reading, left to right in every language, copied as plain digits. */
import type { ClipboardEvent } from 'react'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import styles from '#renderer/ui/PhoneNumber.module.css'

export function PhoneNumber({ value }: { readonly value: string }) {
  const { format } = useI18n()
  return (
    <bdi dir="ltr" className={styles.number} data-number={value} onCopy={(event) => copyDigits(event, value)}>
      {format.phone(value)}
    </bdi>
  )
}

/** Another program expects `+98912…`, not grouped Persian digits. */
function copyDigits(event: ClipboardEvent<HTMLElement>, value: string): void {
  if (getSelection()?.toString().trim() !== event.currentTarget.textContent) return
  event.clipboardData.setData('text/plain', value)
  event.preventDefault()
}
