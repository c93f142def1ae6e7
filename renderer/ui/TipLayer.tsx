/**
 * The page's one tooltip: shown for any element with `data-tip` or `data-keys` on hover or keyboard focus, hidden by
 * Escape (WCAG 1.4.13). One listener serves all, so a button costs nothing extra when it appears.
 */
import { useEffect, useRef, useState } from 'react'
import styles from '#renderer/ui/TipLayer.module.css'

interface Tip {
  readonly text: string
  readonly keys: readonly string[]
  readonly target: Element
}

const delayMs = 350

export function TipLayer() {
  const [tip, setTip] = useState<Tip | null>(null)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => watchTips(setTip), [])
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

function watchTips(show: (tip: Tip | null) => void): () => void {
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
    show(toTip(target))
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
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') hide()
  }
  const listeners = [
    ['pointerover', onOver],
    ['focusin', onFocus],
    ['keydown', onKey],
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
  return target instanceof Element ? target.closest('[data-tip], [data-keys]') : null
}

/** An element whose text says the same as the tip shows only its keys. */
function toTip(target: Element): Tip | null {
  const text = target.getAttribute('data-tip') ?? ''
  const keys = target.getAttribute('data-keys')?.split(' ') ?? []
  return text === '' && keys.length === 0 ? null : { text, keys, target }
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
