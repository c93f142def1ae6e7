/** Answers the page: every call of the bridge, checked at this door and carried out by the desk's parts. */
import { type ImplementerInternalWithMiddlewares, implement, ORPCError, type Router } from '@orpc/server'
import { bridgeContract, type DeskState, type PhoneSeat } from '#contract/bridge'
import type { PreparedCard } from '#contract/callerCard'
import { done, failed } from '#contract/failure'
import type { ShellWish } from '#contract/shell'
import type { CacheWriter } from '#main/crm/sync/cacheWriter'
import type { WriteBackDesk } from '#main/crm/writeBack/writeBackDesk'
import { createActCalls } from '#main/desk/actCalls'
import { createImportCalls } from '#main/desk/contactImport/importCalls'
import type { ImportDesk } from '#main/desk/contactImport/importDesk'
import type { DuplicateDesk } from '#main/desk/duplicateDesk'
import { streamAll, streamLatest } from '#main/desk/eventStream'
import type { ForgetDesk } from '#main/desk/forgetPerson'
import { guardCall } from '#main/desk/guardCall'
import { createHeadsetCalls } from '#main/desk/headsetCalls'
import type { HeadsetDesk } from '#main/desk/headsets'
import type { HistoryDesk } from '#main/desk/history/historyDesk'
import { type Log, maskNumbers } from '#main/desk/log'
import { mayCall, mayChange, type PageRole } from '#main/desk/pageRights'
import type { CardPreparer, CrmCache, GatewayLink, SettingsStore } from '#main/desk/parts'
import type { PageId, SeatKeeper } from '#main/desk/phoneSeat'
import type { ProxySignIn } from '#main/desk/proxy/proxySignIn'
import { revealField } from '#main/desk/sensitive/revealField'
import { withhold, withholdFrom } from '#main/desk/sensitive/sensitiveFields'
import type { ShownLog } from '#main/desk/sensitive/shownLog'
import type { ShellDesk } from '#main/desk/shellDesk'
import type { ShortcutDesk } from '#main/desk/shortcutDesk'
import type { SupportDesk } from '#main/desk/support/supportDesk'
import { finishWrapUp } from '#main/desk/wrapUp/finishWrapUp'
import type { WrapUpDesk } from '#main/desk/wrapUp/wrapUpDesk'
import type { UpdateDesk } from '#main/updates/updateDesk'

export interface BridgeParts {
  readonly link: GatewayLink
  readonly cache: CrmCache & { readonly writer: Pick<CacheWriter, 'sync' | 'onSync'> }
  readonly settings: SettingsStore
  readonly preparer: CardPreparer
  readonly wrapUps: WrapUpDesk
  readonly seats: SeatKeeper
  readonly headsets: HeadsetDesk
  readonly history: HistoryDesk
  readonly forgetting: ForgetDesk
  readonly duplicates: DuplicateDesk
  readonly imports: ImportDesk
  readonly writeBack: WriteBackDesk
  readonly shownLog: ShownLog
  readonly updates: UpdateDesk
  readonly shell: ShellDesk
  readonly support: SupportDesk
  /** null where every way is straight. */
  readonly proxies: ProxySignIn | null
  readonly shortcuts: ShortcutDesk
  readonly newId: () => string
  readonly nowMs: () => number
  readonly log: Log
}

/** What main knows of the page that calls; made by the shell for each connection. */
export interface BridgeContext {
  readonly pageId: PageId
  /** What the page is there for, and may ask (`pageRights`). */
  readonly role: PageRole
  /** Whether this page may write one more error to the log. */
  mayReport(): boolean
  /** Notes in the log that something was refused, a call by its name; once a minute at most, whatever the page does. */
  tellRefusal(what: string): void
}

/** Messages a page may be behind before its stream is cut and begun again with a snapshot. */
const liveLimit = 2000
const preparedLimit = 500
const forgottenLimit = 500
const wishLimit = 50

export type BridgeRouter = Router<typeof bridgeContract, BridgeContext>

