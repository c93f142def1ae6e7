/** Phones that hear their own echo: no call of the floor, but what a desk proves by it must really have been. */
import { echoExtension } from '#contract/echoTest'
import type { PbxEvent } from '#contract/pbx'
import type { Fact } from '#gateway/asterisk/events/fact'
import { toDevice, toExtension } from '#gateway/asterisk/events/interfaces'
import type { SwitchState } from '#gateway/asterisk/events/switchState'

export function tellEcho({ echoes, extensions }: SwitchState, fact: Fact): PbxEvent[] {
  if (fact.kind !== 'channelSeen' && fact.kind !== 'channelEnded') return []
  const { atMs, channel } = fact
  if (fact.kind === 'channelEnded') {
    const extension = echoes.get(channel.id)
    echoes.delete(channel.id)
    return extension === undefined ? [] : [{ kind: 'echoCall', atMs, extension, isOver: true }]
  }
  const isUp = channel.exten === echoExtension && channel.state === 'up'
  const extension = toExtension(toDevice(channel.name) ?? '')
  if (!isUp || echoes.has(channel.id) || extension === null || !extensions.has(extension)) return []
  echoes.set(channel.id, extension)
  return [{ kind: 'echoCall', atMs, extension, isOver: false }]
}
