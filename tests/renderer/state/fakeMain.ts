/** Main as the page's desk sees it: the real bridge contract over a MessagePort, with everything told by the test. */
import { createORPCClient } from '@orpc/client'
import { type BrowserPortLike, RPCLink } from '@orpc/client/message-port'
import { implement, type Router } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import type { ActGroup } from '#contract/acts'
import type { ChosenStatus } from '#contract/agent'
import {
  type BridgeClient,
  type ButtonTestEvent,
  bridgeContract,
  type DeskHeadsets,
  type DeskState,
  type PhoneSeat,
} from '#contract/bridge'
import type { CallerCard, CardAnswer, PersonHit, PreparedCard, SensitiveField } from '#contract/callerCard'
import type { LiveMessage } from '#contract/centre'
import { type ImportState, noImport } from '#contract/contactImport'
import { noCrmSync } from '#contract/crmSync'
import { type Answer, done, failed } from '#contract/failure'
import type { HeadsetCallModel, HeadsetIntent } from '#contract/headset'
import type { CallReport, HistoryPage, HistoryQuery, HistoryState } from '#contract/history'
import type { CallId, PersonId } from '#contract/ids'
import type { PopOutCall } from '#contract/popOut'
import type { ProxyQuestion } from '#contract/proxy'
import type { QualityReport } from '#contract/quality'
import { defaultSettings } from '#contract/settings'
import type { PhoneSign, ShellWish } from '#contract/shell'
import type { ShortcutState } from '#contract/shortcuts'
import type { WrapUpDraft, WrapUpRecord } from '#contract/wrapUp'
import { noWriteBack, type WriteBackState } from '#contract/writeBack'
import type { BridgeConnection } from '#renderer/state/bridgeConnection'
import { createImport } from '#tests/renderer/state/fakeImport'
import { createStream, type Stream } from '#tests/renderer/state/fakeStream'
import { type AskedAct, handleActs } from '#tests/support/handleActs'

type ActRoutes = Pick<Router<typeof bridgeContract, Record<never, never>>, ActGroup>

export type SentRecord = Omit<WrapUpRecord, 'commandId' | 'writtenAtMs'>

export interface FakeMain {
  open(): Promise<BridgeConnection>
  /** Answers the bridge on this port. */
  serve(port: MessagePort): void
  /** Answers the bridge over anything that carries messages, a socket for example; whoever opened it closes it. */
  serveSocket(port: BrowserPortLike): void
  /** Drops every open connection, and refuses new ones while `isAway`. */
  cut(): void
  isAway: boolean
  readonly desk: Stream<DeskState>
  readonly seat: Stream<PhoneSeat>
  readonly live: Stream<LiveMessage>
  readonly prepared: Stream<PreparedCard>
  readonly forgotten: Stream<{ personId: PersonId; numbers: string[] }>
  readonly forgets: PersonId[]
  forgotAnswer: Answer<null>
  readonly headsets: Stream<DeskHeadsets>
  readonly intents: Stream<HeadsetIntent>
  readonly buttonTest: Stream<ButtonTestEvent>
  /** Everything asked of `contract/acts`, in order, and what is answered: `not-found` until the test says more. */
  readonly acts: AskedAct[]
  answerAct: (act: AskedAct) => Answer<unknown> | Promise<Answer<unknown>>
  /** Call models and microphones as the page reported them. */
  readonly calls: HeadsetCallModel[]
  readonly microphones: (string | null)[]
  /** What else was asked of the headsets. */
  readonly headsetAsks: string[]
  readonly drafts: Map<CallId, WrapUpDraft>
  readonly saves: WrapUpDraft[]
  readonly records: SentRecord[]
  readonly busy: boolean[]
  readonly lookups: (string | null)[]
  /** What the page's phone told of its calls, and what it is answered. */
  readonly reports: CallReport[]
  /** How the page said its call sounds. */
  readonly qualities: QualityReport[]
  /** As chosen. */
  readonly statuses: ChosenStatus[]
  noteWith: Answer<null>
  readonly history: Stream<HistoryState>
  readonly historyAsks: (HistoryQuery | 'seen')[]
  /** What a page of the history and a search for people answer. */
  historyPage: HistoryPage
  hits: Answer<PersonHit[]>
  /** The sensitive fields the page asked for, and what it is answered. */
  readonly reveals: SensitiveField[]
  revealed: Answer<CallerCard>
  readonly writeBack: Stream<WriteBackState>
  readonly contactImport: Stream<ImportState>
  /** What was asked outside the window, and how the page said its phone is. */
  readonly proxy: Stream<ProxyQuestion | null>
  readonly proxyAnswers: object[]
  readonly shortcuts: Stream<ShortcutState>
  /** Open while the page lets somebody choose keys. */
  readonly choosing: Stream<ShortcutState>
  readonly marked: string[]
  dialWith: Answer<null>
  readonly wishes: Stream<ShellWish>
  readonly signs: PhoneSign[]
  /** What the pop-out card was to show, newest last. */
  readonly cards: (PopOutCall | null)[]
  /** What a lookup answers; a promise holds it back. */
  card: Answer<CardAnswer> | Promise<Answer<CardAnswer>>
  /** Holds a draft back until it settles. */
  beforeLoad: Promise<void>
  /** What saving and finishing answer. */
  disk: Answer<null>
}

