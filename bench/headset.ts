/** Measures a headset's way through the desk in bytes: press to ask, ask to light; and what hostile descriptors cost. */
import { type Benchmark, type Measurement, percentile, toFigure } from '#bench/benchmark'
import { parseDescriptor } from '#native/descriptor/parseDescriptor'
import { createHeadsetService } from '#native/headsetService'
import { vendorProfiles } from '#native/profiles/vendorProfiles'
import { fromHex } from '#native/report/hex'
import { knownDevices } from '#native/table/knownDevices'
import { createFakeClock } from '#tests/support/fakeClock'
import { createFakeHidTransport } from '#tests/support/fakeHidTransport'

const presses = 5000
/** Left out of the figures: the engine is still compiling. */
const warmUps = 200
const descriptors = 1_000_000
/** A slower parse is timed again: what stays slow is the parser, what does not was the machine. */
const suspiciousMs = 1
const retries = 3

export const benchmark: Benchmark = {
  name: 'headset',
  about: 'Button press to ask, ask to light over the byte-level transport; 1,000,000 hostile descriptors',
  async run(log) {
    const latency = await measurePresses()
    log(`${presses} presses answered and lit`)
    const fuzz = measureDescriptors()
    log(`${descriptors} descriptors parsed, ${fuzz.accepted} of them accepted`)
    return toMeasurement(latency, fuzz)
  },
}

interface Latency {
  readonly askMs: readonly number[]
  readonly lightMs: readonly number[]
}

/** Each press answers a ringing call; the desk goes off hook at once, and the light's bytes are waited for. */
async function measurePresses(): Promise<Latency> {
  const clock = createFakeClock()
  const transport = createFakeHidTransport()
  const [jabra] = knownDevices
  if (jabra === undefined) throw new Error('The table of known devices is empty')
  const { vendorId, productId, name } = jabra
  const device = transport.plug({ vendorId, productId, product: name, descriptor: fromHex(jabra.descriptor) })
  const log = { info: () => undefined, warn: () => undefined }
  const service = createHeadsetService({ transport, clock, profiles: vendorProfiles, log })
  await clock.advanceAsync(5000)

  const askMs: number[] = []
  const lightMs: number[] = []
  let pressedAt = 0
  let askedAt = 0
  service.onIntent(() => {
    askedAt = performance.now()
    askMs.push(askedAt - pressedAt)
    service.setCallModel({ kind: 'active', muted: false })
  })
  device.onWrite((hex) => {
    if (hex === '020100') lightMs.push(performance.now() - askedAt)
  })
  for (let press = 0; press < presses + warmUps; press += 1) {
    service.setCallModel({ kind: 'incoming', muted: false })
    await clock.advanceAsync(4000)
    pressedAt = performance.now()
    device.press('020100')
    await clock.advanceAsync(4000)
    service.setCallModel({ kind: 'idle', muted: false })
    await clock.advanceAsync(10)
    device.press('020000')
    device.takeWritten()
  }
  await service.close()
  return { askMs: askMs.slice(warmUps), lightMs: lightMs.slice(warmUps) }
}

interface Fuzz {
  readonly throws: number
  readonly accepted: number
  readonly worstMs: number
  readonly meanMs: number
}

function measureDescriptors(): Fuzz {
  const random = createRandom(20_261_123)
  const seeds = knownDevices.map((each) => fromHex(each.descriptor))
  let throws = 0
  let accepted = 0
  let worstMs = 0
  let totalMs = 0
  for (let index = 0; index < descriptors; index += 1) {
    const bytes = makeDescriptor(seeds, random)
    try {
      const ms = timeParse(bytes)
      totalMs += ms
      if (parseDescriptor(bytes).ok) accepted += 1
      worstMs = Math.max(worstMs, ms < suspiciousMs ? ms : timeAgain(bytes, ms))
    } catch {
      throws += 1
    }
  }
  return { throws, accepted, worstMs, meanMs: totalMs / descriptors }
}

function timeParse(bytes: Uint8Array): number {
  const startedAt = performance.now()
  parseDescriptor(bytes)
  return performance.now() - startedAt
}

function timeAgain(bytes: Uint8Array, firstMs: number): number {
  return Math.min(firstMs, ...Array.from({ length: retries }, () => timeParse(bytes)))
}

/** A third each: noise, a real descriptor with wounds, and well-formed items in senseless order with wild values. */
function makeDescriptor(seeds: readonly Uint8Array[], random: () => number): Uint8Array {
  const pick = (below: number) => Math.floor(random() * below)
  const kind = pick(3)
  if (kind === 0) return Uint8Array.from({ length: pick(400) }, () => pick(256))
  if (kind === 2) return makeItems(pick, 1 + pick(pick(20) === 0 ? 1600 : 120))
  const copy = (seeds[pick(seeds.length)] ?? new Uint8Array()).slice()
  for (let wound = 0; wound <= pick(8); wound += 1) copy[pick(copy.length)] = pick(256)
  return copy.subarray(0, pick(4) === 0 ? pick(copy.length) : copy.length)
}

/** Prefixes of the items that do work: collections, reports, counts, sizes, usages and their ranges, push and pop. */
const prefixes = [
  0xa1, 0xc0, 0x81, 0x91, 0xb1, 0x05, 0x09, 0x0a, 0x0b, 0x19, 0x2a, 0x75, 0x95, 0x96, 0x97, 0x85, 0xa4, 0xb4,
]

function makeItems(pick: (below: number) => number, count: number): Uint8Array {
  const bytes: number[] = []
  for (let item = 0; item < count; item += 1) {
    const prefix = prefixes[pick(prefixes.length)] ?? 0
    const length = (prefix & 3) === 3 ? 4 : prefix & 3
    bytes.push(prefix, ...Array.from({ length }, (_, at) => (at < 2 ? pick(256) : 0)))
  }
  return Uint8Array.from(bytes)
}

/** Mulberry32: the same descriptors on every machine. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function toMeasurement({ askMs, lightMs }: Latency, fuzz: Fuzz): Measurement {
  const figures = {
    reportToIntentP50Ms: toFigure(percentile(askMs, 0.5)),
    reportToIntentP99Ms: toFigure(percentile(askMs, 0.99)),
    intentToLightP50Ms: toFigure(percentile(lightMs, 0.5)),
    intentToLightP99Ms: toFigure(percentile(lightMs, 0.99)),
    unansweredPresses: presses - askMs.length,
    unlitPresses: presses - lightMs.length,
    fuzzThrows: fuzz.throws,
    fuzzParseMeanMs: toFigure(fuzz.meanMs),
    fuzzParseWorstMs: toFigure(fuzz.worstMs),
  }
  const targets = [
    { figure: 'reportToIntentP99Ms', limit: 2 },
    { figure: 'intentToLightP99Ms', limit: 20 },
    { figure: 'unansweredPresses', limit: 0 },
    { figure: 'unlitPresses', limit: 0 },
    { figure: 'fuzzThrows', limit: 0 },
    { figure: 'fuzzParseWorstMs', limit: 5 },
  ]
  return { n: presses, figures, targets }
}
