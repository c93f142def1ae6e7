/** Who else is in a conference of the telephone system, and the way to let one of them go. */
import { UserMinus, UsersRound } from 'lucide-react'
import type { ConferenceMember } from '#contract/conference'
import type { CallId } from '#contract/ids'
import styles from '#renderer/features/phone/ConferenceMembers.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { PhoneCall } from '#renderer/state/deskModel'
import { liveCallOf } from '#renderer/state/phone/liveCallOf'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { PhoneNumber } from '#renderer/ui/PhoneNumber.tsx'

/** Nothing for a call of two. */
export function ConferenceMembers({ call }: { readonly call: PhoneCall }) {
  const { t } = useI18n()
  const callId = useDesk((model) => liveCallOf(model, call)?.id ?? null)
  const members = useDesk((model) => liveCallOf(model, call)?.conference ?? null)
  const myId = useDesk(({ me }) => me?.id ?? null)
  if (callId === null || members === null) return null
  const others = members.filter(({ agentId }) => agentId === null || agentId !== myId)
  return (
    <section className={styles.conference} aria-label={t('conference.members')}>
      <h3 className={styles.title}>
        <UsersRound size={16} aria-hidden="true" />
        {t('conference.with', { count: others.length })}
      </h3>
      <ul className={styles.members}>
        {others.map((member) => (
          <Member key={member.id} callId={callId} member={member} />
        ))}
      </ul>
    </section>
  )
}

function Member({ callId, member }: { readonly callId: CallId; readonly member: ConferenceMember }) {
  const { t } = useI18n()
  const { askAct } = useActions()
  const { id, name, number } = member
  const who = name ?? number ?? t('caller.withheld')
  return (
    <li className={styles.member}>
      <span className={styles.who}>
        {name === null && number !== null ? <PhoneNumber value={number} /> : <bdi>{who}</bdi>}
      </span>
      <Button
        look="quiet"
        size="small"
        tip={t('conference.remove', { who })}
        aria-label={t('conference.remove', { who })}
        isIcon
        onClick={() => void askAct('floor', 'dropMember', { callId, memberId: id })}
      >
        <UserMinus size={16} aria-hidden="true" />
      </Button>
    </li>
  )
}
