/** The mark of Najva: a whisper, two arcs beside a point. */
import styles from '#renderer/ui/Logo.module.css'

export function Logo({ size }: { readonly size: number }) {
  return (
    <svg
      className={styles.logo}
      width={size}
      height={size}
      viewBox="0 0 32 32"
      aria-hidden="true"
      focusable="false"
    >
      <rect width="32" height="32" rx="8" className={styles.ground} />
      <circle cx="10" cy="16" r="3.5" fill="#fff" />
      <path
        d="M16 10.5a7.8 7.8 0 0 1 0 11M20.5 7a12.7 12.7 0 0 1 0 18"
        fill="none"
        stroke="#fff"
        strokeWidth="2.5"
        strokeLinecap="round"
      />
    </svg>
  )
}
