/** What colleagues wrote about this person. */
import type { CallerCard, Note } from '#contract/callerCard'
import { Block } from '#renderer/features/caller/Block.tsx'
import { Folded } from '#renderer/features/caller/Folded.tsx'
import { RowSource } from '#renderer/features/caller/RowSource.tsx'
import styles from '#renderer/features/caller/Rows.module.css'
import { SensitiveValue } from '#renderer/features/caller/SensitiveValue.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { joinClasses } from '#renderer/ui/joinClasses'

export function NotesBlock({ person }: { readonly person: CallerCard }) {
  const { t } = useI18n()
  return (
    <Block field="notes" title={t('card.notes')} asOfMs={person.notes.asOfMs}>
      <SensitiveValue block="notes" title={t('card.notes')} person={person}>
        {({ notes }) => (
          <Folded
            rows={notes.value}
            shown={2}
            empty={t('card.noNotes')}
            more={(count) => t('card.olderNotes', { count })}
          >
            {(note, index) => <NoteRow key={`${note.atMs}-${index}`} note={note} />}
          </Folded>
        )}
      </SensitiveValue>
    </Block>
  )
}

function NoteRow({ note }: { readonly note: Note }) {
  const { format } = useI18n()
  return (
    <li className={styles.row}>
      <bdi
        className={joinClasses(styles.text, styles.long)}
        data-tip={note.text.length > 160 ? note.text : undefined}
      >
        {note.text}
      </bdi>
      <span className={styles.sub}>
        <bdi className={styles.state}>{note.authorName}</bdi>
        <time data-moment={note.atMs}>{format.daysAgo(note.atMs, Date.now())}</time>
        <RowSource row={note} />
      </span>
    </li>
  )
}
