/** The text desks share is the text each would have got, and no name that passes through can be taken for a note of it. */
import { expect, test } from 'vitest'
import { type Change, emptyCentre, type LiveMessage } from '#contract/centre'
import { QueueId } from '#contract/ids'
import { createLiveTexts } from '#gateway/liveStream/liveTexts'

const gone = (id: string): Change => ({ kind: 'queueGone', queueId: QueueId.parse(id) })
const delta = (...changes: Change[]): LiveMessage & { kind: 'delta' } => ({
  kind: 'delta',
  position: { epoch: 'e', seq: 7 },
  atMs: 1,
  changes,
})

test.each([
  ['one row', delta(gone('a'))],
  ['rows with quotes', delta(gone('a"b\\'), gone('"}]'))],
  ['none', delta()],
  ['several deltas', { ...delta(gone('a')), spans: 3 }],
])('%s arrives as it was', (_, message) => {
  const texts = createLiveTexts('mark')
  const frame = texts.expand(JSON.stringify({ i: '1', p: { json: texts.shareDelta(message) } }))
  expect(JSON.parse(frame)).toEqual({ i: '1', p: { json: message } })
})

test('the same rows to many desks, in any order of sending', () => {
  const texts = createLiveTexts('mark')
  const [row, other] = [gone('a'), gone('b')]
  const frames = [delta(row), delta(row, other), delta(other)].map((each) =>
    JSON.stringify(texts.shareDelta(each)),
  )
  const sent = frames.toReversed().map((frame) => JSON.parse(texts.expand(frame)).changes)
  expect(sent).toEqual([[other], [row, other], [row]])
})

test('a snapshot arrives as it was, with and without rows', () => {
  const pbx = { kind: 'connected', sinceMs: 1, failure: null, roundTripMs: null } as const
  const empty: LiveMessage & { kind: 'snapshot' } = {
    kind: 'snapshot',
    position: { epoch: 'e', seq: 7 },
    atMs: 1,
    centre: emptyCentre(pbx),
  }
  const texts = createLiveTexts('mark')
  const call = { id: 'a"b', state: { kind: 'waiting' } }
  const full = { ...empty, centre: { ...empty.centre, calls: [call, call] } } as unknown as typeof empty
  for (const snapshot of [empty, full, full]) {
    expect(JSON.parse(texts.expand(JSON.stringify(texts.shareSnapshot(snapshot))))).toEqual(snapshot)
  }
})

test('frames without a delta pass as they are; a text is given out once', () => {
  const texts = createLiveTexts('mark')
  expect(texts.expand('{"a":"b"}')).toBe('{"a":"b"}')
  const frame = JSON.stringify(texts.shareDelta(delta()))
  texts.expand(frame)
  expect(() => texts.expand(frame)).toThrow('whose text is gone')
})
