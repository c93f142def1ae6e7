/** Turns 16-bit samples at 16 kHz into G.722 at 64 kbit/s and back (ITU-T G.722, RTP payload type 9 of RFC 3551). */

export interface G722Encoder {
  /** An even number of samples; one byte for each two. */
  encode(samples: Int16Array): Uint8Array
}

export interface G722Decoder {
  /** Two samples for each byte. */
  decode(bytes: Uint8Array): Int16Array
}

/** The tables of section 6.2.1 of the recommendation, under its own names. */
const q6 = [
  0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940, 1023, 1121, 1219,
  1339, 1458, 1612, 1765, 1980, 2195, 2557, 2919,
]
const iln = [0, 63, 62, ...Array.from({ length: 28 }, (_, i) => 31 - i)]
const ilp = [0, ...Array.from({ length: 30 }, (_, i) => 61 - i)]
const wl = [-60, -30, 58, 172, 334, 538, 1198, 3042]
const rl42 = [0, 7, 6, 5, 4, 3, 2, 1, 7, 6, 5, 4, 3, 2, 1, 0]
const ilb = [
  2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774, 2834, 2896, 2960,
  3025, 3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838, 3922, 4008,
]
const qm4 = [
  0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584, 1200, 0,
]
const qm6Magnitudes = [
  24808, 21904, 19008, 16704, 14984, 13512, 12280, 11192, 10232, 9360, 8576, 7856, 7192, 6576, 6000, 5456,
  4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728,
]
const qm6 = [
  ...[-136, -136, -136, -136],
  ...qm6Magnitudes.map((each) => -each),
  ...[...qm6Magnitudes, 432, 136, -432, -136],
]
const qm2 = [-7408, -1616, 7408, 1616]
const wh = [0, -214, 798]
const rh2 = [2, 1, 2, 1]
const qmf = [3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11]

const at = (table: ArrayLike<number>, index: number): number => table[index] ?? 0
const clip = (value: number): number => Math.max(-32_768, Math.min(32_767, value))
const clip15 = (value: number): number => Math.max(-16_384, Math.min(16_383, value))

/** The adaptive predictor and quantiser of one half of the spectrum. */
class Band {
  /** What is expected next. */
  s = 0
  det: number
  #nb = 0
  #sz = 0
  readonly #r = new Int32Array(3)
  readonly #a = new Int32Array(3)
  readonly #p = new Int32Array(3)
  readonly #d = new Int32Array(7)
  readonly #b = new Int32Array(7)

  constructor(det: number) {
    this.det = det
  }

