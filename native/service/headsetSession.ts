/** One open headset: reports in, asks out; call models in, lights out. */
import type {
  HeadsetCallModel,
  HeadsetControl,
  HeadsetFailure,
  HeadsetForeignUse,
  HeadsetIntent,
  HeadsetLight,
  HeadsetTestEvent,
} from '#contract/headset'
import type { Clock } from '#contract/time'
import { type ControlInput, stepCallControl, wakeAtMs } from '#native/callControl/callControl'
import { type ControlledDevice, createControlState, recallValues } from '#native/callControl/controlState'
import { isInCall, lightsInUse, noLights, toLights } from '#native/callControl/lights'
import type { ReportLayout } from '#native/descriptor/reportLayout'
import type { Telephony } from '#native/descriptor/telephony'
import type { HeadsetProfile } from '#native/profiles/headsetProfile'
import { createReportDecoder } from '#native/report/decodeReport'
import { createLightEncoder, type Lights } from '#native/report/encodeLights'
import { fromHex } from '#native/report/hex'
import { createSteadyTime } from '#native/service/steadyTime'
import { createStormGuard } from '#native/service/stormGuard'
import { createWriteQueue } from '#native/service/writeQueue'
import type { HidConnection } from '#native/transport'

export interface SessionParts {
  readonly connection: HidConnection
  readonly layout: ReportLayout
  readonly telephony: Telephony
  readonly profile: HeadsetProfile
  readonly clock: Clock
  /** The lights may still be on from a run that ended badly. */
  readonly clearFirst: boolean
  readonly writeTimeoutMs: number
  readonly reportsPerSecond: number
  onIntent(intent: HeadsetIntent): void
  /** Foreign use, battery or storm changed. */
  onChange(): void
  onTest(event: HeadsetTestEvent): void
  /** Told of every report and write. */
  record(direction: 'in' | 'out' | 'feature', bytes: Uint8Array): void
  /** A failure that leaves the session open. */
  onTrouble(failure: HeadsetFailure, detail: string): void
  /** The connection is of no use any more. */
  onLost(failure: HeadsetFailure, detail: string): void
}

export interface HeadsetSession {
  setModel(model: HeadsetCallModel): void
  /** It becomes the headset that follows the calls, perhaps in the middle of one. */
  activate(model: HeadsetCallModel): void
  readonly foreignUse: HeadsetForeignUse | null
  readonly batteryPercent: number | null
  readonly isStorming: boolean
  /** Some light is on. */
  readonly isLit: boolean
  startTest(): void
  testLight(light: HeadsetLight, on: boolean): void
  stopTest(): void
  /** `clear`: the lights are put out first, as far as the device lets us within the write time. */
  close(clear: boolean): Promise<void>
}

