/** Asks a switch for everything it knows of queues, members, channels and devices. */
import { type Answer, done } from '#contract/failure'
import type { AmiConnection } from '#gateway/asterisk/ami/amiConnection'
import type { AmiMessage } from '#gateway/asterisk/ami/amiMessage'
import type { ActionFields } from '#gateway/asterisk/ami/toActionText'
import { toPhone } from '#gateway/asterisk/events/interfaces'
import { isReachableDevice } from '#gateway/asterisk/events/toFact'

export interface Reading {
  /** For example `22.10.1`. */
  readonly version: string
  readonly systemName: string | null
  readonly queues: readonly AmiMessage[]
  readonly channels: readonly AmiMessage[]
  /** Channels that hear music because the other side pressed hold. */
  readonly held: ReadonlySet<string>
  readonly reachable: ReadonlyMap<string, boolean>
  /** Channels with a recorder; `pausedAtMs` null for one that is not paused, by the gateway's clock. */
  readonly recorded: ReadonlyMap<string, { readonly pausedAtMs: number | null }>
}

/** Set by MixMonitor itself. */
const recordedVariable = 'MIXMONITOR_FILENAME'
/** Set by the gateway, epoch milliseconds: no reading of the switch tells that a recorder is muted. */
export const pausedVariable = 'NAJVA_RECORDING_PAUSED'

/** 20,000 members are seven megabytes. */
const listTimeoutMs = 10_000

/** In this order: what comes later is never older than what came before. */
export async function readSwitch(
  connection: AmiConnection,
  extensions: readonly string[],
): Promise<Answer<Reading>> {
  const list = (name: string, fields: ActionFields = []) =>
    connection.send(name, fields, { isList: true, timeoutMs: listTimeoutMs })
  const [settings, queues, channels, status, devices] = await Promise.all([
    connection.send('CoreSettings'),
    list('QueueStatus'),
    list('CoreShowChannels'),
    list('Status', [['Variables', `CHANNEL(onhold),${recordedVariable},${pausedVariable}`]]),
    list('DeviceStateList'),
  ])
  for (const answer of [settings, queues, channels, status, devices]) if (!answer.ok) return answer
  if (!settings.ok || !queues.ok || !channels.ok || !status.ok || !devices.ok)
    return settings as Answer<never>
  const reachable = await readReachable(connection, devices.value.items, new Set(extensions))
  return done({
    version: settings.value.response.get('AsteriskVersion') ?? '',
    systemName: settings.value.response.get('SystemName') || null,
    queues: queues.value.items,
    channels: channels.value.items,
    held: toHeld(status.value.items),
    recorded: toRecorded(status.value.items),
    reachable,
  })
}

function toHeld(items: readonly AmiMessage[]): Set<string> {
  const held = new Set<string>()
  for (const item of items) {
    const id = item.get('Uniqueid')
    if (id !== null && item.all('Variable').includes('CHANNEL(onhold)=1')) held.add(id)
  }
  return held
}

/** What is read of a channel's recorder: where it writes, and since when the gateway has it paused. */
function toRecorded(items: readonly AmiMessage[]): Map<string, { readonly pausedAtMs: number | null }> {
  const recorded = new Map<string, { readonly pausedAtMs: number | null }>()
  for (const item of items) {
    const [id, variables] = [item.get('Uniqueid'), item.all('Variable')]
    const toldOf = (name: string) => {
      const value = variables.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1)
      return value === undefined || value === '(null)' || value === '' ? null : value
    }
    if (id === null || toldOf(recordedVariable) === null) continue
    recorded.set(id, { pausedAtMs: Number(toldOf(pausedVariable) ?? 0) || null })
  }
  return recorded
}

/** A device in use says nothing of its page: one that vanished in a call stays in use, so its contacts are asked. */
async function readReachable(
  connection: AmiConnection,
  items: readonly AmiMessage[],
  extensions: ReadonlySet<string>,
): Promise<Map<string, boolean>> {
  const reachable = new Map<string, boolean>()
  const inUse: string[] = []
  for (const item of items) {
    const [device, state] = [item.get('Device') ?? '', item.get('State') ?? '']
    const extension = toPhone(device)
    if (extension === null || !extensions.has(extension)) continue
    const isReachable = isReachableDevice(state)
    if (isReachable === null && state !== 'UNKNOWN') inUse.push(extension)
    else reachable.set(extension, isReachable ?? false)
  }
  await Promise.all(
    inUse.map(async (extension) => {
      const answer = await connection.send('Getvar', [['Variable', `PJSIP_AOR(${extension},contact)`]])
      const contacts = answer.ok ? answer.value.response.get('Value') : null
      reachable.set(extension, contacts === null || contacts !== '')
    }),
  )
  return reachable
}
