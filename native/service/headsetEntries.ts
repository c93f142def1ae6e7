/** Every headset that is plugged in: what is known of it, and its session while it is open. */
import {
  Headset,
  type HeadsetCapability,
  type HeadsetFailure,
  type HeadsetForeignUse,
  type HeadsetIntent,
  type HeadsetKey,
  type HeadsetTestEvent,
} from '#contract/headset'
import type { Clock } from '#contract/time'
import { findTelephony, type Telephony } from '#native/descriptor/telephony'
import type { FoundLayout, LayoutSource } from '#native/descriptorSource/layoutSource'
import type { HeadsetLog } from '#native/log'
import type { ProfileMatch } from '#native/profiles/headsetProfile'
import { chooseProfile } from '#native/profiles/vendorProfiles'
import type { HidGroup } from '#native/service/groupPaths'
import { createHeadsetSession, type HeadsetSession, restrictTelephony } from '#native/service/headsetSession'
import { openGroup } from '#native/service/openGroup'
import type { HeadsetTransport } from '#native/transport'

export interface HeadsetEntry {
  readonly group: HidGroup
  found: FoundLayout | null
  telephony: Telephony | null
  capability: HeadsetCapability
  session: HeadsetSession | null
  failure: HeadsetFailure | null
  /** As last logged. */
  foreignUse: HeadsetForeignUse | null
  /** Its layout has been looked for. */
  learned: boolean
  /** Being opened now. */
  opening: boolean
  /** Not to be tried before; 0 at once. */
  retryAtMs: number
  /** Times in a row that a write got stuck; each one costs the system a thread. */
  stuck: number
}

export interface EntriesParts {
  readonly transport: HeadsetTransport
  readonly clock: Clock
  readonly log: HeadsetLog
  readonly layouts: LayoutSource
  readonly profiles: readonly ProfileMatch[]
  readonly disabled: Set<HeadsetKey>
  readonly clearFirst: boolean
  record(key: HeadsetKey, direction: 'in' | 'out' | 'feature', bytes: Uint8Array): void
  onIntent(key: HeadsetKey, intent: HeadsetIntent): void
  onTest(key: HeadsetKey, event: HeadsetTestEvent): void
  onChange(): void
}

export interface HeadsetEntries {
  /** All devices that are there now. */
  update(groups: readonly HidGroup[]): void
  list(): readonly HeadsetEntry[]
  get(key: HeadsetKey): HeadsetEntry | undefined
  setEnabled(key: HeadsetKey, enabled: boolean): void
  /** The page told a layout: devices of this kind are looked at again. */
  relearn(vendorId: number, productId: number): void
  describe(entry: HeadsetEntry, activeKey: HeadsetKey | null): Headset
  close(): Promise<void>
}

const retryMs = 15_000
/** Unplugged and back before anyone looked: the system needs a moment. */
const replugMs = 2000
const maxStuck = 2
const writeTimeoutMs = 1000
const reportsPerSecond = 500

