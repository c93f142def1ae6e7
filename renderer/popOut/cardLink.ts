/** The card's one way out: what it is told to draw, and its presses. It lasts as long as the page. */
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { PopOutClient, PopOutPress, PopOutView } from '#contract/popOut'
import { askForPort } from '#renderer/state/bridgeConnection'

export interface CardLink {
  /** null until it was told, and once the desk has gone. */
  readonly view: PopOutView | null
  /** Returns how to stop listening. */
  onView(listener: () => void): () => void
  /** For the call shown. */
  press(press: PopOutPress): void
  showDesk(): void
}

export function openCardLink(page: Window): CardLink {
  const listeners = new Set<() => void>()
  let view: PopOutView | null = null
  let client: PopOutClient | null = null
  const show = (next: PopOutView | null): void => {
    view = next
    for (const listener of listeners) listener()
  }
  const follow = async (): Promise<void> => {
    const port = await askForPort(page, 'najva:popOut')
    client = createORPCClient<PopOutClient>(new RPCLink({ port }))
    port.start()
    for await (const each of await client.watch(null)) show(each)
  }
  // A desk that has gone takes its windows with it; a card that hears nothing more shows nothing.
  void follow()
    .catch(() => undefined)
    .then(() => show(null))
  const say = (message: Promise<unknown> | undefined): void => void message?.catch(() => undefined)
  return {
    get view() {
      return view
    },
    onView(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    press(press) {
      const call = view?.call
      if (call != null) say(client?.press({ sipCallId: call.sipCallId, press }))
    },
    showDesk: () => say(client?.showDesk(null)),
  }
}
