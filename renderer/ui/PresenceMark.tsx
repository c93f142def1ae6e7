/**
 * The shape of a presence: one shape per word, so that colour is never the only sign. It stands still: on a floor where
 * somebody always rings, a moving mark would keep the page drawing all day.
 */
import type { Presence } from '#contract/agent'
import styles from '#renderer/ui/PresenceMark.module.css'

export function PresenceMark({
  presence,
  size = 16,
}: {
  readonly presence: Presence
  readonly size?: number
}) {
  return (
    <svg
      className={styles[presence]}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
    >
      {shapes[presence]}
    </svg>
  )
}

const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 2, strokeLinecap: 'round' } as const

const shapes: Readonly<Record<Presence, React.ReactElement>> = {
  available: <circle cx="8" cy="8" r="6" fill="currentColor" />,
  ringing: (
    <>
      <circle cx="8" cy="8" r="3" fill="currentColor" />
      <circle cx="8" cy="8" r="6.5" {...line} strokeWidth="1.5" />
    </>
  ),
  dialling: (
    <>
      <circle cx="3" cy="8" r="1.75" fill="currentColor" />
      <circle cx="8" cy="8" r="1.75" fill="currentColor" />
      <circle cx="13" cy="8" r="1.75" fill="currentColor" />
    </>
  ),
  talking: (
    <path
      d="M3 2h10a2 2 0 0 1 2 2v5a2 2 0 0 1-2 2H8l-4 4v-4H3a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2Z"
      fill="currentColor"
    />
  ),
  held: <path d="M4 2h3v12H4zM9 2h3v12H9z" fill="currentColor" />,
  wrapUp: <path d="m11.2 1.6 3.2 3.2-8.6 8.6L1.6 14.4l1-4.2z" fill="currentColor" />,
  break: (
    <>
      <path d="M2 5h9v5a4 4 0 0 1-4 4H6a4 4 0 0 1-4-4z" fill="currentColor" />
      <path d="M11 6.5h1.2a1.8 1.8 0 0 1 0 3.6H11M4.5 1v2M8 1v2" {...line} strokeWidth="1.5" />
    </>
  ),
  notReady: <path d="M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1ZM4 7h8v2H4z" fill="currentColor" fillRule="evenodd" />,
  offline: <circle cx="8" cy="8" r="5.5" {...line} strokeWidth="1.5" />,
}
