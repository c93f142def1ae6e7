/** Says that it rings, and what was missed, to a person who is looking at another window. */
import { app, type BrowserWindow, Notification } from 'electron'
import type { DeskSigns, SignKeeper } from '#main/desk/deskSigns'
import type { ShellDesk } from '#main/desk/shellDesk'
import type { ScreenLock } from '#main/electron/screenLock'
import type { ShellWords } from '#main/electron/shellWords'

export interface AttentionParts {
  readonly signs: SignKeeper
  readonly shell: Pick<ShellDesk, 'wish'>
  readonly words: ShellWords
  readonly window: BrowserWindow
  readonly show: () => void
  /** The pop-out card tells of a ring: a notification beside it would say the same twice. */
  readonly hasCard: () => boolean
  readonly lock: Pick<ScreenLock, 'isLocked' | 'onLock'>
}

export function callAttention(parts: AttentionParts): () => void {
  const { signs, window } = parts
  const sign = openAttentionSign(window)
  let before: DeskSigns | null = null
  let notice: Notification | null = null
  const review = (now: DeskSigns): void => {
    const isRinging = now.phone.state === 'ringing'
    const rang = before?.phone.state === 'ringing'
    const missedMore = before !== null && now.unseenMissed > before.unseenMissed
    before = now
    app.setBadgeCount(now.unseenMissed)
    if (isRinging !== rang) {
      notice?.close()
      notice = isRinging && !window.isFocused() && !parts.hasCard() ? notify(parts, now) : null
    }
    if (rang && !isRinging) sign.calm()
    if ((isRinging && !rang) || missedMore) {
      if (!window.isFocused()) sign.call()
    }
  }
  window.on('focus', sign.calm)
  // The page rings on.
  const stops = [parts.lock.onLock(() => notice?.close()), signs.onChange(review)]
  review(signs.current)
  return () => {
    for (const stop of stops) stop()
    notice?.close()
    if (window.isDestroyed()) return
    sign.calm()
    window.off('focus', sign.calm)
  }
}

interface AttentionSign {
  call(): void
  /** Does nothing while nothing calls. */
  calm(): void
}

/** The dock of macOS bounces; elsewhere the window's button in the task bar flashes. */
function openAttentionSign(window: BrowserWindow): AttentionSign {
  const { dock } = app
  let end: (() => void) | null = null
  return {
    call() {
      end?.()
      if (dock === undefined) {
        window.flashFrame(true)
        end = () => window.flashFrame(false)
        return
      }
      const bounce = dock.bounce('informational')
      end = () => dock.cancelBounce(bounce)
    },
    calm() {
      end?.()
      end = null
    },
  }
}

/** The page rings by itself: the notification is silent, or there would be two sounds. */
function notify({ shell, words, show, lock }: AttentionParts, { locale, phone }: DeskSigns): Notification {
  const say = (key: string): string => words(locale, key)
  const asked = ['answer', 'decline'] as const
  const notice = new Notification({
    title: say('shell.ringing'),
    // On a locked screen it says that it rings, and not who.
    body: lock.isLocked ? '' : (phone.who ?? say('caller.withheld')),
    silent: true,
    urgency: 'critical',
    actions: asked.map((kind) => ({ type: 'button', text: say(`ringing.${kind}`) })),
  })
  notice.on('action', ({ actionIndex }) => {
    const kind = asked[actionIndex]
    if (kind !== undefined) shell.wish({ kind })
  })
  notice.on('click', show)
  notice.show()
  return notice
}