export const signedOutDesk: DeskState = {
  gateway: { kind: 'connected', sinceMs: 0, failure: null, roundTripMs: 1 },
  session: null,
  ended: null,
  cache: { state: 'ready', failure: null },
  crm: noCrmSync,
  unsentRecords: 0,
  settings: defaultSettings,
  managed: [],
}

export const noHeadsets: DeskHeadsets = { headsets: [], failure: null, testing: null, system: 'linux' }

export function createFakeMain(): FakeMain {
  const open = new Set<MessagePort>()
  const main: FakeMain = {
    isAway: false,
    desk: createStream<DeskState>('last', [signedOutDesk]),
    seat: createStream<PhoneSeat>('last', [{ kind: 'none' }]),
    live: createStream<LiveMessage>('all'),
    prepared: createStream<PreparedCard>('all'),
    forgotten: createStream<{ personId: PersonId; numbers: string[] }>('all'),
    forgets: [],
    forgotAnswer: done(null),
    headsets: createStream<DeskHeadsets>('last', [noHeadsets]),
    intents: createStream<HeadsetIntent>('last'),
    buttonTest: createStream<ButtonTestEvent>('last'),
    calls: [],
    microphones: [],
    headsetAsks: [],
    drafts: new Map(),
    saves: [],
    records: [],
    busy: [],
    lookups: [],
    reports: [],
    qualities: [],
    statuses: [],
    noteWith: done(null),
    history: createStream<HistoryState>('last', [{ revision: 0, unseenMissed: 0 }]),
    historyAsks: [],
    historyPage: { entries: [], total: 0 },
    hits: done([]),
    reveals: [],
    revealed: failed('not-found'),
    writeBack: createStream<WriteBackState>('last', [noWriteBack]),
    contactImport: createStream<ImportState>('last', [noImport]),
    proxy: createStream<ProxyQuestion | null>('last', [null]),
    proxyAnswers: [],
    shortcuts: createStream<ShortcutState>('last'),
    choosing: createStream<ShortcutState>('last'),
    marked: [],
    dialWith: done(null),
    wishes: createStream('last'),
    signs: [],
    cards: [],
    acts: [],
    answerAct: () => failed('not-found'),
    card: done({ kind: 'none' }),
    beforeLoad: Promise.resolve(),
    disk: done(null),
    async open() {
      if (main.isAway) throw new Error('main is away')
      const { port1, port2 } = new MessageChannel()
      main.serve(port1)
      return toConnection(port2)
    },
    serve(port) {
      handler.upgrade(port)
      port.start()
      open.add(port)
    },
    serveSocket(port) {
      handler.upgrade(port)
    },
    cut() {
      for (const port of open) port.close()
      open.clear()
    },
  }
  const handler = new RPCHandler(createRouter(main))
  return main
}

