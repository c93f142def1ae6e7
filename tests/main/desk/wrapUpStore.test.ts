/** What an agent writes is kept at every keystroke, finished once, and survives disks that fill up or break. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CallId, CommandId } from '#contract/ids'
import { emptyDraft, type WrapUpRecord } from '#contract/wrapUp'
import type { WrapUpStore } from '#main/desk/parts'
import { createWrapUpStore } from '#main/desk/wrapUp/wrapUpStore'
import { createFakeClock, type FakeClock } from '#tests/support/fakeClock'
import { silentLog } from '#tests/support/silentLog'
import { canMount, createSmallDisk } from '#tests/support/smallDisk'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

const key = new Uint8Array(32).fill(5)
const callId = CallId.parse('call-1')

let folder: TempFolder
let path: string
let clock: FakeClock
let stores: WrapUpStore[]

beforeEach(() => {
  folder = createTempFolder()
  path = folder.file('profile/desk.db')
  clock = createFakeClock()
  stores = []
})

afterEach(() => {
  for (const store of stores) store.close()
  expect(clock.pending).toBe(0)
  folder.remove()
})

function open(): WrapUpStore {
  const store = createWrapUpStore({ path, key, clock, log: silentLog })
  stores.push(store)
  return store
}

/** Closes what is open and opens the file again, as the next start does. */
function reopen(): WrapUpStore {
  for (const store of stores.splice(0)) store.close()
  return open()
}

const draftOf = (revision: number, note: string, id: CallId = callId) => ({
  ...emptyDraft(id),
  revision,
  note,
})

const recordOf = (number: number, id = `call-${number}`): WrapUpRecord => ({
  commandId: CommandId.parse(`command-${number}`),
  callId: CallId.parse(id),
  queueId: null,
  personId: null,
  dispositionId: 'solved',
  note: `note ${number}`,
  followUpOn: '2026-12-01',
  writtenAtMs: number,
})

const kept = <T>(value: T) => ({ ok: true, value })

test('a draft is there after a restart, in every field', () => {
  const draft = { ...draftOf(3, 'سلام, half a sent'), dispositionId: 'solved', followUpOn: '2026-12-01' }
  expect(open().saveDraft(draft)).toEqual(kept(null))
  expect(reopen().loadDraft(callId)).toEqual(kept(draft))
  expect(reopen().loadDraft(CallId.parse('another'))).toEqual(kept(null))
})

test('a lower revision never overwrites a higher one, in memory or on disk', () => {
  const store = open()
  store.saveDraft(draftOf(5, 'five'))
  expect(store.saveDraft(draftOf(4, 'four'))).toEqual(kept(null))
  expect(store.loadDraft(callId)).toEqual(kept(draftOf(5, 'five')))
  expect(reopen().loadDraft(callId)).toEqual(kept(draftOf(5, 'five')))
})

test('drafts are listed newest first, twenty at most', () => {
  const store = open()
  for (let number = 0; number < 25; number += 1) {
    store.saveDraft(draftOf(1, `note ${number}`, CallId.parse(`call-${number}`)))
    clock.advance(1000)
  }
  const listed = reopen().listDrafts()
  const notes = listed.ok ? listed.value.map((draft) => draft.note) : []
  expect(notes).toHaveLength(20)
  expect(notes[0]).toBe('note 24')
  expect(listed.ok && listed.value[0]?.savedAtMs).toBe(clock.nowMs() - 1000)
})

test('a discarded draft stays away', () => {
  open().saveDraft(draftOf(1, 'unwanted'))
  expect(reopen().discardDraft(callId)).toEqual(kept(null))
  expect(reopen().loadDraft(callId)).toEqual(kept(null))
})

test('finishing moves the draft to the outbox, and a keystroke that arrives late does not revive it', () => {
  const store = open()
  store.saveDraft(draftOf(7, 'almost'))
  expect(store.finish(recordOf(1))).toEqual(kept(null))
  store.saveDraft(draftOf(8, 'late'))
  const again = reopen()
  expect(again.loadDraft(callId)).toEqual(kept(null))
  expect(again.unsent()).toEqual([recordOf(1)])
  again.markSent('command-1')
  again.saveDraft(draftOf(9, 'later still'))
  const last = reopen()
  expect(last.unsent()).toEqual([])
  expect(last.loadDraft(callId)).toEqual(kept(null))
})

test('records leave oldest first, each until it is sent; an unknown id changes nothing', () => {
  const store = open()
  for (const number of [3, 1, 2]) store.finish(recordOf(number))
  store.markSent('command-1')
  store.markSent('command-unknown')
  expect(reopen().unsent()).toEqual([recordOf(3), recordOf(2)])
})

