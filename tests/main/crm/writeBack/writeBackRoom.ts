/** A desk's write-back with real files, a CRM that answers as a test says, and an agent who can leave and come back. */
import { done } from '#contract/failure'
import { AgentId, CallId, CommandId, PersonId, QueueId } from '#contract/ids'
import type { Session } from '#contract/session'
import type { WrapUpRecord } from '#contract/wrapUp'
import type { CrmActivity } from '#main/crm/connector/crmActivity'
import { answered, type CrmAnswer } from '#main/crm/connector/crmAnswer'
import type { PeopleChange } from '#main/crm/sync/cacheWriter'
import { createOutgoingStore } from '#main/crm/writeBack/outgoingStore'
import { createWriteBackDesk, type WriteBackDesk } from '#main/crm/writeBack/writeBackDesk'
import type { KeptCall } from '#main/desk/history/historyBook'
import { createListeners } from '#main/desk/listeners'
import type { GatewayLink } from '#main/desk/parts'
import { createWrapUpDesk, type WrapUpDesk } from '#main/desk/wrapUp/wrapUpDesk'
import { createWrapUpStore } from '#main/desk/wrapUp/wrapUpStore'
import { createFakeClock, type FakeClock } from '#tests/support/fakeClock'
import { silentLog } from '#tests/support/silentLog'
import type { TempFolder } from '#tests/support/tempFolder'

const key = new Uint8Array(32).fill(9)

export interface WriteBackRoom {
  readonly clock: FakeClock
  readonly desk: WriteBackDesk
  readonly wrapUps: WrapUpDesk
  /** Every activity the CRM was given, in order. */
  readonly asked: CrmActivity[]
  /** What the CRM answers; a promise holds it back. */
  answer: (activity: CrmActivity) => CrmAnswer<null> | Promise<CrmAnswer<null>>
  canWrite: boolean
  readonly history: Map<string, KeptCall>
  signIn(agentId: string | null): void
  /** As the bridge does it: kept, then handed over in the same turn. */
  finish(record: WrapUpRecord): void
  forget(personId: string): void
  close(): void
}

export function sessionOf(agentId: string): Session {
  return {
    agentId: AgentId.parse(agentId),
    userName: agentId,
    name: `Agent ${agentId}`,
    role: 'agent',
    extension: '1001',
    practice: true,
  }
}

export function recordOf(serial: number, change: Partial<WrapUpRecord> = {}): WrapUpRecord {
  return {
    commandId: CommandId.parse(`command-${serial}`),
    callId: CallId.parse(`call-${serial}`),
    queueId: QueueId.parse('sales'),
    personId: PersonId.parse('mina'),
    dispositionId: 'callback',
    note: `note ${serial}`,
    followUpOn: '2026-11-24',
    writtenAtMs: 1000 + serial,
    ...change,
  }
}

export function openRoom(
  folder: TempFolder,
  clock: FakeClock = createFakeClock(),
  answer: WriteBackRoom['answer'] = () => answered(null),
): WriteBackRoom {
  const links = createListeners()
  const synced = createListeners()
  const people = new Set<(change: PeopleChange) => void>()
  const history = new Map<string, KeptCall>()
  const asked: CrmActivity[] = []
  let session: Session | null = sessionOf('sara')
  const link = {
    // The gateway is away: what it has of a record says nothing about what the CRM has.
    state: { kind: 'disconnected', sinceMs: 0, failure: null, roundTripMs: null },
    get session() {
      return session
    },
    onChange: links.on,
    onLive: () => () => undefined,
    sendRecord: async () => done(null),
    tellShown: async () => done(null),
  } as unknown as GatewayLink
  const parts = { clock, random: () => 0.5, log: silentLog }
  const wrapUps = createWrapUpDesk({
    link,
    ...parts,
    openStore: (agentId) =>
      createWrapUpStore({ path: folder.file(`${agentId}.db`), key, clock, log: silentLog, hasCrm: true }),
  })
  const crm = { answer, canWrite: true }
  const desk = createWriteBackDesk({
    link,
    wrapUps,
    writer: {
      get can() {
        return { lookup: true, sync: 'delta', write: crm.canWrite } as const
      },
      onSync: synced.on,
      onPeople(listener) {
        people.add(listener)
        return () => void people.delete(listener)
      },
      async writeActivity(activity) {
        asked.push(activity)
        return crm.answer(activity)
      },
    },
    findCall: (callId) => history.get(callId) ?? null,
    recordingAddress: 'https://rec.example/calls/{callId}.wav',
    openStore: (agentId) =>
      createOutgoingStore({ path: folder.file(`${agentId}.crm.db`), key, clock, log: silentLog }),
    ...parts,
  })
  return {
    clock,
    desk,
    wrapUps,
    asked,
    history,
    get answer() {
      return crm.answer
    },
    set answer(next) {
      crm.answer = next
    },
    get canWrite() {
      return crm.canWrite
    },
    set canWrite(can) {
      crm.canWrite = can
      synced.tell()
    },
    signIn(agentId) {
      session = agentId === null ? null : sessionOf(agentId)
      links.tell()
    },
    finish(record) {
      wrapUps.current?.store.finish(record)
      desk.takeDue()
    },
    forget(personId) {
      for (const listener of people) listener({ kind: 'forgotten', personIds: [personId], numbers: [] })
    },
    close() {
      desk.close()
      wrapUps.close()
    },
  }
}