function toConnection(port: MessagePort): BridgeConnection {
  const gone = Promise.withResolvers<void>()
  port.addEventListener('close', () => gone.resolve())
  const client = createORPCClient<BridgeClient>(new RPCLink({ port }))
  port.start()
  return { client, closed: gone.promise, close: () => port.close() }
}

function createRouter(main: FakeMain) {
  const os = implement(bridgeContract)
  return os.router({
    desk: {
      watch: os.desk.watch.handler(({ signal }) => main.desk.read(signal)),
      report: os.desk.report.handler(() => null),
    },
    session: {
      signIn: os.session.signIn.handler(() => failed('wrong-password')),
      signOut: os.session.signOut.handler(() => done(null)),
    },
    live: { watch: os.live.watch.handler(({ signal }) => main.live.read(signal)) },
    phone: {
      watch: os.phone.watch.handler(({ signal }) => main.seat.read(signal)),
      take: os.phone.take.handler(() => failed('wrong-state')),
      reportBusy: os.phone.reportBusy.handler(({ input }) => {
        main.busy.push(input.busy)
        return null
      }),
    },
    card: {
      lookup: os.card.lookup.handler(({ input }) => {
        main.lookups.push(input.dialString)
        return main.card
      }),
      watchPrepared: os.card.watchPrepared.handler(({ signal }) => main.prepared.read(signal)),
      search: os.card.search.handler(() => main.hits),
      forget: os.card.forget.handler(({ input }) => {
        main.forgets.push(input.personId)
        return main.forgotAnswer
      }),
      watchForgotten: os.card.watchForgotten.handler(({ signal }) => main.forgotten.read(signal)),
      reveal: os.card.reveal.handler(({ input }) => {
        main.reveals.push(input.field)
        return main.revealed
      }),
    },
    writeBack: {
      watch: os.writeBack.watch.handler(({ signal }) => main.writeBack.read(signal)),
      list: os.writeBack.list.handler(() => done([])),
      retry: os.writeBack.retry.handler(() => done(null)),
      drop: os.writeBack.drop.handler(() => done(null)),
      save: os.writeBack.save.handler(() => failed('not-found')),
    },
    contactImport: createImport(main, os),
    duplicates: {
      list: os.duplicates.list.handler(() => done([])),
      judge: os.duplicates.judge.handler(() => done(null)),
    },
    history: createHistory(main, os),
    status: {
      choose: os.status.choose.handler(({ input }) => {
        main.statuses.push(input.status)
        return done({ effect: 'next' as const })
      }),
      clearNext: os.status.clearNext.handler(() => done(null)),
    },
    wrapUp: createWrapUps(main, os),
    headset: createHeadsets(main, os),
    quality: {
      report: os.quality.report.handler(({ input }) => keep(main.qualities, input)),
    },
    ...(handleActs(os, (act) => {
      main.acts.push(act)
      return main.answerAct(act)
    }) as ActRoutes),
    updates: {
      watch: os.updates.watch.handler(async function* () {
        yield { current: '0.1.0', mustBe: null, state: { kind: 'off', why: 'unpacked' } }
      }),
      check: os.updates.check.handler(() => failed('wrong-state')),
      install: os.updates.install.handler(() => failed('wrong-state')),
    },
    proxy: {
      watch: os.proxy.watch.handler(({ signal }) => main.proxy.read(signal)),
      answer: os.proxy.answer.handler(({ input }) => {
        main.proxyAnswers.push(input)
        return done(null)
      }),
      dismiss: os.proxy.dismiss.handler(({ input }) => {
        main.proxyAnswers.push(input)
        return done(null)
      }),
    },
    shortcuts: {
      watch: os.shortcuts.watch.handler(({ input, signal }) =>
        input.isChoosing ? main.choosing.read(signal) : main.shortcuts.read(signal),
      ),
      dial: os.shortcuts.dial.handler(({ input }) => {
        main.marked.push(input.text)
        return main.dialWith
      }),
    },
    support: { read: os.support.read.handler(() => failed('not-found')) },
    shell: {
      watchWishes: os.shell.watchWishes.handler(({ signal }) => main.wishes.read(signal)),
      report: os.shell.report.handler(({ input }) => keep(main.signs, input)),
      reportCard: os.shell.reportCard.handler(({ input }) => keep(main.cards, input)),
    },
    settings: { change: os.settings.change.handler(() => done(defaultSettings)) },
  })
}