  /** LOGSCL or LOGSCH, then SCALEL or SCALEH: the step follows how large the last one was. */
  scale(weight: number, limit: number, shift: number): void {
    this.#nb = Math.max(0, Math.min(limit, ((this.#nb * 127) >> 7) + weight))
    const [step, down] = [at(ilb, (this.#nb >> 6) & 31), shift - (this.#nb >> 11)]
    this.det = (down < 0 ? step << -down : step >> down) << 2
  }

  /** Block 4: takes the quantised difference and predicts anew. */
  adapt(d: number): void {
    const [r, p, a] = [this.#r, this.#p, this.#a]
    r.copyWithin(2, 1)
    r[1] = clip(this.s + d)
    const own = clip(this.#sz + d)
    const isSame = (k: number) => own < 0 === at(p, k) < 0
    const pole = clip(at(a, 1) << 2)
    const wished2 = (isSame(1) ? Math.min(32_767, -pole) : pole) >> 7
    const a2 = wished2 + (isSame(2) ? 128 : -128) + ((at(a, 2) * 32_512) >> 15)
    const ap2 = Math.max(-12_288, Math.min(12_288, a2))
    const bound = clip(15_360 - ap2)
    const ap1 = clip((isSame(1) ? 192 : -192) + ((at(a, 1) * 32_640) >> 15))
    a[1] = Math.max(-bound, Math.min(bound, ap1))
    a[2] = ap2
    p.copyWithin(2, 1)
    p[1] = own
    this.#sz = this.#adaptZeros(d)
    const poles = ((a[1] * clip(2 * at(r, 1))) >> 15) + ((ap2 * clip(2 * at(r, 2))) >> 15)
    this.s = clip(clip(poles) + this.#sz)
  }

  /** UPZERO, DELAYA and FILTEZ. */
  #adaptZeros(newest: number): number {
    const [b, d] = [this.#b, this.#d]
    const gain = newest === 0 ? 0 : 128
    for (let k = 1; k < 7; k += 1)
      b[k] = clip((newest < 0 === at(d, k) < 0 ? gain : -gain) + ((at(b, k) * 32_640) >> 15))
    d.copyWithin(2, 1)
    d[1] = newest
    let sum = 0
    for (let k = 6; k > 0; k -= 1) sum += (at(b, k) * clip(2 * at(d, k))) >> 15
    return clip(sum)
  }

  adaptLow(index: number): void {
    const d = (this.det * at(qm4, index)) >> 15
    this.scale(at(wl, at(rl42, index)), 18_432, 8)
    this.adapt(d)
  }

  adaptHigh(index: number): void {
    const d = (this.det * at(qm2, index)) >> 15
    this.scale(at(wh, at(rh2, index)), 22_528, 10)
    this.adapt(d)
  }
}

/** Takes two more values; the two sums of the quadrature mirror filter over the newest 24. */
function filter(x: Int32Array, newest: number, last: number): readonly [even: number, odd: number] {
  x.copyWithin(0, 2)
  x[22] = newest
  x[23] = last
  let [even, odd] = [0, 0]
  for (let i = 0; i < 12; i += 1) {
    even += at(x, 2 * i) * at(qmf, i)
    odd += at(x, 2 * i + 1) * at(qmf, 11 - i)
  }
  return [even, odd]
}

export function createG722Encoder(): G722Encoder {
  const [low, high] = [new Band(32), new Band(8)]
  const x = new Int32Array(24)
  function encodePair(first: number, second: number): number {
    const [even, odd] = filter(x, first, second)
    const el = clip(((odd + even) >> 14) - low.s)
    const eh = clip(((odd - even) >> 14) - high.s)
    const size = el < 0 ? -(el + 1) : el
    let i = 1
    while (i < 30 && size >= (at(q6, i) * low.det) >> 12) i += 1
    const ilow = at(el < 0 ? iln : ilp, i)
    const isLarge = (eh < 0 ? -(eh + 1) : eh) >= (564 * high.det) >> 12
    const ihigh = (eh < 0 ? 0 : 2) + (isLarge ? 0 : 1)
    low.adaptLow(ilow >> 2)
    high.adaptHigh(ihigh)
    return (ihigh << 6) | ilow
  }
  return {
    encode: (samples) =>
      Uint8Array.from({ length: samples.length >> 1 }, (_, i) =>
        encodePair(samples[2 * i] ?? 0, samples[2 * i + 1] ?? 0),
      ),
  }
}

export function createG722Decoder(): G722Decoder {
  const [low, high] = [new Band(32), new Band(8)]
  const x = new Int32Array(24)
  function decodeByte(code: number): [number, number] {
    const [ilow, ihigh] = [code & 63, code >> 6]
    const rlow = clip15(low.s + ((low.det * at(qm6, ilow)) >> 15))
    const rhigh = clip15(high.s + ((high.det * at(qm2, ihigh)) >> 15))
    low.adaptLow(ilow >> 2)
    high.adaptHigh(ihigh)
    const [even, odd] = filter(x, rlow + rhigh, rlow - rhigh)
    return [clip(odd >> 11), clip(even >> 11)]
  }
  return {
    decode(bytes) {
      const samples = new Int16Array(bytes.length * 2)
      for (const [i, code] of bytes.entries()) samples.set(decodeByte(code), i * 2)
      return samples
    },
  }
}