export function createHeadsetEntries(parts: EntriesParts): HeadsetEntries {
  const { clock, log, disabled } = parts
  const entries = new Map<HeadsetKey, HeadsetEntry>()
  const ending = new Set<Promise<void>>()
  let closed = false

  const isCurrent = (entry: HeadsetEntry) => entries.get(entry.group.key) === entry

  const endSession = (entry: HeadsetEntry, clear: boolean): void => {
    const { session } = entry
    if (session === null) return
    entry.session = null
    const end = session.close(clear).finally(() => ending.delete(end))
    ending.add(end)
  }

  const fail = (entry: HeadsetEntry, failure: HeadsetFailure, detail: string): void => {
    if (entry.failure !== failure) {
      log.warn({ headset: entry.group.key, name: entry.group.name, failure, detail }, 'headset failed')
    }
    entry.failure = failure
    entry.retryAtMs = clock.nowMs() + (failure === 'gone' ? replugMs : retryMs)
  }

  const lose = (entry: HeadsetEntry, failure: HeadsetFailure, detail: string): void => {
    if (entry.session === null) return
    if (failure === 'write-timed-out') entry.stuck += 1
    fail(entry, failure, detail)
    endSession(entry, false)
    parts.onChange()
  }

  const start = async (entry: HeadsetEntry): Promise<void> => {
    const { group, found, telephony } = entry
    if (found === null || telephony === null) return
    const opened = await openGroup(parts.transport, group, found.layout)
    if (!opened.ok) {
      fail(entry, opened.failure, opened.detail)
      return
    }
    if (closed || !isCurrent(entry) || disabled.has(group.key)) {
      await opened.value.close()
      return
    }
    entry.failure = null
    log.info({ headset: group.key, name: group.name, layoutFrom: found.from }, 'headset opened')
    entry.session = createHeadsetSession({
      connection: opened.value,
      layout: found.layout,
      telephony,
      profile: chooseProfile(parts.profiles, group.vendorId, group.productId),
      clock,
      clearFirst: parts.clearFirst,
      writeTimeoutMs,
      reportsPerSecond,
      onIntent: (intent) => parts.onIntent(group.key, intent),
      onChange: () => noteChange(entry),
      onTest: (event) => parts.onTest(group.key, event),
      record(direction, bytes) {
        parts.record(group.key, direction, bytes)
        if (direction === 'out') noteWritten(entry)
      },
      onTrouble(failure, detail) {
        fail(entry, failure, detail)
        parts.onChange()
      },
      onLost: (failure, detail) => lose(entry, failure, detail),
    })
  }

  const noteWritten = (entry: HeadsetEntry): void => {
    if (entry.failure !== 'write-failed') return
    entry.failure = null
    parts.onChange()
  }

  const noteChange = (entry: HeadsetEntry): void => {
    const { session, group } = entry
    if (session?.isStorming === true) fail(entry, 'storm', `more than ${reportsPerSecond} reports a second`)
    else if (entry.failure === 'storm') entry.failure = null
    const sign = session?.foreignUse ?? null
    if (sign !== entry.foreignUse) {
      entry.foreignUse = sign
      log.info(
        { headset: group.key, sign },
        sign === null ? 'headset is free again' : 'headset is used elsewhere',
      )
    }
    parts.onChange()
  }

  const learn = async (entry: HeadsetEntry): Promise<void> => {
    const found = await parts.layouts.find(entry.group)
    entry.learned = true
    entry.found = found
    entry.telephony = found === null ? null : restrictTelephony(findTelephony(found.layout))
    entry.capability = entry.telephony?.capability ?? 'none'
    entry.failure = found === null && entry.group.hasTelephony ? 'layout-unknown' : null
  }

  /** Learns and opens what should be open and is not. */
  const tend = async (entry: HeadsetEntry): Promise<void> => {
    if (entry.opening || entry.session !== null || closed) return
    entry.opening = true
    try {
      if (!entry.learned) await learn(entry)
      if (isDue(entry)) await start(entry)
    } finally {
      entry.opening = false
    }
    if (isCurrent(entry) && !closed) parts.onChange()
  }

  const isDue = (entry: HeadsetEntry): boolean =>
    isCurrent(entry) &&
    entry.capability !== 'none' &&
    !disabled.has(entry.group.key) &&
    entry.stuck < maxStuck &&
    (entry.failure === null || clock.nowMs() >= entry.retryAtMs)

  const remove = (entry: HeadsetEntry): void => {
    entries.delete(entry.group.key)
    if (entry.session !== null) log.info({ headset: entry.group.key }, 'headset unplugged')
    endSession(entry, false)
  }

  return {
    update(groups) {
      for (const entry of [...entries.values()]) {
        const still = groups.find((group) => group.instance === entry.group.instance)
        if (still?.key !== entry.group.key) remove(entry)
      }
      for (const group of groups) {
        if (!entries.has(group.key)) entries.set(group.key, toEntry(group))
      }
      for (const entry of entries.values()) void tend(entry)
      parts.onChange()
    },
    list: () => [...entries.values()],
    get: (key) => entries.get(key),
    setEnabled(key, enabled) {
      const entry = entries.get(key)
      if (enabled) disabled.delete(key)
      else disabled.add(key)
      if (entry === undefined) return
      if (!enabled) endSession(entry, true)
      else {
        entry.stuck = 0
        entry.retryAtMs = 0
        void tend(entry)
      }
    },
    relearn(vendorId, productId) {
      for (const entry of entries.values()) {
        const { group } = entry
        if (group.vendorId !== vendorId || group.productId !== productId) continue
        if (entry.session !== null || entry.found?.from === 'device') continue
        entry.learned = false
        void tend(entry)
      }
    },
    describe: (entry, activeKey) => describe(entry, !disabled.has(entry.group.key), activeKey),
    async close() {
      closed = true
      for (const entry of entries.values()) endSession(entry, true)
      entries.clear()
      await Promise.all(ending)
    },
  }
}

function toEntry(group: HidGroup): HeadsetEntry {
  return {
    group,
    found: null,
    telephony: null,
    capability: 'none',
    session: null,
    failure: null,
    foreignUse: null,
    learned: false,
    opening: false,
    retryAtMs: 0,
    stuck: 0,
  }
}

function describe(entry: HeadsetEntry, enabled: boolean, activeKey: HeadsetKey | null): Headset {
  const { group, session, telephony } = entry
  return Headset.parse({
    key: group.key,
    name: group.name,
    vendorId: group.vendorId,
    productId: group.productId,
    capability: entry.capability,
    enabled,
    open: session !== null,
    active: session !== null && group.key === activeKey,
    inUseElsewhere: session?.foreignUse ?? null,
    failure: entry.failure,
    layoutFrom: entry.found?.from ?? null,
    controls: telephony?.controls.map((each) => each.control) ?? [],
    lights: telephony?.lights.map((each) => each.light) ?? [],
    batteryPercent: session?.batteryPercent ?? null,
  })
}
