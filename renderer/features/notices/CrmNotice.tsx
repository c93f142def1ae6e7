/** How far the copy of the CRM is while it is first taken, and why it is not kept up to date. */
import type { DeskState } from '#contract/bridge'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useDesk } from '#renderer/state/useDesk.tsx'
import { Notice } from '#renderer/ui/Notice.tsx'

/** Changes that are fetched every few minutes are not worth a word; the first of all customers is. */
export function CrmNotice() {
  const crm = useDesk((model) => model.desk?.crm ?? null)
  const isWhole = useDesk((model) => model.desk?.cache.state === 'ready')
  if (crm === null) return null
  if (crm.problem !== null) return <CrmTrouble crm={crm} problem={crm.problem} />
  return crm.kind === 'full' && !isWhole && crm.taken > 0 ? <Taking crm={crm} /> : null
}

type Crm = DeskState['crm']

function CrmTrouble({ crm, problem }: { readonly crm: Crm; readonly problem: NonNullable<Crm['problem']> }) {
  const { t, format } = useI18n()
  return (
    <Notice tone="warn">
      <span data-tip={crm.detail}>{t(`crm.problem.${problem}`)}</span>{' '}
      {crm.mistake !== null && <Mistake mistake={crm.mistake} />}
      {crm.nextAtMs !== null && t('crm.next', { time: format.time(crm.nextAtMs) })}
    </Notice>
  )
}

/** For whoever mends the file: which, where, and what is wrong there. */
function Mistake({
  mistake: { file, line, reason, key },
}: {
  readonly mistake: NonNullable<Crm['mistake']>
}) {
  const { t } = useI18n()
  const what = t(`crm.mistake.${reason}`, { key: key ?? '' })
  return line === null ? t('crm.mistakeInFile', { file, what }) : t('crm.mistakeAtLine', { file, line, what })
}

function Taking({ crm: { taken, total } }: { readonly crm: Crm }) {
  const { t } = useI18n()
  if (total === null || total === 0) return <Notice tone="info">{t('crm.takingUnknown', { taken })}</Notice>
  const percent = Math.min(100, Math.floor((taken / total) * 100))
  return <Notice tone="info">{t('crm.taking', { percent, taken, total })}</Notice>
}
