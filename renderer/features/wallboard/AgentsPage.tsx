/** Everybody of the chosen queues by state: one bar, and each state as a huge figure with its shape and its word. */
import type { QueueId } from '#contract/ids'
import styles from '#renderer/features/wallboard/AgentsPage.module.css'
import { useBoard } from '#renderer/features/wallboard/useBoard'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { countByState } from '#renderer/state/wallboard/wallboardNumbers'
import { PresenceMark } from '#renderer/ui/PresenceMark.tsx'
import { presenceWord } from '#renderer/ui/presenceWord'

export function AgentsPage({ queueIds }: { readonly queueIds: readonly QueueId[] }) {
  const { t, format } = useI18n()
  const board = useBoard(queueIds)
  if (board === null) return null
  const states = countByState(board.people)
  return (
    <div className={styles.page}>
      <div className={styles.bar} aria-hidden="true">
        {states.map(({ presence, count }) => (
          <div key={presence} className={styles.part} data-presence={presence} style={{ flexGrow: count }}>
            <PresenceMark presence={presence} />
          </div>
        ))}
      </div>
      {states.length === 0 && <p className={styles.nobody}>{t('wallboard.nobodyHere')}</p>}
      <dl className={styles.states}>
        {states.map(({ presence, count }) => (
          <div key={presence} className={styles.state} data-presence={presence} data-figure>
            <dt>
              <PresenceMark presence={presence} />
              {t(presenceWord(presence))}
            </dt>
            <dd>{format.number(count)}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.total}>{t('wallboard.signedIn', { count: board.people.length })}</p>
    </div>
  )
}
