/** The headsets of a desk: finds and opens them, shows them the calls, and passes on what the agent asks by button. */
import { type Answer, done, failed } from '#contract/failure'
import type {
  HeadsetCallModel,
  HeadsetIntent,
  HeadsetKey,
  HeadsetLight,
  HeadsetLogEntry,
  HeadsetState,
  HeadsetTestEvent,
} from '#contract/headset'
import type { Clock } from '#contract/time'
import { createLayoutSource } from '#native/descriptorSource/layoutSource'
import type { HeadsetLog } from '#native/log'
import type { ProfileMatch } from '#native/profiles/headsetProfile'
import { chooseActive } from '#native/service/chooseActive'
import { createDiscovery } from '#native/service/discovery'
import { createHeadsetEntries, type HeadsetEntry } from '#native/service/headsetEntries'
import { createReportLog } from '#native/service/reportLog'
import { knownDevices } from '#native/table/knownDevices'
import type { HeadsetTransport } from '#native/transport'

/** Says across runs whether lights may have been left on, for a desk that was killed in a call. */
export interface LitMarker {
  readonly wasLit: boolean
  setLit(lit: boolean): void
}

export interface HeadsetServiceParts {
  readonly transport: HeadsetTransport
  readonly clock: Clock
  readonly profiles: readonly ProfileMatch[]
  readonly log: HeadsetLog
  /** Keys of the headsets that the agent does not want to use; none by default. */
  readonly disabled?: readonly HeadsetKey[]
  readonly litMarker?: LitMarker
}

export interface ButtonTest {
  /** Puts one light on or off; a light the headset does not have does nothing. */
  setLight(light: HeadsetLight, on: boolean): void
  stop(): void
}

export interface HeadsetService {
  /** The desk's calls; the only thing that ever changes a light. */
  setCallModel(model: HeadsetCallModel): void
  onIntent(listener: (intent: HeadsetIntent) => void): () => void
  /** Told at every change, not at once. */
  onState(listener: (state: HeadsetState) => void): () => void
  readonly state: HeadsetState
  /** "Do not use this headset for call control", and the reverse. */
  setEnabled(key: HeadsetKey, enabled: boolean): void
  /** The label of the chosen microphone: its headset becomes the active one. null: the choice is ours. */
  chooseByMicrophone(label: string | null): void
  /** Refused with `wrong-state` during a call, with `not-found` for a headset that is not open. */
  startButtonTest(key: HeadsetKey, listener: (event: HeadsetTestEvent) => void): Answer<ButtonTest>
  /** Takes WebHID `collections` from the page, for systems that hide descriptors; `invalid` when they make no sense. */
  learnFromPage(vendorId: number, productId: number, collections: unknown): Answer<null>
  /** Looks for new devices soon, for example because the page heard of a new microphone. */
  hint(): void
  /** The last 500 raw reports, oldest first. */
  rawLog(): HeadsetLogEntry[]
  /** Puts out all lights and lets the devices go. */
  close(): Promise<void>
}

const idleModel: HeadsetCallModel = { kind: 'idle', muted: false }
const rawLogCapacity = 500

