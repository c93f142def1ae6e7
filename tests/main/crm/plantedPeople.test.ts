/** What a thief finds who takes the disk: of 50 people with names, numbers and notes nothing stands in clear anywhere. */
import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type CrmRoom, cardOfNumber, createCrmRoom, personOf, untilTaken } from '#tests/main/crm/sync/crmRoom'

let room: CrmRoom | null = null

afterEach(async () => {
  await room?.close()
  room = null
})

const letters = (at: number) =>
  String.fromCharCode(97 + (at % 26), 97 + ((at * 7) % 26), 97 + ((at * 11) % 26))
const planted = Array.from({ length: 50 }, (_, index) => 100 + index).map((at) => ({
  id: `planted-${at}`,
  name: at % 2 === 0 ? `Zibakalam${letters(at)}${at} Parvaneh` : `زیباکلام${at} پروانه`,
  digits: `912${String(7_340_000 + at * 131)}`,
  crmNote: `Said qvxword${letters(at)}${at} aloud`,
  ownNote: `Agentnote${letters(at)}${at} پیگیری${at}`,
}))

/** Every spelling in which a word of theirs could stand: UTF-8 and UTF-16, folded to lower case, the number backwards. */
const words = planted.flatMap(({ name, digits, crmNote, ownNote }) => [
  name.split(' ')[0] ?? name,
  digits,
  [...digits].toReversed().join(''),
  crmNote.split(' ')[1] ?? crmNote,
  ...ownNote.split(' '),
])
const traces = words.flatMap((word) =>
  [word, word.toLowerCase()].flatMap((form) => [Buffer.from(form, 'utf8'), Buffer.from(form, 'utf16le')]),
)

function findTraces(bytes: Buffer): string[] {
  return traces.filter((trace) => bytes.includes(trace)).map((trace) => trace.toString('hex'))
}

/** Files of this process that have a name no more, as SQLite's temporary ones, and those lying where they would be made. */
function readTemporary(sinceMs: number): { name: string; bytes: Buffer }[] {
  const open = readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const target = readlinkSync(`/proc/self/fd/${fd}`)
      if (!target.endsWith(' (deleted)') || !target.startsWith('/')) return []
      return [{ name: target, bytes: readOpen(`/proc/self/fd/${fd}`) }]
    } catch {
      // Closed between the list and the look.
      return []
    }
  })
  const lying = [tmpdir(), '/var/tmp'].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.startsWith('etilqs_'))
      .map((name) => join(folder, name))
      .filter((path) => statSync(path).mtimeMs >= sinceMs)
      .map((path) => ({ name: path, bytes: readFileSync(path) })),
  )
  return [...open, ...lying]
}

function readOpen(path: string): Buffer {
  const { size } = statSync(path)
  const file = openSync(path, 'r')
  const bytes = Buffer.alloc(size)
  readSync(file, bytes, 0, size, 0)
  closeSync(file)
  return bytes
}

test('of 50 planted people no name, number or note is in the file, its log, its shared memory or a temporary file', async () => {
  const sinceMs = Date.now() - 1000
  room = await createCrmRoom(3000)
  const { server, path, open } = room
  for (const [at, { id, name, digits, crmNote }] of planted.entries())
    server.people.put({
      ...personOf(5000 + at),
      id,
      name,
      phones: [`+98${digits}`],
      notes: [{ at: '2026-01-02T03:04:05.000Z', author: 'Omid', text: crmNote }],
    })
  const cache = open()
  await untilTaken(cache)
  for (const [at, { id, ownNote }] of planted.entries())
    expect((await cache.addNote(id, 'Sara', ownNote, at)).ok).toBe(true)
  // They are all there for whoever has the key, found by number and by word.
  for (const { digits, ownNote } of planted) {
    expect(cardOfNumber(cache, `+98${digits}`)?.notes.value.map(({ text }) => text)).toContain(ownNote)
    expect(cache.search(ownNote)).toMatchObject({ ok: true, value: [{ numbers: [`+98${digits}`] }] })
  }
  const mine = readdirSync(dirname(path)).filter((name) => name.startsWith(basename(path)))
  expect(mine.toSorted()).toEqual(['crm.db', 'crm.db-shm', 'crm.db-wal'])
  const files = mine.map((name) => ({ name, bytes: readFileSync(join(dirname(path), name)) }))
  expect(files.find(({ name }) => name === 'crm.db-wal')?.bytes.length).toBeGreaterThan(500_000)
  for (const { name, bytes } of [...files, ...readTemporary(sinceMs)])
    expect([name, findTraces(bytes)]).toEqual([name, []])
  await cache.close()
  expect(readFileSync(path).length).toBeGreaterThan(500_000)
  for (const name of readdirSync(dirname(path)).filter((each) => each.startsWith(basename(path))))
    expect(findTraces(readFileSync(join(dirname(path), name)))).toEqual([])
  // The search itself would see them, also in the middle of other bytes.
  const clear = join(dirname(path), 'clear')
  writeFileSync(clear, Buffer.concat([Buffer.alloc(999, 7), ...planted.map(({ name }) => Buffer.from(name))]))
  expect(findTraces(readFileSync(clear)).length).toBeGreaterThanOrEqual(50)
}, 90_000)
