/** Who listens on a switch without being one of the gateway's own legs: told when it begins and when it ends. */
import type { PbxEvent } from '#contract/pbx'
import type { AmiMessage } from '#gateway/asterisk/ami/amiMessage'
import { type ChannelBlock, toChannelBlock } from '#gateway/asterisk/events/channelBlock'
import { toExtension } from '#gateway/asterisk/events/interfaces'
import { extensionOf, type SwitchState } from '#gateway/asterisk/events/switchState'

export interface StrangersOptions {
  isOwn(channelId: string): boolean
  stateNow(): SwitchState | null
  nowMs(): number
  tell(event: PbxEvent): void
}

export interface Strangers {
  began(spyer: ChannelBlock, spyee: ChannelBlock): void
  /** It ceased to listen, or is gone. */
  ended(spyerId: string): void
  /** Whoever began or ended while nobody watched, from the first reading after that. */
  read(channels: readonly AmiMessage[]): void
}

/** What listens by the dialplan (app_chanspy); a listener of ARI is a channel of its own kind, told by its name. */
const spyingApplications = new Set(['ChanSpy', 'ExtenSpy'])

export function createStrangers({ isOwn, stateNow, nowMs, tell }: StrangersOptions): Strangers {
  const spies = new Map<string, { readonly spy: string; readonly extension: string | null }>()

  function begin(spyer: ChannelBlock, extension: string | null): void {
    const before = spies.get(spyer.id)
    if (isOwn(spyer.id) || (before !== undefined && before.extension === extension)) return
    if (before !== undefined) end(spyer.id)
    const found = { spy: spyer.name, extension }
    spies.set(spyer.id, found)
    tell({ kind: 'strangerSpies', atMs: nowMs(), ...found, isOver: false })
  }

  function end(spyerId: string): void {
    const found = spies.get(spyerId)
    if (found === undefined) return
    spies.delete(spyerId)
    tell({ kind: 'strangerSpies', atMs: nowMs(), ...found, isOver: true })
  }

  function whose(channelId: string): string | null {
    const state = stateNow()
    const channel = state?.channels.get(channelId)
    return state === null || channel === undefined ? null : extensionOf(state, channel)
  }

  /** By the name or id the application was given, or by the beginning of one. */
  function ofTarget(target: string): string | null {
    const state = stateNow()
    const exact = whose(state?.idsByName.get(target) ?? target)
    const extension = toExtension(target.replace(/-[0-9a-f]*$/i, ''))
    return exact ?? (extension !== null && state?.extensions.has(extension) === true ? extension : null)
  }

  return {
    began: (spyer, spyee) => begin(spyer, whose(spyee.id)),
    ended: end,
    read(channels) {
      const present = new Set<string>()
      for (const message of channels) {
        const block = toChannelBlock(message)
        // One that has ended since the switch was asked is in the reading still.
        const isThere = block !== null && stateNow()?.channels.has(block.id) === true
        if (!isThere || !spyingApplications.has(message.get('Application') ?? '')) continue
        present.add(block.id)
        const target = message.get('ApplicationData')?.split(',')[0] ?? ''
        if (!spies.has(block.id)) begin(block, ofTarget(target))
      }
      for (const id of [...spies.keys()]) if (!present.has(id)) end(id)
    },
  }
}
