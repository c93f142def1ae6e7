/** My own numbers since midnight: calls handled, average talk, average wrap-up. */
import type { AgentDay } from '#contract/agent'
import styles from '#renderer/features/status/TodayNumbers.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useDesk } from '#renderer/state/useDesk.tsx'

export function TodayNumbers() {
  const { t, format } = useI18n()
  const today = useDesk((model) => model.me?.today ?? null)
  if (today === null) return null
  const averages = toAverages(today)
  return (
    <dl className={styles.numbers}>
      <Figure name={t('today.handled')} value={format.number(today.handled)} />
      <Figure name={t('today.talk')} value={writeAverage(averages.talkMs, format.duration)} />
      <Figure name={t('today.wrapUp')} value={writeAverage(averages.wrapUpMs, format.duration)} />
    </dl>
  )
}

function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div className={styles.figure}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

/** null until the first call of the day gives an average. */
export function toAverages(day: AgentDay): { talkMs: number | null; wrapUpMs: number | null } {
  return {
    talkMs: day.finished === 0 ? null : day.talkMs / day.finished,
    wrapUpMs: day.wrappedUp === 0 ? null : day.wrapUpMs / day.wrappedUp,
  }
}

function writeAverage(ms: number | null, write: (ms: number) => string): string {
  return ms === null ? '–' : write(ms)
}
