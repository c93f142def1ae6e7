/** Narrows the agents down: by what is typed, by state, and under their queues or teams. */
import { Search } from 'lucide-react'
import { presences } from '#contract/agent'
import type { FloorView } from '#contract/settings'
import styles from '#renderer/features/floor/AgentFilter.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { ChangeFloorView } from '#renderer/state/floor/floorView'
import { presenceWord } from '#renderer/ui/presenceWord'

const groupings: readonly FloorView['agentGroup'][] = ['none', 'queue', 'team']

export interface AgentFilterProps {
  readonly typed: string
  readonly onType: (typed: string) => void
  readonly view: FloorView
  readonly onView: ChangeFloorView
  /** Whether there are teams to group by. */
  readonly hasTeams: boolean
}

export function AgentFilter({ typed, onType, view, onView, hasTeams }: AgentFilterProps) {
  const { t } = useI18n()
  const shownGroups = hasTeams ? groupings : groupings.filter((each) => each !== 'team')
  return (
    <div className={styles.filter}>
      <span className={styles.search}>
        <Search size={14} aria-hidden="true" />
        <input
          type="search"
          aria-label={t('floor.search')}
          placeholder={t('floor.search')}
          value={typed}
          onChange={(event) => onType(event.target.value)}
        />
      </span>
      <select
        aria-label={t('floor.state')}
        value={view.agentState}
        onChange={(event) => onView({ agentState: event.target.value })}
      >
        <option value="all">{t('floor.state.all')}</option>
        <option value="help">{t('floor.state.help')}</option>
        <option value="breakRequest">{t('floor.state.breakRequest')}</option>
        {presences.map((presence) => (
          <option key={presence} value={presence}>
            {t(presenceWord(presence))}
          </option>
        ))}
      </select>
      <select
        aria-label={t('floor.group')}
        value={shownGroups.includes(view.agentGroup) ? view.agentGroup : 'none'}
        onChange={(event) => {
          const agentGroup = shownGroups.find((each) => each === event.target.value)
          if (agentGroup !== undefined) onView({ agentGroup })
        }}
      >
        {shownGroups.map((each) => (
          <option key={each} value={each}>
            {t(`floor.group.${each}`)}
          </option>
        ))}
      </select>
    </div>
  )
}
