/** The polite live region: one sentence about what just happened, for ears instead of eyes. */
import { type I18n, useI18n } from '#renderer/i18n/I18n.tsx'
import { pickLabel } from '#renderer/i18n/pickLabel'
import type { Announcement, DeskModel } from '#renderer/state/deskModel'
import { useDesk, useDeskStore } from '#renderer/state/useDesk.tsx'
import { usePainted } from '#renderer/ui/afterPaint'
import { failureText } from '#renderer/ui/failureText'
import heard from '#renderer/ui/heardOnly.module.css'
import { presenceWord } from '#renderer/ui/presenceWord'

export function Announcer() {
  const i18n = useI18n()
  // Ears are slower than eyes: what is drawn for them comes first.
  const announcement = usePainted(useDeskStore(), toAnnouncement)
  const reasons = useDesk((model) => model.centre?.pauseReasons)
  return (
    <div role="status" aria-live="polite" className={heard.heardOnly}>
      {announcement !== null && (
        <span key={announcement.serial}>{toSentence(announcement, i18n, reasons ?? [])}</span>
      )}
    </div>
  )
}

const toAnnouncement = (model: DeskModel): Announcement | null => model.announcement

type Reasons = NonNullable<DeskModel['centre']>['pauseReasons']

export function toSentence(said: Announcement, i18n: I18n, reasons: Reasons): string {
  const { t } = i18n
  switch (said.kind) {
    case 'failure':
      return failureText(said.failure, i18n)
    case 'status':
      return t(said.effect === 'now' ? 'said.statusNow' : 'said.statusNext', {
        status: statusName(said.status, i18n, reasons),
      })
    case 'recordKept':
      return t(said.sent ? 'said.recordSent' : 'said.recordKept')
    default:
      return t(`said.${said.kind}`, { who: toWho(said.who, i18n) })
  }
}

/** A name as it is; a number as it is read; nobody as withheld. */
function toWho(who: string | null, { t, format }: I18n): string {
  if (who === null) return t('caller.withheld')
  return /^[+*#0-9]+$/.test(who) ? format.phone(who) : who
}

function statusName(
  status: Extract<Announcement, { kind: 'status' }>['status'],
  { t, locale }: I18n,
  reasons: Reasons,
): string {
  const word = t(presenceWord(status.kind))
  if (status.kind === 'available') return word
  const reason = reasons.find((each) => each.id === status.reasonId)
  return reason === undefined ? word : `${word} – ${pickLabel(reason.label, locale)}`
}
