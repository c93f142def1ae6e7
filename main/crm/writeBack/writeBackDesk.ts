/** Takes the finished wrap-ups of whoever is signed in to the CRM, and tells what still waits. */
import type { WrapUp } from '#contract/agent'
import type { LiveMessage } from '#contract/centre'
import { type Answer, done, failed } from '#contract/failure'
import type { CallId } from '#contract/ids'
import type { Clock } from '#contract/time'
import type { WrapUpRecord } from '#contract/wrapUp'
import {
  mostListed,
  noWriteBack,
  type SavedFile,
  type WriteBackEntry,
  type WriteBackState,
} from '#contract/writeBack'
import type { CacheWriter } from '#main/crm/sync/cacheWriter'
import { putForward, toEntries, toOutgoing } from '#main/crm/writeBack/outgoing'
import { createOutgoingSender, type OutgoingSender } from '#main/crm/writeBack/outgoingSender'
import type { OutgoingStore } from '#main/crm/writeBack/outgoingStore'
import { type ExportKind, toSavedFile } from '#main/crm/writeBack/savedFile'
import { toActivity } from '#main/crm/writeBack/toActivity'
import type { KeptCall } from '#main/desk/history/historyBook'
import { createListeners } from '#main/desk/listeners'
import type { Log } from '#main/desk/log'
import type { GatewayLink, WrapUpStore } from '#main/desk/parts'
import type { WrapUpDesk } from '#main/desk/wrapUp/wrapUpDesk'

export interface WriteBackDesk {
  readonly state: WriteBackState
  onChange(listener: () => void): () => void
  /** Takes what the wrap-ups hold for the CRM; called in the same turn as a record is finished. */
  takeDue(): void
  list(): Answer<WriteBackEntry[]>
  /** Tries one again now, or all; a refused one too. */
  retry(activityId: string | null): Answer<null>
  /** Gives up one that was refused for good (`wrong-state` for any other). */
  drop(activityId: string): Answer<null>
  /** What is listed, whole, as a file. */
  save(kind: ExportKind): Answer<SavedFile>
  close(): void
}

export interface WriteBackDeskOptions {
  readonly link: Pick<GatewayLink, 'session' | 'onChange' | 'onLive'>
  readonly wrapUps: Pick<WrapUpDesk, 'current' | 'onChange'>
  readonly writer: Pick<CacheWriter, 'can' | 'onSync' | 'writeActivity' | 'onPeople'>
  /** From the agent's call history; null for a call it does not know. */
  findCall(callId: CallId): KeptCall | null
  /** `https://…{callId}…`; null where the site keeps recordings to itself. */
  readonly recordingAddress: string | null
  openStore(agentId: string): OutgoingStore
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
}

interface Mine {
  readonly agentId: string
  readonly store: OutgoingStore
  readonly sender: OutgoingSender
  end(): void
}

