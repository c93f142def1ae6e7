/** Where the rules for breaks stand: how many are away of how many may be, and the service level that must hold. */
import { Check, TriangleAlert } from 'lucide-react'
import type { Agent } from '#contract/agent'
import { type BreakRule, type BreakRuleState, hasRoom, toRuleState } from '#contract/breakRule'
import type { Queue } from '#contract/queue'
import styles from '#renderer/features/breaks/BreakRequests.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useDesk } from '#renderer/state/useDesk.tsx'

const noRules: readonly BreakRule[] = []
const noAgents: readonly Agent[] = []
const noQueues: readonly Queue[] = []

export function RuleStates() {
  const rules = useDesk((model) => model.centre?.breakRules ?? noRules)
  const agents = useDesk((model) => model.centre?.agents ?? noAgents)
  const queues = useDesk((model) => model.centre?.queues ?? noQueues)
  // A supervisor of other teams sees none of those a rule is for.
  const own = rules.filter(
    ({ queueIds, personIds }) =>
      queues.some(({ id }) => queueIds.includes(id)) || agents.some(({ id }) => personIds.includes(id)),
  )
  if (own.length === 0) return null
  return (
    <ul className={styles.rules}>
      {own.map((rule) => {
        const names = queues.filter(({ id }) => rule.queueIds.includes(id)).map(({ name }) => name)
        const state = toRuleState(rule, agents, queues)
        return <RuleRow key={[...rule.queueIds, ...rule.personIds].join()} state={state} names={names} />
      })}
    </ul>
  )
}

function RuleRow({ state, names }: { readonly state: BreakRuleState; readonly names: readonly string[] }) {
  const { t, format } = useI18n()
  const { rule, onBreak, serviceLevel } = state
  const isRoom = hasRoom(state)
  const Mark = isRoom ? Check : TriangleAlert
  const level = serviceLevel === null ? '—' : format.percent(serviceLevel)
  return (
    <li className={styles.rule} data-room={isRoom}>
      <Mark size={14} aria-hidden="true" />
      {names.map((name) => (
        <bdi key={name} className={styles.name}>
          {name}
        </bdi>
      ))}
      <span>
        {rule.maxOnBreak === null
          ? t('breaks.onBreak', { count: onBreak })
          : t('breaks.onBreakOf', { count: onBreak, most: rule.maxOnBreak })}
      </span>
      {rule.minServiceLevel !== null && (
        <span>{t('breaks.level', { level, least: format.percent(rule.minServiceLevel) })}</span>
      )}
      <span className={styles.room}>{t(isRoom ? 'breaks.room' : 'breaks.noRoom')}</span>
    </li>
  )
}
