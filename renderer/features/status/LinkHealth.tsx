/** Whether this desk is connected: to the gateway, and its phone to the telephone system. */
import type { LinkState } from '#contract/link'
import styles from '#renderer/features/status/LinkHealth.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { MessageKey } from '#renderer/i18n/messages'
import { useDesk } from '#renderer/state/useDesk.tsx'
import { Elapsed } from '#renderer/ui/Elapsed.tsx'
import { LinkMark } from '#renderer/ui/LinkMark.tsx'

export function LinkHealth() {
  const bridge = useDesk((model) => model.bridge)
  const gateway = useDesk((model) => model.desk?.gateway ?? null)
  const phone = useDesk((model) => model.phone.link)
  const seat = useDesk((model) => model.phone.seat)
  return (
    <ul className={styles.links}>
      {bridge.kind === 'connected' && gateway !== null ? (
        <LinkItem name="link.gateway" link={gateway} />
      ) : (
        <LinkItem name="link.desk" link={bridge} />
      )}
      {seat === 'granted' && <LinkItem name="link.phone" link={phone} />}
    </ul>
  )
}

function LinkItem({ name, link }: { readonly name: MessageKey; readonly link: LinkState }) {
  const { t, format } = useI18n()
  const word = t(`link.${link.kind}`)
  return (
    <li
      className={styles.link}
      data-kind={link.kind}
      data-tip={t('link.since', { name: t(name), word, moment: format.moment(link.sinceMs) })}
    >
      <LinkMark kind={link.kind} />
      <span>{t(name)}</span>
      {link.kind === 'connected' ? (
        link.roundTripMs !== null && (
          <data className={styles.figure} value={link.roundTripMs}>
            {t('link.roundTrip', { ms: format.number(Math.round(link.roundTripMs)) })}
          </data>
        )
      ) : (
        <span className={styles.trouble}>
          {word} <Elapsed sinceMs={link.sinceMs} clock="page" />
        </span>
      )}
    </li>
  )
}
