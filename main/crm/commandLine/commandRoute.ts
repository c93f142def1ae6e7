/** The way to a CRM for a command that runs without a desk. */
import { readSessionProxies, toPlainRoute } from '#main/desk/proxy/proxyDesk'
import type { ProxyRoute } from '#main/desk/proxy/proxyRoute'
import { trustSystemRoots } from '#main/desk/proxy/systemRoots'

/** By the proxies of the session; the system's authorities are trusted from then on. */
export function openCommandRoute(): ProxyRoute {
  trustSystemRoots()
  return toPlainRoute(readSessionProxies(process.env))
}
