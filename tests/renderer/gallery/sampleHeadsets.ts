/** Headsets for the gallery: well, muted, in trouble, under test. */
import type { DeskHeadsets } from '#contract/bridge'
import { Headset, HeadsetKey } from '#contract/headset'
import type { HeadsetModel } from '#renderer/state/deskModel'
import type { ButtonTest } from '#renderer/state/headset/buttonTest'

const noDesk: DeskHeadsets = { headsets: [], failure: null, testing: null, system: 'linux' }
export const noHeadset: HeadsetModel = { desk: noDesk, test: null, log: null }

const jabra = Headset.parse({
  key: HeadsetKey.parse('0b0e:0307:'),
  name: 'Jabra EVOLVE LINK MS',
  vendorId: 0x0b0e,
  productId: 0x0307,
  capability: 'callControl',
  enabled: true,
  open: true,
  active: true,
  inUseElsewhere: null,
  failure: null,
  layoutFrom: 'device',
  controls: ['hook', 'lineBusy', 'mute', 'flash', 'redial', 'speedDial', 'reject', 'keypad'],
  lights: ['offHook', 'mute', 'ring', 'hold', 'microphone', 'ringer'],
  batteryPercent: 80,
})

const brio = Headset.parse({
  ...jabra,
  key: HeadsetKey.parse('046d:0944:'),
  name: 'MX Brio',
  capability: 'muteOnly',
  active: false,
  controls: ['mute'],
  lights: ['mute'],
  batteryPercent: null,
})

const poly = Headset.parse({
  ...jabra,
  key: HeadsetKey.parse('047f:02ec:'),
  name: 'Poly Voyager Base CD',
  vendorId: 0x047f,
  productId: 0x02ec,
  active: false,
  open: false,
  batteryPercent: null,
})

function of(headsets: readonly Headset[], change: Partial<DeskHeadsets> = {}): HeadsetModel {
  return { ...noHeadset, desk: { ...noDesk, headsets: [...headsets], ...change } }
}

export const readyHeadset = of([jabra, brio])
export const busyHeadset = of([{ ...jabra, inUseElsewhere: 'lineBusy' }])
export const driverMissing = of([], { failure: 'driver-missing' })
export const troubledHeadsets = of([
  { ...poly, failure: 'denied' },
  { ...brio, enabled: false, open: false },
  { ...jabra, active: false, open: false, capability: 'none', layoutFrom: null, failure: 'layout-unknown' },
])

const test: ButtonTest = {
  key: jabra.key,
  presses: 5,
  last: 'mute',
  controls: {
    hook: { value: 1, presses: 3, serial: 4 },
    mute: { value: 1, presses: 1, serial: 5 },
    flash: { value: 0, presses: 1, serial: 2 },
  },
  lights: { offHook: true, mute: true },
}

export function testedHeadset(nowMs: number): HeadsetModel {
  const log = ['022400', '020100', '020300'].map((hex, index) => ({
    atMs: nowMs - 3000 + index * 900,
    key: jabra.key,
    direction: index === 0 ? ('out' as const) : ('in' as const),
    hex,
  }))
  return { ...of([jabra], { testing: jabra.key }), test, log }
}
