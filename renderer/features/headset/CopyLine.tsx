/** A line of text for another program, with a button that copies it. */
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import styles from '#renderer/features/headset/CopyLine.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import heard from '#renderer/ui/heardOnly.module.css'

export function CopyLine({ text }: { readonly text: string }) {
  return (
    <div className={styles.line}>
      <code dir="ltr">{text}</code>
      <CopyButton text={text} />
    </div>
  )
}

/** A browser that refuses leaves the text where it can be selected by hand. */
export function CopyButton({ text }: { readonly text: string }) {
  const { t } = useI18n()
  const [copied, setCopied] = useState<string | null>(null)
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(text),
      () => setCopied(null),
    )
  }
  const isCopied = copied === text
  const Mark = isCopied ? Check : Copy
  return (
    <div>
      <Button size="small" onClick={copy}>
        <Mark size={14} aria-hidden="true" />
        {t(isCopied ? 'headset.copied' : 'headset.copy')}
      </Button>
      <span className={heard.heardOnly} role="status">
        {isCopied ? t('headset.copied') : ''}
      </span>
    </div>
  )
}
