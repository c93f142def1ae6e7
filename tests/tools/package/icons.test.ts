/** The icon files of the packages: each holds its sizes as its system reads them, and they are of our own sign. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Drawing, icnsSizes, toIcns, toIco } from '#tools/package/iconFiles'
import { root } from '#tools/root.mjs'

const folder = join(root, 'resources/icons')
const read = (name: string): Buffer => readFileSync(join(folder, name))
const isPng = (file: Buffer): boolean => file.subarray(1, 4).toString('latin1') === 'PNG'
const toSide = (png: Buffer): number => png.readUInt32BE(16)

/** Every picture of an ICO file by its side, as its table says. */
function readIco(file: Buffer): Map<number, Buffer> {
  expect([file.readUInt16LE(0), file.readUInt16LE(2)]).toEqual([0, 1])
  const count = file.readUInt16LE(4)
  return new Map(
    Array.from({ length: count }, (_, index) => {
      const entry = file.subarray(6 + 16 * index)
      const offset = entry.readUInt32LE(12)
      return [entry[0] || 256, file.subarray(offset, offset + entry.readUInt32LE(8))]
    }),
  )
}

/** Every picture of an icns file by its name. */
function readIcns(file: Buffer): Map<string, Buffer> {
  expect(file.toString('latin1', 0, 4)).toBe('icns')
  expect(file.readUInt32BE(4)).toBe(file.length)
  const parts = new Map<string, Buffer>()
  for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4))
    parts.set(file.toString('latin1', at, at + 4), file.subarray(at + 8, at + file.readUInt32BE(at + 4)))
  return parts
}

describe('in the repository', () => {
  test('Windows has bitmaps up to 64 pixels and a PNG of 256', () => {
    const pictures = readIco(read('icon.ico'))
    expect([...pictures.keys()]).toEqual([16, 20, 24, 32, 40, 48, 64, 256])
    for (const [side, picture] of pictures) {
      if (side === 256) expect([isPng(picture), toSide(picture)]).toEqual([true, 256])
      else expect(picture).toHaveLength(40 + side * side * 4 + Math.ceil(side / 32) * 4 * side)
    }
  })

  test('the blue is that of the sign it is drawn from', () => {
    const [, red = '', green = '', blue = ''] =
      /fill="#(..)(..)(..)"/.exec(read('najva.svg').toString()) ?? []
    const picture = readIco(read('icon.ico')).get(64)
    // The middle of the lowest row: within the square, beneath the waves.
    const at = 40 + (2 * 64 + 32) * 4
    const bgra = [blue, green, red, 'ff'].map((value) => Number.parseInt(value, 16))
    expect([...(picture?.subarray(at, at + 4) ?? [])]).toEqual(bgra)
  })

  test('macOS has every size from 32 to 1024', () => {
    const pictures = [...readIcns(read('icon.icns')).values()]
    expect(pictures.every(isPng)).toBe(true)
    expect(new Set(pictures.map(toSide))).toEqual(new Set(icnsSizes))
  })

  test('Linux has a file for each size, named by it', () => {
    const names = readdirSync(join(folder, 'linux'))
    expect(names).toContain('512x512.png')
    for (const name of names) {
      const side = toSide(read(`linux/${name}`))
      expect(name).toBe(`${side}x${side}.png`)
    }
  })
})

describe('as they are written', () => {
  const png = (size: number): Buffer => {
    const file = Buffer.alloc(24)
    file.write('\x89PNG', 'latin1')
    file.writeUInt32BE(size, 16)
    return file
  }
  const drawing = (size: number): Drawing => ({
    size,
    png: png(size),
    rgba: Buffer.from(Array.from({ length: size * size }, (_, at) => [at, 2, 3, 4]).flat()),
  })

  test('a bitmap has its lowest row first, and blue before red', () => {
    const picture = readIco(toIco([drawing(4), drawing(256)])).get(4)
    expect(picture?.readInt32LE(8)).toBe(8)
    expect([...(picture?.subarray(40, 44) ?? [])]).toEqual([3, 2, 12, 4])
    expect([...(picture?.subarray(40 + 48, 40 + 52) ?? [])]).toEqual([3, 2, 0, 4])
  })

  test('a size macOS has no name for is left out', () => {
    expect([...readIcns(toIcns([drawing(48), drawing(256)])).keys()]).toEqual(['ic08', 'ic13'])
  })
})