function keep<T>(list: T[], value: T): null {
  list.push(value)
  return null
}

function createHistory(main: FakeMain, os: ReturnType<typeof implement<typeof bridgeContract>>) {
  return {
    watch: os.history.watch.handler(({ signal }) => main.history.read(signal)),
    note: os.history.note.handler(({ input }) => {
      main.reports.push(input)
      return main.noteWith
    }),
    list: os.history.list.handler(({ input }) => {
      main.historyAsks.push(input)
      return done(main.historyPage)
    }),
    markSeen: os.history.markSeen.handler(() => {
      main.historyAsks.push('seen')
      return done(null)
    }),
  }
}

function createHeadsets(main: FakeMain, os: ReturnType<typeof implement<typeof bridgeContract>>) {
  const note = (ask: string) => {
    main.headsetAsks.push(ask)
    return done(null)
  }
  return {
    watch: os.headset.watch.handler(({ signal }) => main.headsets.read(signal)),
    reportCalls: os.headset.reportCalls.handler(({ input }) => {
      main.calls.push(input)
      return null
    }),
    watchIntents: os.headset.watchIntents.handler(({ signal }) => main.intents.read(signal)),
    setEnabled: os.headset.setEnabled.handler(({ input }) => note(`${input.key} ${input.enabled}`)),
    chooseByMicrophone: os.headset.chooseByMicrophone.handler(({ input }) => {
      main.microphones.push(input.label)
      return null
    }),
    lookAgain: os.headset.lookAgain.handler(() => {
      note('lookAgain')
      return null
    }),
    test: os.headset.test.handler(({ signal }) => main.buttonTest.read(signal)),
    setTestLight: os.headset.setTestLight.handler(({ input }) => note(`${input.light} ${input.on}`)),
    readLog: os.headset.readLog.handler(() => done([])),
    learnFromPage: os.headset.learnFromPage.handler(({ input }) =>
      note(`learn ${input.vendorId}:${input.productId} ${JSON.stringify(input.collections)}`),
    ),
  }
}

function createWrapUps(main: FakeMain, os: ReturnType<typeof implement<typeof bridgeContract>>) {
  return {
    saveDraft: os.wrapUp.saveDraft.handler(({ input }) => {
      main.saves.push(input)
      const kept = main.drafts.get(input.callId)
      if (main.disk.ok && (kept === undefined || kept.revision < input.revision))
        main.drafts.set(input.callId, input)
      return main.disk
    }),
    loadDraft: os.wrapUp.loadDraft.handler(async ({ input }) => {
      await main.beforeLoad
      return done(main.drafts.get(input.callId) ?? null)
    }),
    listDrafts: os.wrapUp.listDrafts.handler(() =>
      done([...main.drafts.values()].map((draft) => ({ ...draft, savedAtMs: 1 }))),
    ),
    extend: os.wrapUp.extend.handler(() => done({ endsAtMs: null })),
    finish: os.wrapUp.finish.handler(({ input }) => {
      if (!main.disk.ok) return main.disk
      main.records.push(input)
      main.drafts.delete(input.callId)
      return done({ sent: true })
    }),
    discardDraft: os.wrapUp.discardDraft.handler(({ input }) => {
      main.drafts.delete(input.callId)
      return done(null)
    }),
  }
}
