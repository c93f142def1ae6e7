/** How loud something is, and a way to hear it. */
import { type ReactNode, useId, useState } from 'react'
import styles from '#renderer/features/sound/SoundSettings.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { ManagedMark } from '#renderer/ui/ManagedMark.tsx'

export interface VolumeSliderProps {
  readonly label: string
  /** 0 to 1. */
  readonly volume: number
  /** Fixed by the organisation. */
  readonly isManaged: boolean
  readonly onChange: (volume: number) => void
  /** A button. */
  readonly children?: ReactNode
}

export function VolumeSlider({ label, volume, isManaged, onChange, children }: VolumeSliderProps) {
  const { format } = useI18n()
  const id = useId()
  // Held here while it is dragged: the setting comes back from disk later than the thumb moves.
  const [shown, setShown] = useState(volume)
  const change = (next: number): void => {
    setShown(next)
    onChange(next)
  }
  return (
    <div className={styles.volume}>
      <label htmlFor={id}>
        {label} {isManaged && <ManagedMark />}
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={1}
        step={0.05}
        value={shown}
        disabled={isManaged}
        aria-valuetext={format.percent(shown)}
        onChange={(event) => change(event.currentTarget.valueAsNumber)}
      />
      <data value={shown}>{format.percent(shown)}</data>
      {children}
    </div>
  )
}