export function createBridgeRouter(parts: BridgeParts): BridgeRouter {
  const os = createBase(parts)
  return os.router({
    desk: createDeskCalls(parts, os),
    session: {
      signIn: os.session.signIn.handler(({ input }) => {
        parts.proxies?.askAgain()
        return parts.link.signIn(input.user, input.password)
      }),
      signOut: os.session.signOut.handler(() => parts.link.signOut()),
    },
    live: {
      watch: os.live.watch.handler(({ signal }) => streamAll(parts.link.onLive, liveLimit, signal)),
    },
    phone: createPhoneCalls(parts, os),
    card: {
      lookup: os.card.lookup.handler(({ input }) => withhold(parts.cache.lookup(input.dialString))),
      watchPrepared: os.card.watchPrepared.handler(({ signal }) =>
        streamAll(subscribeToCards(parts.preparer), preparedLimit, signal),
      ),
      search: os.card.search.handler(({ input }) => parts.cache.search(input.text)),
      forget: os.card.forget.handler(({ input }) => parts.forgetting.forget(input.personId)),
      watchForgotten: os.card.watchForgotten.handler(({ signal }) =>
        streamAll(parts.forgetting.onForgotten, forgottenLimit, signal),
      ),
      reveal: os.card.reveal.handler(({ input }) => revealField(parts, input)),
    },
    duplicates: {
      list: os.duplicates.list.handler(({ input }) => parts.duplicates.list(input.personId)),
      judge: os.duplicates.judge.handler(({ input }) =>
        parts.duplicates.judge(input.personId, input.otherId, input.verdict),
      ),
    },
    contactImport: createImportCalls(parts.imports, os),
    history: createHistoryCalls(parts, os),
    status: {
      choose: os.status.choose.handler(({ input }) => parts.link.chooseStatus(input.status)),
      clearNext: os.status.clearNext.handler(() => parts.link.clearNextStatus()),
    },
    wrapUp: createWrapUpCalls(parts, os),
    writeBack: createWriteBackCalls(parts, os),
    headset: createHeadsetCalls(parts.headsets, os),
    quality: {
      report: os.quality.report.handler(({ input }) => {
        parts.support.noteQuality(input)
        // What the gateway refuses of it is of no use to anybody here.
        void parts.link.reportQuality(input)
        return null
      }),
    },
    ...createActCalls(parts.link, os),
    updates: {
      watch: os.updates.watch.handler(({ signal }) =>
        streamLatest(() => parts.updates.current, parts.updates.onChange, signal),
      ),
      check: os.updates.check.handler(() => parts.updates.check()),
      install: os.updates.install.handler(() => parts.updates.install()),
    },
    support: { read: os.support.read.handler(({ input }) => done(parts.support.read(input))) },
    proxy: createProxyCalls(parts.proxies, os),
    shortcuts: createShortcutCalls(parts.shortcuts, os),
    shell: createShellCalls(parts.shell, os),
    settings: {
      change: os.settings.change.handler(({ input, context }) =>
        mayChange(context.role, input) ? parts.settings.change(input) : failed('forbidden'),
      ),
    },
  })
}

/** Every call passes here: whether the page may, and what becomes of a refusal or a surprise. */
function createBase({ log, newId }: BridgeParts): BridgeBase {
  const base = implement(bridgeContract)
    .$context<BridgeContext>()
    .use(({ next, path, context }) =>
      guardCall({ call: path.join('.'), tellRefusal: context.tellRefusal, newId, log }, () => {
        if (!mayCall(context.role, path)) throw new ORPCError('FORBIDDEN')
        return next()
      }),
    )
  return base
}

/** Written out: the contract is too large to be inferred into a declaration. */
export type BridgeBase = ImplementerInternalWithMiddlewares<
  typeof bridgeContract,
  BridgeContext,
  BridgeContext
>

function createDeskCalls(parts: BridgeParts, os: BridgeBase) {
  return {
    watch: os.desk.watch.handler(({ signal }) =>
      streamLatest(
        () => readDeskState(parts),
        (listener) => onDeskChange(parts, listener),
        signal,
      ),
    ),
    report: os.desk.report.handler(({ input, context }) => {
      if (context.mayReport())
        parts.log.warn({ page: maskNumbers(input.message), at: input.at }, 'error in the page')
      return null
    }),
  }
}

function readDeskState({ link, cache, wrapUps, settings }: BridgeParts): DeskState {
  return {
    gateway: link.state,
    session: link.session,
    ended: link.ended,
    cache: cache.state,
    crm: cache.writer.sync,
    unsentRecords: wrapUps.unsentCount,
    settings: settings.current,
    managed: [...settings.managed],
  }
}

