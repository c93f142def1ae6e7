/** Says that it rings, and what was missed, to a person who is looking at another window. */
import { app, type BrowserWindow, Notification } from 'electron'
import type { DeskSigns, SignKeeper } from '#main/desk/deskSigns'
import type { ShellDesk } from '#main/desk/shellDesk'
import type { ShellWords } from '#main/electron/shellWords'

export interface AttentionParts {
  readonly signs: SignKeeper
  readonly shell: Pick<ShellDesk, 'wish'>
  readonly words: ShellWords
  readonly window: BrowserWindow
  readonly show: () => void
}

export function callAttention(parts: AttentionParts): () => void {
  const { signs, window } = parts
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
      notice = isRinging && !window.isFocused() ? notify(parts, now) : null
    }
    if ((isRinging && !rang) || missedMore) {
      if (!window.isFocused()) window.flashFrame(true)
    }
  }
  const calm = (): void => window.flashFrame(false)
  window.on('focus', calm)
  review(signs.current)
  const stop = signs.onChange(review)
  return () => {
    stop()
    notice?.close()
    if (!window.isDestroyed()) window.off('focus', calm)
  }
}

/** The page rings by itself: the notification is silent, or there would be two sounds. */
function notify({ shell, words, show }: AttentionParts, { locale, phone }: DeskSigns): Notification {
  const say = (key: string): string => words(locale, key)
  const asked = ['answer', 'decline'] as const
  const notice = new Notification({
    title: say('shell.ringing'),
    body: phone.who ?? say('caller.withheld'),
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
