/** Proves that finished wrap-ups reach the gateway in order and once, whatever the link does meanwhile. */
import { expect, test, vi } from 'vitest'
import { type Answer, done, failed } from '#contract/failure'
import { AgentId, CallId, CommandId } from '#contract/ids'
import type { LinkState } from '#contract/link'
import type { Session } from '#contract/session'
import type { WrapUpRecord } from '#contract/wrapUp'
import { createLog } from '#main/desk/log'
import { createOutbox } from '#main/desk/wrapUp/outbox'
import { createFakeClock } from '#tests/support/fakeClock'
import { soon } from '#tests/support/patience'

const session: Session = {
  agentId: AgentId.parse('sara'),
  userName: 'demo',
  name: 'Sara Ahmadi',
  role: 'agent',
  extension: '1001',
  practice: true,
}

const record = (name: string): WrapUpRecord => ({
  commandId: CommandId.parse(name),
  callId: CallId.parse(`call-${name}`),
  queueId: null,
  personId: null,
  dispositionId: null,
  note: name,
  followUpOn: null,
  writtenAtMs: 0,
})

function setUp(...names: string[]) {
  const clock = createFakeClock()
  const waiting = names.map(record)
  const sent: string[] = []
  const listeners = new Set<() => void>()
  const link = {
    state: { kind: 'connected', sinceMs: 0, failure: null, roundTripMs: null } as LinkState,
    session: session as Session | null,
    answer: (): Answer<null> => done(null),
    onChange(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async sendRecord(each: WrapUpRecord) {
      sent.push(each.commandId)
      return link.answer()
    },
  }
  const store = {
    unsent: () => [...waiting],
    markSent(commandId: string) {
      const index = waiting.findIndex((each) => each.commandId === commandId)
      waiting.splice(index, 1)
    },
  }
  const tell = () => {
    for (const listener of listeners) listener()
  }
  const open = () =>
    createOutbox({
      store,
      link,
      agentId: 'sara',
      clock,
      random: () => 0.5,
      log: createLog({ folder: null, level: 'silent' }),
    })
  return { clock, link, waiting, sent, tell, open, listeners }
}

test('what an earlier day left is sent at once, oldest first', async () => {
  const { open, sent, waiting } = setUp('one', 'two', 'three')
  open()
  await vi.waitFor(() => expect(waiting).toEqual([]), soon)
  expect(sent).toEqual(['one', 'two', 'three'])
})

test('a record finished now says whether it has arrived', async () => {
  const { open, waiting, link } = setUp()
  const outbox = open()
  waiting.push(record('one'))
  expect(await outbox.send('one')).toBe(true)
  link.answer = () => failed('gateway-away')
  waiting.push(record('two'))
  expect(await outbox.send('two')).toBe(false)
  expect(outbox.unsentCount).toBe(1)
})

test('a failure that passes is tried again with growing waits, in order', async () => {
  const { open, waiting, sent, link, clock } = setUp('one', 'two')
  link.answer = () => failed('timed-out')
  open()
  await vi.waitFor(() => expect(clock.pending).toBe(1), soon)
  expect(sent).toEqual(['one'])
  await clock.advanceAsync(250)
  await clock.advanceAsync(499)
  expect(sent).toEqual(['one', 'one'])
  link.answer = () => done(null)
  await clock.advanceAsync(1)
  await vi.waitFor(() => expect(waiting).toEqual([]), soon)
  expect(sent).toEqual(['one', 'one', 'one', 'two'])
})

test('a link that comes back is used at once', async () => {
  const { open, waiting, link, sent, tell } = setUp('one')
  link.state = { ...link.state, kind: 'disconnected' }
  open()
  expect(sent).toEqual([])
  link.state = { ...link.state, kind: 'connected' }
  tell()
  await vi.waitFor(() => expect(waiting).toEqual([]), soon)
})

test('nothing is sent under another name, or when nobody is signed in', async () => {
  const { open, link, sent, tell } = setUp('one')
  link.session = { ...session, agentId: AgentId.parse('omid') }
  const outbox = open()
  tell()
  expect(await outbox.send('one')).toBe(false)
  link.session = null
  tell()
  expect(await outbox.send('one')).toBe(false)
  expect(sent).toEqual([])
})

test('a record the gateway refuses is kept and does not block the next', async () => {
  const { open, waiting, link, sent } = setUp('bad', 'good')
  link.answer = () => (sent.at(-1) === 'bad' ? failed('invalid') : done(null))
  open()
  await vi.waitFor(() => expect(sent).toEqual(['bad', 'good']), soon)
  await vi.waitFor(() => expect(waiting.map((each) => each.commandId)).toEqual(['bad']), soon)
})

test('closing leaves no timer and no listener', async () => {
  const { open, link, clock, listeners } = setUp('one')
  link.answer = () => failed('gateway-away')
  const outbox = open()
  await vi.waitFor(() => expect(clock.pending).toBe(1), soon)
  outbox.close()
  expect(clock.pending).toBe(0)
  expect(listeners.size).toBe(0)
})
