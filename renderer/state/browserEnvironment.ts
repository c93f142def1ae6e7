/** Gives the desk the browser it runs in: clock, bridge, phone and the events of the page. */
import type { Clock } from '#contract/time'
import { createPhone } from '#renderer/phone/createPhone'
import { readOwnAddresses } from '#renderer/phone/media/ownAddresses'
import { type BridgeConnection, openPortBridge, openSocketBridge } from '#renderer/state/bridgeConnection'
import type { DeskEnvironment } from '#renderer/state/environment'
import { readHidLayout } from '#renderer/state/headset/hidLayouts'
import { isInProgram } from '#renderer/state/isInProgram'
import { watchNetwork } from '#renderer/state/phone/networkWatch'
import { watchForWaking } from '#renderer/state/phone/waking'
import { isWallboardAddress } from '#renderer/state/wallboard/wallboardAddress'

export function createBrowserEnvironment(): DeskEnvironment {
  const clock = createBrowserClock()
  return {
    isWallboard: isWallboardAddress(window.location.search),
    clock,
    random: Math.random,
    openBridge: openBrowserBridge,
    createPhone: (report) => createPhone({ clock, random: Math.random, iceServers: [], report }),
    readHidLayout,
    onReturn(listener) {
      const onVisible = () => {
        if (document.visibilityState === 'visible') listener('shown')
      }
      const signs = {
        clock,
        page: window,
        isOnline: () => navigator.onLine,
        // Chromium alone tells of a change from one network to another without a loss between.
        connection:
          'connection' in navigator && navigator.connection instanceof EventTarget
            ? navigator.connection
            : null,
        readAddresses: readOwnAddresses,
      }
      return join(
        listen(document, 'visibilitychange', onVisible),
        watchNetwork(signs, () => listener('network')),
        watchForWaking(clock, () => listener('woken')),
      )
    },
    onLeave: (listener) => listen(window, 'pagehide', listener),
    onSurprise: (listener) =>
      join(
        listen(window, 'error', (event) => listener(event instanceof ErrorEvent ? event.error : event)),
        listen(window, 'unhandledrejection', (event) =>
          listener(event instanceof PromiseRejectionEvent ? event.reason : event),
        ),
      ),
    holdWhile: (isUnsaved) =>
      listen(window, 'beforeunload', (event) => {
        if (isUnsaved()) event.preventDefault()
      }),
  }
}

export function createBrowserClock(): Clock {
  return {
    nowMs: () => Date.now(),
    after(delayMs, task) {
      const timer = setTimeout(task, delayMs)
      return () => clearTimeout(timer)
    },
  }
}

/** Electron's preload script hands over a port; anywhere else the page's own server carries the bridge. */
function openBrowserBridge(): Promise<BridgeConnection> {
  if (isInProgram()) return openPortBridge(window)
  const url = new URL('/bridge', window.location.href)
  // A wallboard asks for a wallboard's rights, and gets no others.
  if (isWallboardAddress(window.location.search)) url.search = '?view=wallboard'
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return openSocketBridge(url.href)
}

function listen(target: EventTarget, type: string, listener: (event: Event) => void): () => void {
  target.addEventListener(type, listener)
  return () => target.removeEventListener(type, listener)
}

function join(...ends: readonly (() => void)[]): () => void {
  return () => {
    for (const end of ends) end()
  }
}
