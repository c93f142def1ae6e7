/** The controls of the board, out of sight until somebody is there: turn the page, stand still, full screen, settings. */
import { ChevronLeft, ChevronRight, Expand, MonitorUp, Pause, Play } from 'lucide-react'
import type { RefObject } from 'react'
import type { SlideTurn } from '#renderer/features/wallboard/useSlides'
import styles from '#renderer/features/wallboard/WallboardControls.module.css'
import { WallboardOptions } from '#renderer/features/wallboard/WallboardOptions.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { Button } from '#renderer/ui/Button.tsx'

export interface WallboardControlsProps {
  readonly turn: SlideTurn
  readonly isWindow: boolean
  readonly place: RefObject<HTMLElement | null>
}

export function WallboardControls({ turn, isWindow, place }: WallboardControlsProps) {
  const { t } = useI18n()
  return (
    <div className={styles.controls} role="toolbar" aria-label={t('wallboard.controls')}>
      <Button
        look="quiet"
        isIcon
        aria-label={t('wallboard.before')}
        tip={t('wallboard.before')}
        onClick={() => turn.go(-1)}
      >
        <ChevronLeft className={styles.points} size={18} aria-hidden="true" />
      </Button>
      <Button
        look="quiet"
        isIcon
        aria-label={t(turn.isTurning ? 'wallboard.stand' : 'wallboard.turn')}
        tip={t(turn.isTurning ? 'wallboard.stand' : 'wallboard.turn')}
        onClick={() => turn.setTurning(!turn.isTurning)}
      >
        {turn.isTurning ? (
          <Pause size={18} aria-hidden="true" />
        ) : (
          <Play className={styles.points} size={18} aria-hidden="true" />
        )}
      </Button>
      <Button
        look="quiet"
        isIcon
        aria-label={t('wallboard.next')}
        tip={t('wallboard.next')}
        onClick={() => turn.go(1)}
      >
        <ChevronRight className={styles.points} size={18} aria-hidden="true" />
      </Button>
      <WallboardOptions />
      {isWindow ? (
        <Button onClick={() => void toggleFullScreen(place.current)}>
          <Expand size={16} aria-hidden="true" />
          {t('wallboard.fullScreen')}
        </Button>
      ) : (
        <Button onClick={openWindow}>
          <MonitorUp size={16} aria-hidden="true" />
          {t('wallboard.open')}
        </Button>
      )}
    </div>
  )
}

/** One window, however often it is asked for: the same name brings back the one that is open. */
function openWindow(): void {
  window.open('/?view=wallboard', 'najva-wallboard', 'popup,width=1280,height=720')?.focus()
}

async function toggleFullScreen(element: HTMLElement | null): Promise<void> {
  try {
    if (document.fullscreenElement === null) await element?.requestFullscreen()
    else await document.exitFullscreen()
  } catch {
    // A browser that does not allow it leaves the window as it is, which the person sees.
  }
}
