/** A small drawing of a headset whose parts light up as they are pressed or lit; the words are beside it. */
import type { HeadsetControl, HeadsetLight } from '#contract/headset'
import styles from '#renderer/features/headset/HeadsetPicture.module.css'
import type { ButtonTest } from '#renderer/state/headset/buttonTest'

export function HeadsetPicture({ test }: { readonly test: ButtonTest }) {
  const isPressed = (...controls: readonly HeadsetControl[]) =>
    controls.some((control) => (test.controls[control]?.value ?? 0) > 0)
  const isLit = (...lights: readonly HeadsetLight[]) => lights.some((light) => test.lights[light] === true)
  return (
    <svg className={styles.picture} viewBox="0 0 200 116" aria-hidden="true" focusable="false">
      <g className={styles.frame}>
        <path d="M52 66V58a48 48 0 0 1 96 0v8" />
        <path d="M52 92c0 14 14 16 30 16" />
      </g>
      <g className={styles.waves} data-on={isLit('ring', 'ringer')}>
        <path d="M172 62a16 16 0 0 1 0 28" />
        <path d="M181 54a27 27 0 0 1 0 44" />
      </g>
      {/* Left cup: hold, with the light of a held call around it. */}
      <rect className={styles.cup} x="38" y="58" width="28" height="38" rx="12" />
      <circle className={styles.hold} cx="52" cy="77" r="12" data-on={isLit('hold')} />
      <circle className={styles.button} cx="52" cy="77" r="7" data-on={isPressed('flash')} />
      <path className={styles.sign} d="M50 74v6M54 74v6" />
      {/* Right cup: the call button, with the light of a call around it. */}
      <rect className={styles.cup} x="134" y="58" width="28" height="38" rx="12" />
      <circle
        className={styles.call}
        cx="148"
        cy="77"
        r="12"
        data-on={isLit('offHook', 'onLine', 'speaker')}
      />
      <circle className={styles.button} cx="148" cy="77" r="7" data-on={isPressed('hook', 'lineBusy')} />
      <path className={styles.sign} d="M145.5 75.5c1 3 2.5 4.5 5 5.5" />
      {/* The boom: mute. */}
      <rect
        className={styles.mute}
        x="80"
        y="100"
        width="28"
        height="14"
        rx="7"
        data-on={isLit('mute', 'microphone')}
      />
      <circle className={styles.button} cx="94" cy="107" r="4.5" data-on={isPressed('mute')} />
      {/* The control on the cable: everything else. */}
      <rect
        className={styles.button}
        x="92"
        y="4"
        width="16"
        height="8"
        rx="4"
        data-on={isPressed('redial', 'speedDial', 'voiceMail', 'drop', 'reject')}
      />
    </svg>
  )
}