export function createHeadsetService(parts: HeadsetServiceParts): HeadsetService {
  const { transport, clock, log } = parts
  const intentListeners = new Set<(intent: HeadsetIntent) => void>()
  const stateListeners = new Set<(state: HeadsetState) => void>()
  const reports = createReportLog(rawLogCapacity)
  let model = idleModel
  let microphone: string | null = null
  let isLit = parts.litMarker?.wasLit ?? false
  let activeKey: HeadsetKey | null = null
  let test: { readonly key: HeadsetKey; readonly listener: (event: HeadsetTestEvent) => void } | null = null
  let known: HeadsetState = { headsets: [], failure: null, testing: null }

  const layouts = createLayoutSource({
    readDescriptor: (path) => transport.readDescriptor(path),
    table: knownDevices,
    log,
  })

  const entries = createHeadsetEntries({
    transport,
    clock,
    log,
    layouts,
    profiles: parts.profiles,
    disabled: new Set(parts.disabled ?? []),
    clearFirst: parts.litMarker?.wasLit ?? false,
    record: (key, direction, bytes) => reports.record(clock.nowMs(), key, direction, bytes),
    onIntent(key, intent) {
      if (key !== activeKey) return
      log.info({ headset: key, intent: intent.kind }, 'headset button')
      for (const listener of [...intentListeners]) listener(intent)
    },
    onTest(key, event) {
      if (test?.key === key) test.listener(event)
    },
    onChange: () => refresh(),
  })

  const discovery = createDiscovery({
    transport,
    clock,
    onDevices: (groups) => entries.update(groups),
    onFailure(failure, detail) {
      log.warn({ failure, detail }, 'headsets cannot be listed')
    },
    onChange: () => refresh(),
  })

  const endTest = (): void => {
    if (test === null) return
    const { key, listener } = test
    test = null
    entries.get(key)?.session?.stopTest()
    listener({ kind: 'ended' })
  }

  /** Sees to it that exactly one headset follows the calls, and tells who listens. */
  const refresh = (): void => {
    if (test !== null && (entries.get(test.key)?.session ?? null) === null) endTest()
    const nextActive = chooseActive(entries.list(), microphone, activeKey)
    if (nextActive !== activeKey) {
      const before = activeKey
      activeKey = nextActive
      if (before !== null) entries.get(before)?.session?.setModel(idleModel)
      if (nextActive !== null) entries.get(nextActive)?.session?.activate(model)
    }
    markLit(entries.list().some((entry) => entry.session?.isLit === true))
    tell()
  }

  const markLit = (lit: boolean): void => {
    if (lit === isLit) return
    isLit = lit
    parts.litMarker?.setLit(lit)
  }

  const tell = (): void => {
    const next: HeadsetState = {
      headsets: entries
        .list()
        .filter(isWorthListing)
        .map((entry) => entries.describe(entry, activeKey)),
      failure: discovery.failure,
      testing: test?.key ?? null,
    }
    if (JSON.stringify(next) === JSON.stringify(known)) return
    known = next
    for (const listener of [...stateListeners]) listener(next)
  }

  discovery.start()

  return {
    setCallModel(next) {
      if (next.kind !== 'idle') endTest()
      model = next
      if (activeKey !== null) entries.get(activeKey)?.session?.setModel(next)
      refresh()
    },
    onIntent: (listener) => subscribe(intentListeners, listener),
    onState: (listener) => subscribe(stateListeners, listener),
    get state() {
      return known
    },
    setEnabled(key, enabled) {
      entries.setEnabled(key, enabled)
      refresh()
    },
    chooseByMicrophone(label) {
      microphone = label
      refresh()
    },
    startButtonTest(key, listener) {
      const session = entries.get(key)?.session ?? null
      if (session === null) return failed('not-found')
      if (model.kind !== 'idle') return failed('wrong-state')
      endTest()
      const started = { key, listener }
      test = started
      session.startTest()
      refresh()
      return done({
        setLight: (light, on) => {
          if (test === started) session.testLight(light, on)
        },
        stop: () => {
          if (test === started) endTest()
          refresh()
        },
      })
    },
    learnFromPage(vendorId, productId, collections) {
      if (!layouts.learnFromPage(vendorId, productId, collections)) return failed('invalid')
      entries.relearn(vendorId, productId)
      return done(null)
    },
    hint: () => discovery.hint(),
    rawLog: () => reports.entries(),
    async close() {
      endTest()
      intentListeners.clear()
      stateListeners.clear()
      await discovery.close()
      await entries.close()
      markLit(false)
    },
  }
}

/** A device with a consumer collection alone is a keyboard until its descriptor says otherwise. */
function isWorthListing(entry: HeadsetEntry): boolean {
  return entry.group.hasTelephony || entry.capability !== 'none'
}

function subscribe<T>(listeners: Set<(value: T) => void>, listener: (value: T) => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
