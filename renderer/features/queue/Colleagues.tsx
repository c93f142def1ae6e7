/** The people who share my queues, in an order that never jumps, each with what they are doing and since when. */
import { memo } from 'react'
import { type Agent, type Presence, presenceSinceMs, toPresence } from '#contract/agent'
import styles from '#renderer/features/queue/Colleagues.module.css'
import { toColleagues } from '#renderer/features/queue/toColleagues'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useDesk } from '#renderer/state/useDesk.tsx'
import { Elapsed } from '#renderer/ui/Elapsed.tsx'
import { PresenceMark } from '#renderer/ui/PresenceMark.tsx'
import { presenceWord } from '#renderer/ui/presenceWord'

const noAgents: readonly Agent[] = []

export function Colleagues() {
  const { t, format, locale } = useI18n()
  const me = useDesk((model) => model.me)
  const agents = useDesk((model) => model.centre?.agents ?? noAgents)
  const colleagues = me === null ? [] : toColleagues(me, agents, locale)
  const free = colleagues.filter((agent) => toPresence(agent) === 'available').length
  const away = colleagues.filter((agent) => isAway(toPresence(agent))).length
  return (
    <>
      <div className={styles.head}>
        <h2>{t('queue.colleagues')}</h2>
        {colleagues.length > 0 && (
          <span>
            {t('queue.colleagueCounts', {
              free: format.number(free),
              busy: format.number(colleagues.length - free - away),
              away: format.number(away),
            })}
          </span>
        )}
      </div>
      {colleagues.length === 0 ? (
        <p className={styles.empty}>{t('queue.alone')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keyboard too
        <ul className={styles.list} tabIndex={0} aria-label={t('queue.colleagues')}>
          {colleagues.map((agent) => (
            <ColleagueRow key={agent.id} agent={agent} />
          ))}
        </ul>
      )}
    </>
  )
}

function isAway(presence: Presence): boolean {
  return presence === 'break' || presence === 'notReady' || presence === 'offline'
}

const ColleagueRow = memo(function ColleagueRow({ agent }: { readonly agent: Agent }) {
  const { t } = useI18n()
  const presence = toPresence(agent)
  return (
    <li className={styles.colleague} data-presence={presence}>
      <PresenceMark presence={presence} size={14} />
      <bdi className={styles.name}>{agent.name}</bdi>
      <span className={styles.word}>{t(presenceWord(presence))}</span>
      {presence !== 'offline' && (
        <Elapsed sinceMs={presenceSinceMs(agent)} clock="gateway" className={styles.time} />
      )}
    </li>
  )
})
