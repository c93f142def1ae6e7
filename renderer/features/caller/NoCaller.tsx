/** Between calls: what will appear here, and the keys worth knowing before it does. */
import { PhoneIncoming } from 'lucide-react'
import { memo } from 'react'
import styles from '#renderer/features/caller/Teaching.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { MessageKey } from '#renderer/i18n/messages'
import { type Shortcut, shortcuts, toKeyCaps } from '#renderer/ui/shortcuts'

const lessons: readonly { readonly shortcut: Shortcut; readonly text: MessageKey }[] = [
  { shortcut: shortcuts.answer, text: 'lesson.answer' },
  { shortcut: shortcuts.end, text: 'lesson.end' },
  { shortcut: shortcuts.mute, text: 'lesson.mute' },
  { shortcut: shortcuts.hold, text: 'lesson.hold' },
  { shortcut: shortcuts.transfer, text: 'lesson.transfer' },
  { shortcut: shortcuts.dial, text: 'lesson.dial' },
  { shortcut: shortcuts.status, text: 'lesson.status' },
  { shortcut: shortcuts.finish, text: 'lesson.finish' },
]

/** Remembered: it lies beneath the caller for the frame that brings them. */
export const NoCaller = memo(function NoCaller() {
  const { t } = useI18n()
  return (
    <div className={styles.teaching}>
      <PhoneIncoming size={28} aria-hidden="true" />
      <h3>{t('idle.title')}</h3>
      <p>{t('idle.hint')}</p>
      <dl className={styles.keys}>
        {lessons.map(({ shortcut, text }) => (
          <div key={text}>
            <dt dir="ltr">
              {toKeyCaps(shortcut).map((cap) => (
                <kbd key={cap}>{cap}</kbd>
              ))}
            </dt>
            <dd>{t(text)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
})
