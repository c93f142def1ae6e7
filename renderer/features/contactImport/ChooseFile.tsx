/** Where an import begins: choosing a file or dropping one, and what became of the last. */
import { Upload } from 'lucide-react'
import { type DragEvent, useEffect, useRef, useState } from 'react'
import { mostFileBytes } from '#contract/contactImport'
import styles from '#renderer/features/contactImport/ContactImport.module.css'
import { LastImport } from '#renderer/features/contactImport/LastImport.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { failureText } from '#renderer/ui/failureText'
import { Notice } from '#renderer/ui/Notice.tsx'

/** By ending and by type: systems differ in what they go by. */
const accepted = '.csv,.txt,.tsv,.vcf,.xlsx,text/csv,text/vcard,text/plain'

export function ChooseFile() {
  const i18n = useI18n()
  const { t } = i18n
  const { offerFile } = useActions()
  const [trouble, setTrouble] = useState<string | null>(null)
  const [isOver, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  useNoStrayDrop()

  const offer = async (files: FileList | null): Promise<void> => {
    const [file] = files ?? []
    if (file === undefined) return
    if (files !== null && files.length > 1) return setTrouble(t('import.several'))
    setTrouble(null)
    const offered = await offerFile(file)
    if (offered.kind === 'too-large') setTrouble(t('import.tooLarge', { size: mostFileBytes / 2 ** 20 }))
    else if (offered.kind === 'unread') setTrouble(t('import.unread'))
    else if (offered.kind === 'refused') setTrouble(failureText(offered.answer.failure, i18n))
  }

  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    void offer(event.dataTransfer.files)
  }

  return (
    <>
      <p className={styles.hint}>{t('import.hint')}</p>
      {/* The button inside does the same from the keyboard. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a place to drop a file on, and nothing to press */}
      <div
        className={styles.drop}
        data-over={isOver}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Upload size={24} aria-hidden="true" />
        <Button look="primary" onClick={() => input.current?.click()}>
          {t('import.choose')}
        </Button>
        <span className={styles.quiet}>{t('import.drop')}</span>
        <input
          ref={input}
          type="file"
          hidden
          accept={accepted}
          onChange={(event) => {
            void offer(event.currentTarget.files)
            // The same file chosen again, after it was mended, is a change too.
            event.currentTarget.value = ''
          }}
        />
      </div>
      {trouble !== null && (
        <Notice tone="bad" isAlert>
          {trouble}
        </Notice>
      )}
      <p className={styles.quiet}>{t('import.keep')}</p>
      <LastImport />
    </>
  )
}

/** A file that misses the place would be opened by the browser in place of the desk. */
function useNoStrayDrop(): void {
  useEffect(() => {
    const refuse = (event: Event): void => event.preventDefault()
    const names = ['dragover', 'drop'] as const
    for (const name of names) document.addEventListener(name, refuse)
    return () => {
      for (const name of names) document.removeEventListener(name, refuse)
    }
  }, [])
}
