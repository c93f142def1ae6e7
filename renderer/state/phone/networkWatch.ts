/**
 * Tells when this machine is in another network, and only then.
 *
 * Chromium says `change` also of each new estimate of the network's speed, several times an hour: a phone that took
 * those for another network would renegotiate every call and prove anew that callers reach it. A desktop browser does
 * not say what has changed, so the machine's own addresses are compared.
 */
import type { Clock } from '#contract/time'
import { hiddenAddress } from '#renderer/phone/media/ownAddresses'

export interface NetworkSigns {
  readonly clock: Clock
  /** Where `online` is told: the window. */
  readonly page: EventTarget
  readonly isOnline: () => boolean
  /** `navigator.connection` where the browser has it; `type` on telephones and Chromebooks alone. */
  readonly connection: (EventTarget & { readonly type?: unknown }) | null
  /** See `readOwnAddresses`. */
  readonly readAddresses: () => Promise<readonly string[]>
}

/** The addresses to compare with are not read while the page opens. */
const restMs = 5000

/** The function returned ends it. */
export function watchNetwork(signs: NetworkSigns, onChange: () => void): () => void {
  const { clock, page, connection, readAddresses, isOnline } = signs
  let known: readonly string[] | null = null
  let type = connection?.type
  /** Counts readings: the newest one counts, and none after the end. */
  let turn = 0

  const read = async (): Promise<{ readonly isOther: boolean }> => {
    turn += 1
    const mine = turn
    // A page that cannot look has no reason to say that anything changed.
    const found = await readAddresses().catch(() => null)
    if (mine !== turn || found === null) return { isOther: false }
    const before = known
    known = found
    return { isOther: before !== null && !isSame(before, found) }
  }
  const changed = () => {
    onChange()
    void read()
  }
  const onConnection = async () => {
    if (!isOnline()) return
    if (connection?.type !== type) {
      type = connection?.type
      changed()
    } else if ((await read()).isOther) onChange()
  }

  page.addEventListener('online', changed)
  connection?.addEventListener('change', onConnection)
  const cancel = connection === null ? () => undefined : clock.after(restMs, () => void read())
  return () => {
    cancel()
    turn += 1
    page.removeEventListener('online', changed)
    connection?.removeEventListener('change', onConnection)
  }
}

/** Of hidden addresses only the number is known; they are told by name once the page may use the microphone. */
function isSame(before: readonly string[], after: readonly string[]): boolean {
  if (before.length !== after.length) return false
  const isHidden = before.includes(hiddenAddress) || after.includes(hiddenAddress)
  return isHidden || before.every((address, i) => address === after[i])
}
