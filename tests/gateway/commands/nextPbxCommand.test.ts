/** What is asked of the PBX next, and in which order, so that no call slips in between. */
import { expect, test } from 'vitest'
import { nextPbxCommand } from '#gateway/commands/nextPbxCommand'
import type { Wish } from '#gateway/model/pbxWish'

const out: Wish = { signedIn: false }
const offered: Wish = { signedIn: true, pausedReason: null }
const lunch: Wish = { signedIn: true, pausedReason: 'lunch' }
const wrapUp: Wish = { signedIn: true, pausedReason: 'wrap-up' }

test.each<[string, Wish | null, boolean, Wish, string | null]>([
  ['nothing is known and nothing wanted', null, false, out, null],
  ['nothing is known', null, false, lunch, 'signIn'],
  ['signed out', out, false, offered, 'signIn'],
  ['signed in and not wanted', lunch, false, out, 'signOut'],
  ['as wanted', lunch, false, lunch, null],
  ['a pause is wanted at the end of a wrap-up', offered, true, lunch, 'pause'],
  ['that pause is set', lunch, true, lunch, 'finishWrapUp'],
  ['calls are wanted at the end of a wrap-up', wrapUp, true, offered, 'finishWrapUp'],
  ['that end is told', wrapUp, false, offered, 'unpause'],
])('%s', (_, known, owesFinish, wish, kind) => {
  expect(nextPbxCommand({ extension: '1001', known, owesFinish }, wish)?.kind ?? null).toBe(kind)
})
