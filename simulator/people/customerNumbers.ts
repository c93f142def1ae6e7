/** Gives every customer of the book a telephone number of their own, in E.164 and valid for its country. */

/** A block of numbers: `+prefix` and then `digits` digits. */
interface Block {
  readonly prefixes: readonly string[]
  readonly digits: number
}

/** Iranian mobile prefixes in use by the three large operators. */
const iranMobile: Block = {
  prefixes: [
    '98910',
    '98911',
    '98912',
    '98913',
    '98914',
    '98915',
    '98916',
    '98917',
    '98918',
    '98919',
    '98901',
    '98902',
    '98903',
    '98905',
    '98930',
    '98933',
    '98935',
    '98936',
    '98937',
    '98938',
    '98939',
    '98920',
    '98921',
    '98922',
  ],
  digits: 7,
}
const iranLandline: Block = { prefixes: ['98214', '98217', '98514', '98713', '98314', '98413'], digits: 7 }
/** Second numbers of people: apart from every block of first ones, so that they are nobody else's. */
const iranOffice: Block = { prefixes: ['98215', '98513', '98715', '98315'], digits: 7 }
const abroad: readonly Block[] = [
  { prefixes: ['4474', '4478', '4479'], digits: 8 },
  { prefixes: ['49151', '49160', '49170'], digits: 8 },
  { prefixes: ['97150', '97155'], digits: 7 },
  { prefixes: ['90532', '90542', '90505'], digits: 7 },
]
/** Numbers of people who are in no book: valid, and in none of the blocks above. */
const strangers: Block = { prefixes: ['98990', '98991', '98992'], digits: 7 }

/** Books may hold this many customers: below it every index has a number of its own in every block. */
export const largestBook = 10_000_000

/** The first number: 90 % Iranian mobiles, 5 % landlines, 5 % abroad; by index, so that it is found again. */
export function primaryNumber(index: number, seed: number): string {
  const kind = index % 20
  if (kind === 7) return numberIn(iranLandline, index, seed)
  if (kind === 13)
    return numberIn(abroad[Math.floor(index / 20) % abroad.length] ?? iranLandline, index, seed)
  return numberIn(iranMobile, index, seed)
}

export function isAbroad(index: number): boolean {
  return index % 20 === 13
}

export function officeNumber(index: number, seed: number): string {
  return numberIn(iranOffice, index, seed)
}

export function strangerNumber(draw: number, seed: number): string {
  return numberIn(strangers, draw, seed)
}

/**
 * Number `index` of a block in scattered order: multiplying by a number that shares no factor with the size of the
 * block visits each place once. Every product stays below 2^53.
 */
function numberIn(block: Block, index: number, seed: number): string {
  const perPrefix = 10 ** block.digits
  const size = block.prefixes.length * perPrefix
  const place = (index * stride + (Math.abs(seed) % size)) % size
  const prefix = block.prefixes[Math.floor(place / perPrefix)] ?? block.prefixes[0]
  return `+${prefix}${String(place % perPrefix).padStart(block.digits, '0')}`
}

/** A prime that is a factor of no block's size. */
const stride = 104_395_301
