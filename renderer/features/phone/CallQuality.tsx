/** How the call sounds: one calm mark, and what was measured for whoever asks. */
import { Button } from 'react-aria-components/Button'
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog'
import { Popover } from 'react-aria-components/Popover'
import styles from '#renderer/features/phone/CallQuality.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { CallQuality as Quality, WayQuality } from '#renderer/state/phone/soundModel'
import { useDesk } from '#renderer/state/useDesk.tsx'
import { joinClasses } from '#renderer/ui/joinClasses'
import menu from '#renderer/ui/Menu.module.css'
import { QualityMark } from '#renderer/ui/QualityMark.tsx'

export function CallQuality({ sipCallId }: { readonly sipCallId: string }) {
  const { t } = useI18n()
  // In tenths, as it is written: a row that trembles says nothing.
  const mos = useDesk(({ sound }) =>
    sound.call?.sipCallId === sipCallId && sound.call.quality !== null
      ? Math.round(sound.call.quality.mos * 10) / 10
      : null,
  )
  if (mos === null) return null
  return (
    <DialogTrigger>
      <Button className={styles.trigger ?? ''}>
        <QualityMark mos={mos} />
      </Button>
      <Popover className={joinClasses(menu.popover)} placement="bottom start">
        <Dialog className={styles.details ?? ''} aria-label={t('quality.details')}>
          <Details />
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

function Details() {
  const { t, format } = useI18n()
  const quality = useDesk(({ sound }) => sound.call?.quality ?? null)
  if (quality === null) return null
  return (
    <>
      <h3 className={styles.title}>{t('quality.details')}</h3>
      <table className={styles.table}>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('quality.heard')}</th>
            <th scope="col">{t('quality.spoken')}</th>
          </tr>
        </thead>
        <tbody>
          <Ways name={t('quality.mos')} quality={quality} to={({ mos }) => format.number(mos)} />
          <Ways
            name={t('quality.loss')}
            quality={quality}
            to={({ lossPercent }) => t('quality.percent', { value: format.number(lossPercent) })}
          />
          <Ways
            name={t('quality.jitter')}
            quality={quality}
            to={({ jitterMs }) => t('quality.ms', { value: format.number(Math.round(jitterMs)) })}
          />
        </tbody>
      </table>
      <dl className={styles.facts}>
        <dt>{t('quality.roundTrip')}</dt>
        <dd>
          {quality.roundTripMs === null
            ? t('quality.unknown')
            : t('quality.ms', { value: format.number(Math.round(quality.roundTripMs)) })}
        </dd>
        <dt>{t('quality.codec')}</dt>
        <dd>{quality.codec === null ? t('quality.unknown') : <bdi>{quality.codec}</bdi>}</dd>
      </dl>
    </>
  )
}

interface WaysProps {
  readonly name: string
  readonly quality: Quality
  readonly to: (way: WayQuality) => string
}

function Ways({ name, quality: { heard, spoken }, to }: WaysProps) {
  const { t } = useI18n()
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{to(heard)}</td>
      <td>{spoken === null ? t('quality.unknown') : to(spoken)}</td>
    </tr>
  )
}
