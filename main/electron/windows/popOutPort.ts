/** Answers the narrow port of the pop-out card's page; no other window may bring one. */
import { RPCHandler } from '@orpc/server/message-port'
import type { Log } from '#main/desk/log'
import type { PopOutRouter } from '#main/desk/popOutRouter'
import { createReportLimit } from '#main/desk/reportLimit'
import { openPortDoor } from '#main/electron/portDoor'
import type { WindowRoles } from '#main/electron/windows/windowRoles'

export function servePopOutPort(router: PopOutRouter, roles: Pick<WindowRoles, 'of'>, log: Log): () => void {
  const handler = new RPCHandler(router)
  const mayTell = createReportLimit(Date.now, 1)
  const context = {
    tellRefusal(what: string) {
      if (mayTell()) log.warn({ what }, 'the desk refused what the pop-out card sent')
    },
  }
  return openPortDoor({
    channel: 'najva:popOut',
    welcome: (contentsId) => (roles.of(contentsId) === 'card' ? context : null),
    answer: (port) => handler.upgrade(port, { context }),
    log,
  })
}
