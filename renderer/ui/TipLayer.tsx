/**
 * The page's one tooltip: shown for any element with `data-tip`, `data-keys` or `data-moment` on hover or keyboard focus, hidden by
 * Escape (WCAG 1.4.13). One listener serves all, so a button costs nothing extra when it appears.
 */
import { useEffect, useRef, useState } from 'react'
import { type I18n, useI18n } from '#renderer/i18n/I18n.tsx'
import styles from '#renderer/ui/TipLayer.module.css'

interface Tip {
  readonly text: string
  readonly keys: readonly string[]
  readonly target: Element
}

const delayMs = 350

export function TipLayer() {
  const i18n = useI18n()
  const [tip, setTip] = useState<Tip | null>(null)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => watchTips((target) => setTip(target && toTip(target, i18n))), [i18n])
  useEffect(() => {
    if (tip !== null && box.current !== null) place(box.current, tip.target)
  }, [tip])
  return (
    <div ref={box} className={styles.tip} role="tooltip" hidden={tip === null}>
      {tip?.text !== '' && <span>{tip?.text}</span>}
      {tip !== null && tip.keys.length > 0 && (
        <span className={styles.keys} dir="ltr">
          {tip.keys.map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
        </span>
      )}
    </div>
  )
}

/** Tells which element's tip is to be shown; null for none. */
function watchTips(show: (target: Element | null) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let shown: Element | null = null
  const hide = (): void => {
    clearTimeout(timer)
    shown = null
    show(null)
  }
  const showFor = (target: Element): void => {
    if (!target.isConnected) return
    shown = target
    show(target)
  }
  const onOver = (event: PointerEvent): void => {
    const target = toTarget(event.target)
    if (target === shown || event.pointerType === 'touch') return
    if (event.target instanceof Element && event.target.closest('[role="tooltip"]') !== null) return
    hide()
    if (target !== null) timer = setTimeout(() => showFor(target), delayMs)
  }
  const onFocus = (event: FocusEvent): void => {
    const target = toTarget(event.target)
    if (target?.matches(':focus-visible') && target === event.target) showFor(target)
    else hide()
  }
  const listeners = [
    ['pointerover', onOver],
    ['focusin', onFocus],
    // Escape, and whatever else is typed: a tip never lies over what someone is writing.
    ['keydown', hide],
    ['pointerdown', hide],
    ['scroll', hide],
  ] as const
  for (const [name, listener] of listeners) {
    document.addEventListener(name, listener as EventListener, { capture: true, passive: true })
  }
  return () => {
    clearTimeout(timer)
    for (const [name, listener] of listeners) {
      document.removeEventListener(name, listener as EventListener, { capture: true })
    }
  }
}

function toTarget(target: EventTarget | null): Element | null {
  return target instanceof Element ? target.closest('[data-tip], [data-keys], [data-moment]') : null
}

function toTip(target: Element, i18n: I18n): Tip | null {
  const text = toMoment(target, i18n) ?? target.getAttribute('data-tip') ?? ''
  const keys = target.getAttribute('data-keys')?.split(' ') ?? []
  return text === '' && keys.length === 0 ? null : { text, keys, target }
}

/** A moment is written only when it is asked for: dozens of times tick on the page, few are ever pointed at. */
function toMoment(target: Element, { t, format }: I18n): string | null {
  const atMs = target.getAttribute('data-moment')
  if (atMs === null) return null
  const moment = format.moment(Number(atMs))
  return target.getAttribute('data-moment-as') === 'confirmed' ? t('age.exact', { moment }) : moment
}

/** Below the target, above when there is no room; never outside the window. */
function place(box: HTMLElement, target: Element): void {
  const at = target.getBoundingClientRect()
  const size = box.getBoundingClientRect()
  const below = at.bottom + 6
  const top = below + size.height > innerHeight - 4 ? at.top - size.height - 6 : below
  const left = at.left + at.width / 2 - size.width / 2
  box.style.top = `${Math.max(4, top)}px`
  box.style.left = `${Math.min(Math.max(4, left), innerWidth - size.width - 4)}px`
}