function onDeskChange({ link, cache, wrapUps, settings }: BridgeParts, listener: () => void): () => void {
  const stops = [
    link.onChange(listener),
    cache.onState(listener),
    cache.writer.onSync(listener),
    wrapUps.onChange(listener),
    settings.onChange(listener),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

function subscribeToCards(preparer: CardPreparer) {
  return (listener: (card: PreparedCard) => void) => {
    const tell = (card: PreparedCard) => listener({ ...card, answer: withholdFrom(card.answer) })
    for (const card of preparer.current()) tell(card)
    return preparer.onPrepared(tell)
  }
}

function createPhoneCalls({ link, seats }: BridgeParts, os: BridgeBase) {
  const readSeat = (pageId: PageId): PhoneSeat => {
    if (link.sip === null) return { kind: 'none' }
    return seats.holds(pageId) ? { kind: 'granted', sip: link.sip } : { kind: 'elsewhere' }
  }
  const onSeatChange = (listener: () => void): (() => void) => {
    const stops = [link.onChange(listener), seats.onChange(listener)]
    return () => {
      for (const stop of stops) stop()
    }
  }
  return {
    watch: os.phone.watch.handler(async function* ({ context, signal }) {
      const leave = seats.open(context.pageId)
      try {
        let told = ''
        for await (const seat of streamLatest(() => readSeat(context.pageId), onSeatChange, signal)) {
          // The link changes every few seconds (its round trip); the phone is told only what concerns it.
          const text = JSON.stringify(seat)
          if (text !== told) yield seat
          told = text
        }
      } finally {
        leave()
      }
    }),
    take: os.phone.take.handler(({ context }) => seats.take(context.pageId)),
    reportBusy: os.phone.reportBusy.handler(({ input, context }) => {
      seats.reportBusy(context.pageId, input.busy)
      return null
    }),
  }
}

function createProxyCalls(proxies: ProxySignIn | null, os: BridgeBase) {
  const never = () => () => undefined
  return {
    watch: os.proxy.watch.handler(({ signal }) =>
      streamLatest(() => proxies?.question ?? null, proxies?.onQuestion ?? never, signal),
    ),
    answer: os.proxy.answer.handler(({ input }) => proxies?.answer(input) ?? failed('not-found')),
    dismiss: os.proxy.dismiss.handler(({ input }) => proxies?.dismiss(input.id) ?? failed('not-found')),
  }
}

function createShortcutCalls(shortcuts: ShortcutDesk, os: BridgeBase) {
  return {
    watch: os.shortcuts.watch.handler(async function* ({ input, signal }) {
      const stop = input.isChoosing ? shortcuts.choose() : null
      try {
        yield* streamLatest(() => shortcuts.state, shortcuts.onChange, signal)
      } finally {
        stop?.()
      }
    }),
    dial: os.shortcuts.dial.handler(({ input }) => shortcuts.dialMarked(input.text)),
  }
}

function createShellCalls(shell: ShellDesk, os: BridgeBase) {
  return {
    watchWishes: os.shell.watchWishes.handler(({ context, signal }) =>
      streamAll<ShellWish>((listener) => shell.onWish(context.pageId, listener), wishLimit, signal),
    ),
    report: os.shell.report.handler(({ input, context }) => {
      shell.reportPhone(context.pageId, input)
      return null
    }),
    reportCard: os.shell.reportCard.handler(({ input, context }) => {
      shell.reportCard(context.pageId, input)
      return null
    }),
  }
}

function createHistoryCalls({ history, seats }: BridgeParts, os: BridgeBase) {
  return {
    watch: os.history.watch.handler(async function* ({ context, signal }) {
      const leave = history.open(context.pageId)
      try {
        yield* streamLatest(() => history.state, history.onChange, signal)
      } finally {
        leave()
      }
    }),
    note: os.history.note.handler(({ input, context }) =>
      seats.holds(context.pageId) ? history.note(context.pageId, input) : failed('wrong-state'),
    ),
    list: os.history.list.handler(({ input }) => history.find(input)),
    markSeen: os.history.markSeen.handler(() => history.markSeen()),
  }
}

function createWriteBackCalls({ writeBack }: BridgeParts, os: BridgeBase) {
  return {
    watch: os.writeBack.watch.handler(({ signal }) =>
      streamLatest(() => writeBack.state, writeBack.onChange, signal),
    ),
    list: os.writeBack.list.handler(() => writeBack.list()),
    retry: os.writeBack.retry.handler(({ input }) => writeBack.retry(input.activityId)),
    drop: os.writeBack.drop.handler(({ input }) => writeBack.drop(input.activityId)),
    save: os.writeBack.save.handler(({ input }) => writeBack.save(input.kind)),
  }
}

function createWrapUpCalls(parts: BridgeParts, os: BridgeBase) {
  const { wrapUps, link } = parts
  const store = () => wrapUps.current?.store ?? null
  return {
    saveDraft: os.wrapUp.saveDraft.handler(({ input }) => store()?.saveDraft(input) ?? failed('signed-out')),
    loadDraft: os.wrapUp.loadDraft.handler(({ input }) => store()?.loadDraft(input.callId) ?? done(null)),
    listDrafts: os.wrapUp.listDrafts.handler(() => store()?.listDrafts() ?? done([])),
    discardDraft: os.wrapUp.discardDraft.handler(
      ({ input }) => store()?.discardDraft(input.callId) ?? done(null),
    ),
    extend: os.wrapUp.extend.handler(({ input }) => link.extendWrapUp(input.callId)),
    finish: os.wrapUp.finish.handler(({ input }) => finishWrapUp(parts, input)),
  }
}
