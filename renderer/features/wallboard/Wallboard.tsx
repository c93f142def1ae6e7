/**
 * The wallboard: pages of huge figures that take turns, in the tab or alone on a big screen. There is nothing on it to
 * press until the pointer moves, and a lost connection cannot be overlooked.
 */
import { useMemo, useRef } from 'react'
import type { QueueId } from '#contract/ids'
import { defaultSettings } from '#contract/settings'
import { AgentsPage } from '#renderer/features/wallboard/AgentsPage.tsx'
import { FiguresPage } from '#renderer/features/wallboard/FiguresPage.tsx'
import { useAwake } from '#renderer/features/wallboard/useAwake'
import { useSlides } from '#renderer/features/wallboard/useSlides'
import { WaitingPage } from '#renderer/features/wallboard/WaitingPage.tsx'
import styles from '#renderer/features/wallboard/Wallboard.module.css'
import { WallboardControls } from '#renderer/features/wallboard/WallboardControls.tsx'
import { WallboardHead } from '#renderer/features/wallboard/WallboardHead.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { toLostFloor } from '#renderer/state/floor/floorLink'
import { useDesk } from '#renderer/state/useDesk.tsx'
import { type Slide, toChosenQueues, toSlides } from '#renderer/state/wallboard/wallboardNumbers'

export interface WallboardProps {
  /** The page is nothing else: it fills the screen, and the pointer goes with the controls. */
  readonly isWindow?: boolean
}

export function Wallboard({ isWindow = false }: WallboardProps) {
  const { t } = useI18n()
  const place = useRef<HTMLElement>(null)
  const settings = useDesk((model) => model.desk?.settings.wallboard ?? defaultSettings.wallboard)
  const isLost = useDesk((model) => model.centre === null || toLostFloor(model) !== null)
  const queueIds = useQueueIds()
  const slides = useMemo(() => toSlides(settings, queueIds), [settings, queueIds])
  const turn = useSlides(slides, settings.rotateSeconds)
  const isAwake = useAwake(place)
  const Place = isWindow ? 'main' : 'section'
  return (
    <Place
      ref={place}
      className={styles.board}
      aria-label={t('wallboard.region')}
      data-theme={settings.theme}
      data-window={isWindow || undefined}
      data-awake={isAwake || undefined}
    >
      <div className={styles.sized}>
        <div className={styles.frame} data-lost={isLost || undefined}>
          <WallboardHead slide={turn.slide} turn={turn} count={slides.length} />
          <div className={styles.page}>
            <SlidePage
              // The lines are drawn with the colours of the moment: another look is another drawing.
              key={`${settings.theme} ${isLost}`}
              slide={turn.slide}
              queueIds={queueIds}
            />
          </div>
        </div>
      </div>
      <WallboardControls turn={turn} isWindow={isWindow} place={place} />
    </Place>
  )
}

function SlidePage({ slide, queueIds }: { readonly slide: Slide; readonly queueIds: readonly QueueId[] }) {
  const own = useMemo(() => (slide.queueId === null ? queueIds : [slide.queueId]), [slide.queueId, queueIds])
  switch (slide.page) {
    case 'overview':
    case 'queue':
      return <FiguresPage queueIds={own} />
    case 'agents':
      return <AgentsPage queueIds={own} />
    case 'waiting':
      return <WaitingPage queueIds={own} />
  }
}

/** The same list while it says the same: queues change their numbers every moment, and themselves hardly ever. */
function useQueueIds(): readonly QueueId[] {
  const text = useDesk(({ centre, desk }) =>
    centre === null
      ? '[]'
      : JSON.stringify(toChosenQueues(centre, desk?.settings.wallboard ?? defaultSettings.wallboard)),
  )
  return useMemo(() => JSON.parse(text) as QueueId[], [text])
}
