/** Tells the gateway, while a caller is being taken over, that sound flows both ways at this phone. */
import type { MonitorId } from '#contract/ids'
import type { DeskCore } from '#renderer/state/deskCore'

/** Three packets of 20 ms: short enough that what is counted was sent after the swap. */
const windowMs = 60

/**
 * Confirms at every window in which packets went both ways, until it is stopped: the page cannot see the moment of the
 * swap, and the gateway heeds only what comes after it.
 */
export function confirmSound(core: DeskCore, monitorId: MonitorId): () => void {
  const { phone, bridge, clock } = core
  let isOver = false
  let cancel = () => {}
  const look = async () => {
    const before = await phone.legs.countPackets(monitorId)
    if (isOver || before === null) return
    await new Promise<void>((resolve) => {
      cancel = clock.after(windowMs, resolve)
    })
    const after = await phone.legs.countPackets(monitorId)
    if (isOver || after === null) return
    const isSpoken = phone.legs.all.some((leg) => leg.monitorId === monitorId && leg.microphone === 'in')
    const flows = isSpoken && after.received > before.received && after.sent > before.sent
    if (flows) await bridge.ask((client) => client.monitor.confirm({ monitorId, flows: true }))
    if (!isOver) void look()
  }
  void look()
  return () => {
    isOver = true
    cancel()
  }
}
