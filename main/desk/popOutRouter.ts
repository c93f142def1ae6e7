/** Answers the page of the pop-out card: what it is to draw, and where its presses go. It can ask nothing else of the desk. */
import { implement, type Router } from '@orpc/server'
import { type PopOutView, popOutContract } from '#contract/popOut'
import { streamLatest } from '#main/desk/eventStream'
import { guardCall } from '#main/desk/guardCall'
import type { Log } from '#main/desk/log'
import type { SettingsStore } from '#main/desk/parts'
import type { ShellDesk } from '#main/desk/shellDesk'

export interface PopOutParts {
  readonly shell: Pick<ShellDesk, 'card' | 'onCard' | 'wish'>
  readonly settings: Pick<SettingsStore, 'current' | 'onChange'>
  /** Brings the desk's own window to the front. */
  readonly showDesk: () => void
  readonly newId: () => string
  readonly log: Log
}

export interface PopOutContext {
  /** Notes in the log that something was refused; once a minute at most. */
  tellRefusal(what: string): void
}

export type PopOutRouter = Router<typeof popOutContract, PopOutContext>

export function createPopOutRouter({ shell, settings, showDesk, newId, log }: PopOutParts): PopOutRouter {
  const os = implement(popOutContract)
    .$context<PopOutContext>()
    .use(({ next, path, context: { tellRefusal } }) =>
      guardCall({ call: `popOut.${path.join('.')}`, tellRefusal, newId, log }, () => next()),
    )
  const read = (): PopOutView => {
    const { locale, theme } = settings.current
    return { locale, theme, call: shell.card }
  }
  const onChange = (listener: () => void): (() => void) => {
    const stops = [shell.onCard(listener), settings.onChange(listener)]
    return () => {
      for (const stop of stops) stop()
    }
  }
  return os.router({
    watch: os.watch.handler(({ signal }) => streamLatest(read, onChange, signal)),
    press: os.press.handler(({ input }) => {
      // What the card no longer shows cannot be meant.
      if (shell.card?.sipCallId === input.sipCallId) shell.wish({ kind: 'press', ...input })
      return null
    }),
    showDesk: os.showDesk.handler(() => {
      showDesk()
      return null
    }),
  })
}