export function createWriteBackDesk(options: WriteBackDeskOptions): WriteBackDesk {
  const { link, wrapUps, writer, clock, log } = options
  const listeners = createListeners()
  const queueNames = new Map<string, string>()
  let mine: Mine | null = null
  let lastWrapUp: WrapUp | null = null
  let revision = 0

  const changed = (): void => {
    revision += 1
    listeners.tell()
  }

  const openMine = (agentId: string): Mine => {
    const store = options.openStore(agentId)
    const isReady = () => link.session?.agentId === agentId && writer.can.write
    const sender = createOutgoingSender({ ...options, store, isReady, onChange: changed })
    const stop = store.onWritten(() => takeDue())
    return {
      agentId,
      store,
      sender,
      end() {
        sender.end()
        stop()
        store.end()
      },
    }
  }

  const follow = (): void => {
    const agentId = link.session?.agentId
    if (agentId !== undefined && agentId !== mine?.agentId) {
      mine?.end()
      mine = openMine(agentId)
      lastWrapUp = null
      changed()
    }
    takeDue()
    mine?.sender.review()
  }

  /** The other copy is let go only when this one is on the disk: whichever instant ends the process, one is left. */
  const takeDue = (): void => {
    const writing = wrapUps.current
    if (mine === null || writing === null || writing.agentId !== mine.agentId) return
    const due = writing.store.dueToCrm()
    if (due.length === 0) return
    for (const record of due) take(mine.store, writing.store, record)
    changed()
    mine.sender.review()
  }

  const take = (store: OutgoingStore, writing: WrapUpStore, record: WrapUpRecord): void => {
    const call = options.findCall(record.callId)
    const activity = toActivity(record, {
      call,
      wrapUp: lastWrapUp?.callId === record.callId ? lastWrapUp : null,
      agentId: mine?.agentId ?? '',
      agentName: link.session?.name ?? '',
      queueName: record.queueId === null ? null : (queueNames.get(record.queueId) ?? null),
      recordingAddress: options.recordingAddress,
    })
    if (activity === null) {
      log.error({ callId: record.callId }, 'A record that cannot be written into the CRM')
      writing.dropDue(record.commandId)
      return
    }
    const isNew = !store.all.some((each) => each.activity.activityId === activity.activityId)
    if (isNew) store.put(toOutgoing(activity, call?.name?.slice(0, 160) ?? null))
    if (store.isOnDisk(activity.activityId)) writing.dropDue(record.commandId)
  }

  const hear = (message: LiveMessage): void => {
    if (message.kind === 'pulse') return
    const isSnapshot = message.kind === 'snapshot'
    const queues = isSnapshot
      ? message.centre.queues
      : message.changes.flatMap((each) => (each.kind === 'queue' ? [each.queue] : []))
    for (const { id, name } of queues) queueNames.set(id, name)
    const agents = isSnapshot
      ? message.centre.agents
      : message.changes.flatMap((each) => (each.kind === 'agent' ? [each.agent] : []))
    const me = agents.find(({ id }) => id === mine?.agentId)
    if (me?.activity.kind === 'wrapUp') lastWrapUp = me.activity.wrapUp
  }

  const forget = (personIds: readonly string[]): void => {
    const theirs = mine?.store.all.filter(({ activity }) => personIds.includes(activity.personId ?? '')) ?? []
    for (const { activity } of theirs) mine?.store.close(activity.activityId)
    if (theirs.length > 0) changed()
  }

  const stops = [
    link.onChange(follow),
    link.onLive(hear),
    wrapUps.onChange(takeDue),
    writer.onSync(() => {
      changed()
      mine?.sender.review()
    }),
    writer.onPeople((change) => {
      if (change.kind === 'forgotten') forget(change.personIds)
    }),
  ]
  follow()

  return {
    get state() {
      if (mine === null) return { ...noWriteBack, revision }
      const rejected = mine.store.all.filter(({ state }) => state === 'rejected').length
      return { revision, waiting: mine.store.all.length - rejected, rejected }
    },
    onChange: listeners.on,
    takeDue,
    list: () => done(mine === null ? [] : toEntries(mine.store.all, writer.can.write, mostListed)),
    retry(activityId) {
      if (mine === null) return failed('signed-out')
      const chosen = mine.store.all.filter(
        ({ activity }) => activityId === null || activity.activityId === activityId,
      )
      if (chosen.length === 0 && activityId !== null) return failed('not-found')
      for (const each of chosen) mine.store.put(putForward(each))
      changed()
      mine.sender.hurry()
      return done(null)
    },
    drop(activityId) {
      if (mine === null) return failed('signed-out')
      const found = mine.store.all.find(({ activity }) => activity.activityId === activityId)
      if (found === undefined) return failed('not-found')
      if (found.state !== 'rejected') return failed('wrong-state')
      mine.store.close(activityId)
      log.warn({ callId: found.activity.callId }, 'A record the CRM refused was dropped by hand')
      changed()
      return done(null)
    },
    save: (kind) =>
      mine === null ? failed('signed-out') : done(toSavedFile(kind, mine.store.all, clock.nowMs())),
    close() {
      for (const stop of stops) stop()
      mine?.end()
    },
  }
}
