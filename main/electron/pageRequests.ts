/** Lets pages reach their telephone system by name and nothing else: a wall behind the policy, which is laid down when a page is loaded. */
import type { Session } from 'electron'

/** What goes out to other machines, or to the disk; a page's own addresses (`app:`, `blob:`) are judged elsewhere. */
const outward: ReadonlySet<string> = new Set(['http:', 'https:', 'ws:', 'wss:', 'ftp:', 'file:'])

/** Pure: whether a page may ask for this address; `known` as `wss://pbx.example:8089`, compared whole. */
export function mayReach(address: string, known: ReadonlySet<string>): boolean {
  const url = URL.parse(address)
  if (url === null) return false
  return !outward.has(url.protocol) || known.has(`${url.protocol}//${url.host}`)
}

/**
 * The page is loaded before anybody has signed in, when its telephone system has no name yet and its policy lets any `wss:`
 * through; here only what `connectTo` names now, or named earlier in this run: a call may outlive its session.
 */
export function guardRequests(
  session: Pick<Session, 'webRequest'>,
  connectTo: () => readonly string[],
): void {
  const known = new Set<string>()
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    // A scheme alone names nobody, and equals no address.
    for (const source of connectTo()) known.add(source)
    answer({ cancel: !mayReach(url, known) })
  })
}
