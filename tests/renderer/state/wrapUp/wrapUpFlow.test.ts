/** Nothing typed is ever lost: drafts through refusals, reloads, the end of wrap-up and the next call. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { done, failed } from '#contract/failure'
import type { CallId } from '#contract/ids'
import { emptyDraft } from '#contract/wrapUp'
import {
  callId,
  cardOf,
  type DeskRoom,
  idleAgent,
  inWrapUp,
  openDeskRoom,
  settle,
  signIn,
  takeCall,
} from '#tests/renderer/state/deskRoom'

let room: DeskRoom

beforeEach(async () => {
  room = await openDeskRoom()
})

afterEach(() => room.close())

async function hangUpIntoWrapUp(): Promise<void> {
  await room.desk.actions.hangUp()
  await room.change({ kind: 'agent', agent: inWrapUp() }, { kind: 'callGone', callId })
}

test('every keystroke is saved, and the newest wins', async () => {
  await signIn(room)
  await takeCall(room)
  for (const note of ['W', 'Wa', 'Wan', 'Want']) room.desk.actions.editDraft({ note })
  expect(room.model.draftState).toBe('saving')
  await room.until('saved', (model) => model.draftState === 'saved')
  expect(room.main.drafts.get(callId)).toMatchObject({ note: 'Want', revision: 4 })
  // One at a time: what was typed while a save was on its way went as one.
  expect(room.main.saves.length).toBeLessThan(4)
})

test('the view stays through wrap-up; finishing sends one record and clears the screen', async () => {
  room.main.card = done({ kind: 'one', card: cardOf('p1'), matchedBy: 'number' })
  await signIn(room)
  await takeCall(room)
  await hangUpIntoWrapUp()
  expect(room.model.caller?.callId).toBe(callId)
  room.desk.actions.editDraft({ note: 'Call back', dispositionId: 'sold' })
  await room.desk.actions.finishWrapUp()
  expect(room.main.records).toMatchObject([
    { callId, queueId: 'sales', personId: 'p1', note: 'Call back', dispositionId: 'sold' },
  ])
  expect(room.model).toMatchObject({ caller: null, draft: null, failure: null })
  expect(room.model.announcement).toMatchObject({ kind: 'recordKept', sent: true })
  // The live model still says wrap-up for a moment: the finished call does not come back.
  await room.change({ kind: 'agent', agent: inWrapUp() })
  expect(room.model.caller).toBeNull()
  await settle()
  expect(room.main.drafts.size).toBe(0)
})

test('a disk that refuses keeps the note in memory, says so, and is tried again', async () => {
  await signIn(room)
  await takeCall(room)
  room.main.disk = failed('cache-unwritable')
  room.desk.actions.editDraft({ note: 'Full' })
  await room.until('unsaved', (model) => model.draftState === 'unsaved')
  expect(room.isHeld).toBe(true)
  room.main.disk = done(null)
  room.clock.advance(2000)
  await room.until('saved', (model) => model.draftState === 'saved')
  expect(room.main.drafts.get(callId)?.note).toBe('Full')
  expect(room.isHeld).toBe(false)
})

test('a refused record leaves everything where it was', async () => {
  await signIn(room)
  await takeCall(room)
  await hangUpIntoWrapUp()
  room.desk.actions.editDraft({ note: 'Keep me' })
  await settle()
  room.main.disk = failed('cache-unwritable')
  await room.desk.actions.finishWrapUp()
  expect(room.model.failure?.code).toBe('cache-unwritable')
  expect(room.model.draft?.note).toBe('Keep me')
  expect(room.model.caller).not.toBeNull()
})

test('main going away and coming back loses no keystroke', async () => {
  await signIn(room)
  await takeCall(room)
  room.main.isAway = true
  room.main.cut()
  await room.until('away', (model) => model.bridge.kind === 'disconnected')
  room.desk.actions.editDraft({ note: 'Typed while away' })
  await room.until('unsaved', (model) => model.draftState === 'unsaved')
  room.main.isAway = false
  room.clock.advance(2000)
  await room.until('back', (model) => model.bridge.kind === 'connected')
  await room.until('saved', (model) => model.draftState === 'saved')
  expect(room.main.drafts.get(callId)?.note).toBe('Typed while away')
  expect(room.main.busy.at(-1)).toBe(true)
})

test('a page loaded again during wrap-up finds caller, card and draft', async () => {
  room.main.card = done({ kind: 'one', card: cardOf('p1'), matchedBy: 'number' })
  room.main.drafts.set(callId, { ...emptyDraft(callId), note: 'Half a sent', revision: 7 })
  await signIn(room, inWrapUp())
  await room.until('the draft', (model) => model.draft?.note === 'Half a sent')
  await room.until('the card', (model) => model.caller?.person?.personId === 'p1')
  expect(room.model.caller).toMatchObject({ callId, queueName: 'Sales', dialledNumber: '+98218000' })
  room.desk.actions.editDraft({ note: 'Half a sentence' })
  await room.until('saved', (model) => model.draftState === 'saved')
  expect(room.main.drafts.get(callId)?.note).toBe('Half a sentence')
})

test('what is typed before the old draft arrived is joined to it', async () => {
  room.main.drafts.set(callId, { ...emptyDraft(callId), note: 'Before', revision: 9 })
  const loading = Promise.withResolvers<void>()
  room.main.beforeLoad = loading.promise
  await signIn(room, inWrapUp())
  room.desk.actions.editDraft({ note: 'After' })
  expect(room.model.draftState).toBe('unsaved')
  loading.resolve()
  await room.until('joined', (model) => model.draft?.note === 'Before\nAfter')
  await room.until('saved', (model) => model.draftState === 'saved')
  expect(room.main.drafts.get(callId)?.note).toBe('Before\nAfter')
})

test('a wrap-up that runs out becomes a record when anything was written', async () => {
  await signIn(room)
  await takeCall(room)
  await hangUpIntoWrapUp()
  room.desk.actions.editDraft({ note: 'In time' })
  await settle()
  room.clock.advance(30_000)
  await room.change({ kind: 'agent', agent: idleAgent })
  await room.clock.advanceAsync(1500)
  await room.until('cleared', (model) => model.caller === null && model.draft === null)
  await settle()
  expect(room.main.records).toMatchObject([{ callId, queueId: 'sales', note: 'In time' }])
})

test('a wrap-up that runs out with nothing written leaves nothing', async () => {
  await signIn(room)
  await takeCall(room)
  await hangUpIntoWrapUp()
  room.clock.advance(30_000)
  await room.change({ kind: 'agent', agent: idleAgent })
  await room.clock.advanceAsync(1500)
  await room.until('cleared', (model) => model.caller === null)
  await settle()
  expect(room.main.records).toEqual([])
  expect(room.model.leftovers).toEqual([])
})

test('the next call never destroys an unfinished draft: it is left over, and can be sent', async () => {
  await signIn(room)
  await takeCall(room)
  await hangUpIntoWrapUp()
  room.desk.actions.editDraft({ note: 'First call' })
  await room.until('saved', (model) => model.draftState === 'saved')
  room.phone.invite({ sipCallId: 'sip-2', callId: 'call-2' as CallId })
  await room.desk.actions.answer()
  expect(room.model.draft).toMatchObject({ callId: 'call-2', note: '' })
  await room.until('left over', (model) => model.leftovers.some((draft) => draft.note === 'First call'))
  await room.desk.actions.finishLeftover(callId)
  expect(room.main.records).toMatchObject([{ callId, note: 'First call', queueId: 'sales' }])
  expect(room.model.leftovers).toEqual([])
  expect(room.model.draft?.callId).toBe('call-2')
})

test('a page that goes away sends what is waiting', async () => {
  await signIn(room)
  await takeCall(room)
  room.desk.actions.editDraft({ note: 'a' })
  room.desk.actions.editDraft({ note: 'ab' })
  room.leave()
  await settle()
  expect(room.main.drafts.get(callId)?.note).toBe('ab')
})

test('a new person at the desk sees nothing of the one before', async () => {
  await signIn(room)
  await takeCall(room)
  await hangUpIntoWrapUp()
  room.desk.actions.editDraft({ note: 'Mine' })
  await settle()
  room.main.seat.put({ kind: 'none' })
  room.main.desk.put({ ...(room.model.desk as NonNullable<typeof room.model.desk>), session: null })
  await room.until('signed out', (model) => model.me === null)
  expect(room.model).toMatchObject({ caller: null, draft: null, leftovers: [] })
  await room.clock.advanceAsync(5000)
  expect(room.main.records).toEqual([])
  expect(room.main.drafts.get(callId)?.note).toBe('Mine')
})