export function createHeadsetSession(parts: SessionParts): HeadsetSession {
  const { profile, connection, clock } = parts
  const device = toControlled(parts.telephony, profile)
  const decode = createReportDecoder(parts.layout, parts.telephony)
  const encoder = createLightEncoder(parts.layout, parts.telephony, lightsInUse(profile))
  const steadyMs = createSteadyTime(clock)
  let state = createControlState(device, { kind: 'idle', muted: false }, steadyMs())
  let shown: Lights = noLights
  let testLights: Lights | null = null
  let testValues = new Map<HeadsetControl, number>()
  let batteryPercent: number | null = null
  let cancelWake: (() => void) | null = null
  let cancelKeepAlive: (() => void) | null = null

  const queue = createWriteQueue({
    write: (bytes) => connection.write(bytes),
    sendFeature: (bytes) => connection.sendFeature(bytes),
    clock,
    timeoutMs: parts.writeTimeoutMs,
    onWritten: parts.record,
    onFailure(failure, detail) {
      if (failure === 'write-failed') parts.onTrouble(failure, detail)
      else parts.onLost(failure, detail)
    },
  })

  const show = (lights: Lights, everything: boolean): void => {
    queue.push(everything ? encoder.planAll(lights) : encoder.plan(shown, lights))
    shown = lights
  }

  const rewrite = (light: HeadsetLight): void => {
    const report = encoder.encode(light, shown)
    if (report !== null) queue.push([{ ...report, force: true }])
  }

  const arm = (): void => {
    cancelWake?.()
    const dueMs = wakeAtMs(state)
    cancelWake =
      dueMs === null ? null : clock.after(Math.max(0, dueMs - steadyMs()), () => take({ kind: 'tick' }))
  }

  const take = (input: ControlInput, everything = false): void => {
    const before = state.foreignUse
    const step = stepCallControl(device, state, input, steadyMs())
    state = step.state
    const isAnew = step.resync || everything
    if (state.foreignUse === null) show(toLights(state.model, profile), isAnew)
    if (state.foreignUse === null && !isAnew) {
      if (step.rewrites.has('hook')) rewrite('offHook')
      if (step.rewrites.has('mute')) rewrite('mute')
    }
    arm()
    for (const intent of step.intents) parts.onIntent(intent)
    if (state.foreignUse !== before) parts.onChange()
  }

  /** Forgets what was heard. `values` are taken for the device's state; without them, what it says next is. */
  const restart = (values: ReadonlyMap<HeadsetControl, number> | null): void => {
    const fresh = createControlState(device, state.model, steadyMs())
    state = values === null ? fresh : recallValues(fresh, values)
    show(toLights(state.model, profile), true)
    arm()
  }

  const guard = createStormGuard({
    clock,
    limit: parts.reportsPerSecond,
    onStorm: parts.onChange,
    onCalm() {
      restart(null)
      parts.onChange()
    },
  })

  const takeBattery = (percent: number | null): void => {
    if (percent === null || percent === batteryPercent) return
    batteryPercent = percent
    parts.onChange()
  }

  const endReports = connection.onReport((bytes) => {
    if (!guard.admit()) return
    parts.record('in', bytes)
    const report = decode(bytes)
    if (report === null) return
    takeBattery(report.batteryPercent)
    if (testLights === null) take({ kind: 'report', values: report.values })
    else for (const each of report.values) tellTest(each.control, each.value)
  })
  const endGone = connection.onGone((detail) => parts.onLost('gone', detail))

  const tellTest = (control: HeadsetControl, value: number): void => {
    const rest = control === 'keypad' ? -1 : 0
    if ((testValues.get(control) ?? rest) === value) return
    testValues.set(control, value)
    parts.onTest({ kind: 'control', control, value })
  }

  const keepAlive = (): void => {
    if (profile.keepAlive === null) return
    queue.pushFeature(fromHex(profile.keepAlive.hex))
    cancelKeepAlive = clock.after(profile.keepAlive.everyMs, keepAlive)
  }

  const stop = (): void => {
    endReports()
    endGone()
    guard.close()
    cancelWake?.()
    cancelKeepAlive?.()
  }

  if (parts.clearFirst) show(noLights, true)
  keepAlive()

  return {
    setModel: (model) => take({ kind: 'model', model }),
    activate(model) {
      const joins = isInCall(model.kind)
      state = { ...state, openedInCall: joins }
      take({ kind: 'model', model }, joins)
    },
    get foreignUse() {
      return state.foreignUse
    },
    get batteryPercent() {
      return batteryPercent
    },
    get isStorming() {
      return guard.isStorming
    },
    get isLit() {
      return Object.values(testLights ?? shown).includes(true)
    },
    startTest() {
      testLights = noLights
      testValues = new Map()
    },
    testLight(light, on) {
      if (testLights === null) return
      testLights = { ...testLights, [light]: on }
      const report = encoder.encode(light, testLights)
      if (report === null) return
      queue.push([{ ...report, force: true }])
      parts.onTest({ kind: 'light', light, on })
    },
    stopTest() {
      if (testLights === null) return
      testLights = null
      // All lights are told anew, which also puts a device on hook that was tried off hook.
      restart(testValues)
    },
    async close(clear) {
      stop()
      const isOurs = state.foreignUse === null
      if (clear && isOurs && Object.values(testLights ?? shown).includes(true)) show(noLights, true)
      await queue.idle()
      queue.close()
      await closeInTime(connection, clock, parts.writeTimeoutMs)
    },
  }
}

/** A device that holds only a mute button is heeded for nothing else. */
export function restrictTelephony(telephony: Telephony): Telephony {
  if (telephony.capability !== 'muteOnly') return telephony
  return {
    ...telephony,
    controls: telephony.controls.filter((each) => each.control === 'mute'),
    lights: telephony.lights.filter((each) => each.light === 'mute'),
  }
}

function toControlled(telephony: Telephony, profile: HeadsetProfile): ControlledDevice {
  const { controls, lights } = telephony
  const offHook = lights.find((each) => each.light === 'offHook')?.field.reportId
  return {
    profile,
    behaviours: Object.fromEntries(controls.map((each) => [each.control, each.behaviour])),
    withHook: lights.filter((each) => each.field.reportId === offHook).map((each) => each.light),
  }
}

/** A stuck device may never finish closing; the desk does not wait for it. */
function closeInTime(connection: HidConnection, clock: Clock, timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(timeoutMs, resolve)
    void connection.close().then(() => {
      cancel()
      resolve()
    })
  })
}
