/** What a person can do about their headsets, each with its refusal shown in place. */
import type { DeskCore } from '#renderer/state/deskCore'
import type { DeskActions } from '#renderer/state/deskModel'
import type { DeskEnvironment } from '#renderer/state/environment'
import type { HeadsetFlow } from '#renderer/state/headset/headsetFlow'

export type HeadsetActions = Pick<
  DeskActions,
  | 'setHeadsetEnabled'
  | 'startButtonTest'
  | 'stopButtonTest'
  | 'setTestLight'
  | 'readHeadsetLog'
  | 'closeHeadsetLog'
  | 'learnHeadset'
>

export function createHeadsetActions(
  { bridge, settle, store }: DeskCore,
  headsets: HeadsetFlow,
  { readHidLayout }: Pick<DeskEnvironment, 'readHidLayout'>,
): HeadsetActions {
  return {
    async setHeadsetEnabled(key, enabled) {
      settle(await bridge.ask((client) => client.headset.setEnabled({ key, enabled })))
    },
    startButtonTest: headsets.startTest,
    stopButtonTest: headsets.stopTest,
    async setTestLight(light, on) {
      settle(await bridge.ask((client) => client.headset.setTestLight({ light, on })))
    },
    async readHeadsetLog() {
      const read = settle(await bridge.ask((client) => client.headset.readLog(null)))
      if (read.ok) store.setState(({ headset }) => ({ headset: { ...headset, log: read.value } }))
    },
    closeHeadsetLog() {
      store.setState(({ headset }) => ({ headset: { ...headset, log: null } }))
    },
    async learnHeadset(vendorId, productId) {
      const layout = await readHidLayout(vendorId, productId)
      if (layout === null) return
      const { collections } = layout
      const told = { vendorId, productId, collections: [...collections] }
      settle(await bridge.ask((client) => client.headset.learnFromPage(told)))
    },
  }
}
