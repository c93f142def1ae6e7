/** Answers the bridge to the windows that have it: the desk's whole, a wallboard's what a wallboard may ask. */
import { RPCHandler } from '@orpc/server/message-port'
import type { BridgeContext, BridgeRouter } from '#main/desk/bridgeRouter'
import type { Log } from '#main/desk/log'
import type { PageRole } from '#main/desk/pageRights'
import { openPortDoor } from '#main/electron/portDoor'
import type { WindowRoles } from '#main/electron/windows/windowRoles'

export function servePageBridge(
  router: BridgeRouter,
  newContext: (role: PageRole) => BridgeContext,
  roles: Pick<WindowRoles, 'of'>,
  log: Log,
): () => void {
  const handler = new RPCHandler(router)
  return openPortDoor({
    channel: 'najva:bridge',
    welcome(contentsId) {
      const role = roles.of(contentsId)
      return role === null || role === 'card' ? null : newContext(role)
    },
    answer: (port, context) => handler.upgrade(port, { context }),
    log,
  })
}
