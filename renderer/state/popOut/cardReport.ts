/** Tells main what the pop-out card is to show, at each change of it. */
import type { DeskCore } from '#renderer/state/deskCore'
import { toPopOutCall } from '#renderer/state/popOut/popOutCall'

/** The function returned ends it. */
export function reportCard({ store, bridge }: Pick<DeskCore, 'store' | 'bridge'>): () => void {
  // Of a page that has just begun main knows nothing, which is what it shows without a call.
  let told = 'null'
  return store.subscribe((model) => {
    // Main heeds only the page that holds the phone, and forgets the card with it: then it is told anew.
    if (model.phone.seat !== 'granted' || model.bridge.kind !== 'connected') {
      told = 'null'
      return
    }
    const card = toPopOutCall(model)
    const text = JSON.stringify(card)
    if (text === told) return
    told = text
    bridge.tell((client) => client.shell.reportCard(card))
  })
}
