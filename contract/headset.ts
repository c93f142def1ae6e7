/** What a USB headset is to the desk and the page: its state, what the agent asked with it, what it is told of calls. */
import { z } from 'zod'
import { DisplayName } from '#contract/text'

/**
 * The calls of this desk, as far as a headset cares. Call waiting beside a dialled call is told as `activeAndIncoming`;
 * a third call changes nothing.
 *
 * idle ──▶ incoming ──▶ active ◀──▶ held        dialling ──▶ active
 *                         ├──▶ activeAndIncoming ──▶ activeAndHeld
 *                       held ──▶ heldAndIncoming ──▶ activeAndHeld
 */
export const HeadsetCallKind = z.enum([
  'idle',
  'incoming',
  'dialling',
  'active',
  'activeAndIncoming',
  'activeAndHeld',
  'held',
  'heldAndIncoming',
])
export type HeadsetCallKind = z.infer<typeof HeadsetCallKind>

/** What the desk tells its headsets. `muted` counts only while there is a dialled, active or held call. */
export const HeadsetCallModel = z.object({ kind: HeadsetCallKind, muted: z.boolean() })
export type HeadsetCallModel = z.infer<typeof HeadsetCallModel>

/**
 * What the agent asked by a button. It asks; nothing has changed until the desk says so with a new call model.
 * - `answer` the ringing call · `reject` the ringing call
 * - `end` the current call · `endAndKeepRinging` the current call while another rings
 * - `hold`, `resume` the current call · `swap` the active with the held one
 * - `holdAndAnswer` hold the active call and answer the ringing one
 * - `toggleMute` a button that knows no state · `setMute` a switch that does
 */
export const HeadsetIntent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('answer') }),
  z.object({ kind: z.literal('reject') }),
  z.object({ kind: z.literal('end') }),
  z.object({ kind: z.literal('endAndKeepRinging') }),
  z.object({ kind: z.literal('hold') }),
  z.object({ kind: z.literal('resume') }),
  z.object({ kind: z.literal('swap') }),
  z.object({ kind: z.literal('holdAndAnswer') }),
  z.object({ kind: z.literal('toggleMute') }),
  z.object({ kind: z.literal('setMute'), muted: z.boolean() }),
])
export type HeadsetIntent = z.infer<typeof HeadsetIntent>

/** Buttons and switches a headset may report. `reject` is the programmable button; `hook` is answer and end. */
export const HeadsetControl = z.enum([
  'hook',
  'lineBusy',
  'mute',
  'flash',
  'redial',
  'speedDial',
  'voiceMail',
  'drop',
  'reject',
  'keypad',
])
export type HeadsetControl = z.infer<typeof HeadsetControl>

/** Lights and sounds a headset may be told to show. */
export const HeadsetLight = z.enum([
  'offHook',
  'ring',
  'ringer',
  'mute',
  'hold',
  'onLine',
  'microphone',
  'speaker',
])
export type HeadsetLight = z.infer<typeof HeadsetLight>

/**
 * Why a headset cannot be used as it should; the page has one sentence per code.
 * - `driver-missing` the part that talks to USB could not be loaded (on Linux: libusb-1.0 is not installed)
 * - `denied` the system refuses access (on Linux: the udev rule is missing)
 * - `input-monitoring` macOS wants the Input Monitoring permission, and a restart of Najva after it
 * - `busy` another program holds the device alone
 * - `gone` it disappeared while it was being opened or written to
 * - `open-failed` refused without a reason we know
 * - `write-failed`, `write-timed-out` its lights could not be set
 * - `layout-unknown` it has telephony buttons, but this system does not tell how they are laid out
 * - `storm` it sends reports faster than any finger; its buttons are ignored until it calms down
 */
export const HeadsetFailure = z.enum([
  'driver-missing',
  'denied',
  'input-monitoring',
  'busy',
  'gone',
  'open-failed',
  'write-failed',
  'write-timed-out',
  'layout-unknown',
  'storm',
])
export type HeadsetFailure = z.infer<typeof HeadsetFailure>

/** `callControl` hook in and off-hook out · `muteOnly` a mute button and its light · `none` neither. */
export const HeadsetCapability = z.enum(['callControl', 'muteOnly', 'none'])
export type HeadsetCapability = z.infer<typeof HeadsetCapability>

/** The sign by which another program was noticed: the device's busy line, or off-hook without our doing. */
export const HeadsetForeignUse = z.enum(['lineBusy', 'offHook'])
export type HeadsetForeignUse = z.infer<typeof HeadsetForeignUse>

export const HeadsetKey = z.string().min(1).max(300).brand<'HeadsetKey'>()
export type HeadsetKey = z.infer<typeof HeadsetKey>

export const Headset = z.object({
  /** Stable over unplugging where the device has a serial number; otherwise by its place among equals. */
  key: HeadsetKey,
  name: DisplayName,
  /** USB ids, 0–65535. */
  vendorId: z.number().int().min(0).max(0xffff),
  productId: z.number().int().min(0).max(0xffff),
  capability: HeadsetCapability,
  /** False when the agent said "do not use this headset for call control". */
  enabled: z.boolean(),
  /** Open and listening. */
  open: z.boolean(),
  /** The one whose buttons and lights follow the calls; at most one is. */
  active: z.boolean(),
  /** null when nobody else seems to use it. While set, Najva neither rings on it nor lights it. */
  inUseElsewhere: HeadsetForeignUse.nullable(),
  /** null when all is well. */
  failure: HeadsetFailure.nullable(),
  /** Where its layout was learned: the device itself, the page's WebHID, the bundled table, its vendor's habit. */
  layoutFrom: z.enum(['device', 'page', 'table', 'vendor']).nullable(),
  controls: z.array(HeadsetControl),
  lights: z.array(HeadsetLight),
  /** 0–100; null where the device does not tell. */
  batteryPercent: z.number().min(0).max(100).nullable(),
})
export type Headset = z.infer<typeof Headset>

export const HeadsetState = z.object({
  headsets: z.array(Headset),
  /** Why no headset can be listed at all; null when listing works. */
  failure: HeadsetFailure.nullable(),
  /** The headset whose buttons are being tried; its presses ask nothing meanwhile. */
  testing: HeadsetKey.nullable(),
})
export type HeadsetState = z.infer<typeof HeadsetState>

/** One thing seen in a button test. `value`: 1 pressed or on, 0 released or off; for the keypad the key, −1 for none. */
export const HeadsetTestEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('control'), control: HeadsetControl, value: z.number().int() }),
  z.object({ kind: z.literal('light'), light: HeadsetLight, on: z.boolean() }),
  /** The test is over: the agent stopped it, a call began, or the headset went away. */
  z.object({ kind: z.literal('ended') }),
])
export type HeadsetTestEvent = z.infer<typeof HeadsetTestEvent>

/** One raw report, for support. */
export const HeadsetLogEntry = z.object({
  atMs: z.number().int().nonnegative(),
  key: HeadsetKey,
  direction: z.enum(['in', 'out', 'feature']),
  /** All bytes as they crossed the wire, report id first where the device uses ids. */
  hex: z.string().max(2048),
})
export type HeadsetLogEntry = z.infer<typeof HeadsetLogEntry>
