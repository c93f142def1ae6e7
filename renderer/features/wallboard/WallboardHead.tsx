/** What is shown, the time of the room, and how fresh it is; a lost connection takes the head's whole width. */
import { Unplug } from 'lucide-react'
import type { SlideTurn } from '#renderer/features/wallboard/useSlides'
import styles from '#renderer/features/wallboard/WallboardHead.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { toLostFloor } from '#renderer/state/floor/floorLink'
import { useDesk } from '#renderer/state/useDesk.tsx'
import type { Slide } from '#renderer/state/wallboard/wallboardNumbers'
import { Elapsed } from '#renderer/ui/Elapsed.tsx'
import { useNowMs } from '#renderer/ui/PageClock.tsx'

export interface WallboardHeadProps {
  readonly slide: Slide
  readonly turn: SlideTurn
  readonly count: number
}

export function WallboardHead({ slide, turn, count }: WallboardHeadProps) {
  const { t, format } = useI18n()
  const name = useDesk(({ centre }) => centre?.queues.find(({ id }) => id === slide.queueId)?.name ?? null)
  const nowMs = useNowMs('gateway')
  return (
    <header className={styles.head}>
      <h2 className={styles.title}>
        {name === null ? t(`wallboard.page.${slide.page}`) : <bdi>{name}</bdi>}
      </h2>
      <span className={styles.place}>{count > 1 && t('wallboard.place', { at: turn.index + 1, count })}</span>
      <Freshness />
      <time className={styles.clock}>{format.time(nowMs)}</time>
    </header>
  )
}

function Freshness() {
  const { t } = useI18n()
  const bridge = useDesk((model) => model.bridge)
  const desk = useDesk((model) => model.desk)
  const centre = useDesk((model) => model.centre)
  const lost = toLostFloor({ bridge, desk, centre })
  if (lost === null)
    return centre === null ? (
      <p className={styles.lost}>{t('wallboard.nothingYet')}</p>
    ) : (
      <p className={styles.live}>{t('wallboard.live')}</p>
    )
  return (
    <p className={styles.lost} role="alert">
      <Unplug aria-hidden="true" />
      <span>{t(`wallboard.lost.${lost.what}`)}</span>
      <span className={styles.age}>
        {t('wallboard.asOld')} <Elapsed sinceMs={lost.sinceMs} clock={lost.clock} />
      </span>
    </p>
  )
}