test('a second record for the same call replaces the one not sent', () => {
  const store = open()
  store.finish(recordOf(1))
  store.finish(recordOf(2, 'call-1'))
  expect(reopen().unsent()).toEqual([recordOf(2, 'call-1')])
})

test('nothing typed stands in clear on the disk', () => {
  const store = open()
  store.saveDraft(draftOf(1, 'Confidential-Zibakalam'))
  for (const suffix of ['', '-wal'])
    expect(readFileSync(path + suffix).toString('latin1')).not.toContain('Zibakalam')
})

test('a file that is no database is set aside, and work goes on', () => {
  open().saveDraft(draftOf(1, 'lost with the file'))
  for (const store of stores.splice(0)) store.close()
  writeFileSync(path, 'nothing of ours '.repeat(1000))
  const store = open()
  expect(store.listDrafts()).toEqual(kept([]))
  expect(store.saveDraft(draftOf(1, 'new'))).toEqual(kept(null))
  expect(readdirSync(folder.file('profile')).some((name) => name.startsWith('desk.db.set-aside-'))).toBe(true)
})

test('a profile that cannot be made yet: memory keeps everything, and the disk gets it when it can', () => {
  writeFileSync(folder.file('profile'), 'in the way')
  const store = open()
  expect(store.saveDraft(draftOf(1, 'typed'))).toMatchObject({
    ok: false,
    failure: { code: 'cache-unwritable' },
  })
  expect(store.finish(recordOf(2))).toMatchObject({ ok: false, failure: { code: 'cache-unwritable' } })
  expect(store.loadDraft(callId)).toEqual(kept(draftOf(1, 'typed')))
  expect(store.unsent()).toEqual([recordOf(2)])
  path = folder.file('elsewhere/desk.db')
  for (const each of stores.splice(0)) each.close()
})

test.skipIf(!canMount()).each([
  ['full', (disk: Disk) => disk.fillUp(), (disk: Disk) => disk.free()],
  ['read-only', (disk: Disk) => disk.makeReadOnly(), (disk: Disk) => disk.makeWritable()],
])('a %s disk: what is typed is held, tried again, and on the disk when it takes it', (_, harm, heal) => {
  const disk = createSmallDisk(2)
  if (disk === null) throw new Error('The disk could be mounted a moment ago')
  try {
    path = `${disk.folder}/desk.db`
    open().saveDraft(draftOf(1, 'before'))
    for (const each of stores.splice(0)) each.close()
    harm(disk)
    const store = open()
    expect(store.loadDraft(callId)).toEqual(kept(draftOf(1, 'before')))
    const long = 'x'.repeat(8000)
    const typed = Array.from({ length: 40 }, (_, revision) => store.saveDraft(draftOf(revision + 2, long)))
    expect(typed.at(-1)).toMatchObject({
      ok: false,
      failure: { code: 'cache-unwritable', retryAfterMs: 2000 },
    })
    store.finish(recordOf(9))
    expect(store.loadDraft(callId)).toEqual(kept(draftOf(41, long)))
    clock.advance(60_000)
    expect(store.saveDraft(draftOf(42, 'last')).ok).toBe(false)
    heal(disk)
    clock.advance(2000)
    expect(store.saveDraft(draftOf(43, 'written'))).toEqual(kept(null))
    const next = reopen()
    expect(next.loadDraft(callId)).toEqual(kept(draftOf(43, 'written')))
    expect(next.unsent()).toEqual([recordOf(9)])
    next.close()
    stores.splice(0)
  } finally {
    disk.remove()
  }
})

test.skipIf(!canMount())(
  'a file that breaks while the disk is full is made anew from memory, with every draft and record',
  () => {
    const disk = createSmallDisk(2)
    if (disk === null) throw new Error('The disk could be mounted a moment ago')
    try {
      path = `${disk.folder}/desk.db`
      const store = open()
      store.saveDraft(draftOf(1, 'early'))
      store.finish(recordOf(2))
      disk.fillUp()
      const late = CallId.parse('late')
      const typed = Array.from({ length: 40 }, (_, at) =>
        store.saveDraft(draftOf(at, 'x'.repeat(8000), late)),
      )
      expect(typed.at(-1)?.ok).toBe(false)
      disk.free()
      for (const suffix of ['', '-wal']) writeFileSync(path + suffix, 'broken '.repeat(2000))
      clock.advance(2000)
      const next = reopen()
      expect(next.loadDraft(callId)).toEqual(kept(draftOf(1, 'early')))
      expect(next.loadDraft(late)).toEqual(kept(draftOf(39, 'x'.repeat(8000), late)))
      expect(next.unsent()).toEqual([recordOf(2)])
      for (const each of stores.splice(0)) each.close()
    } finally {
      disk.remove()
    }
  },
)

type Disk = NonNullable<ReturnType<typeof createSmallDisk>>
