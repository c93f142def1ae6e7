/** The boundary between the page and main. The page is untrusted: main checks every message against this. */
import { type ContractRouterClient, eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { bridgeActs } from '#contract/acts'
import { ChosenStatus } from '#contract/agent'
import { CallerCard, CardAnswer, PersonHit, PreparedCard, SensitiveField } from '#contract/callerCard'
import { LiveMessage } from '#contract/centre'
import { FileOffer, FilePiece, ImportState, LookOrder, mostErrors, RowError } from '#contract/contactImport'
import { CrmSyncState } from '#contract/crmSync'
import { DuplicateVerdict, mostDuplicates, PossibleDuplicate } from '#contract/duplicate'
import { answerOf, Failure } from '#contract/failure'
import {
  HeadsetCallModel,
  HeadsetIntent,
  HeadsetKey,
  HeadsetLight,
  HeadsetLogEntry,
  HeadsetState,
  HeadsetTestEvent,
} from '#contract/headset'
import { CallReport, HistoryPage, HistoryQuery, HistoryState } from '#contract/history'
import { CallId, PersonId } from '#contract/ids'
import { LinkState } from '#contract/link'
import { PopOutCall } from '#contract/popOut'
import { ProxyAnswer, ProxyQuestion } from '#contract/proxy'
import { QualityReport } from '#contract/quality'
import { Session, SipCredentials } from '#contract/session'
import { Settings, SettingsPatch } from '#contract/settings'
import { PhoneSign, ShellWish } from '#contract/shell'
import { MarkedText, ShortcutState } from '#contract/shortcuts'
import { SoundLabels, SupportBundle } from '#contract/support'
import { EpochMs } from '#contract/time'
import { DeskUpdates } from '#contract/updates'
import { WrapUpDraft, WrapUpRecord } from '#contract/wrapUp'
import { mostListed, SavedFile, WriteBackEntry, WriteBackState } from '#contract/writeBack'

const nothing = z.null()

/** What the desk is, told to each page at once and again at every change. */
export const DeskState = z.object({
  gateway: LinkState,
  /** null when nobody is signed in. */
  session: Session.nullable(),
  /** Why the last session ended, for the sign-in page; null at first. */
  ended: Failure.nullable(),
  /** Whether the CRM cache can be used, and if it was rebuilt at this start. */
  cache: z.object({
    state: z.enum(['opening', 'ready', 'rebuilding', 'unavailable']),
    failure: Failure.nullable(),
  }),
  /** How far the desk's copy of the CRM is. */
  crm: CrmSyncState,
  /** Finished wrap-ups waiting to reach the gateway. */
  unsentRecords: z.number().int().nonnegative(),
  settings: Settings,
  /** Keys of settings that the organisation enforces, for example `calls.lines`: shown, and not to be changed. */
  managed: z.array(z.string().max(80)).max(200),
})
export type DeskState = z.infer<typeof DeskState>

/** Which page may register the phone: one per desk, so that a second window never makes a second phone. */
export const PhoneSeat = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('granted'), sip: SipCredentials }),
  /** Another window holds it; `phone.take` moves it here. */
  z.object({ kind: z.literal('elsewhere') }),
  /** Nobody is signed in. */
  z.object({ kind: z.literal('none') }),
])
export type PhoneSeat = z.infer<typeof PhoneSeat>

/** The headsets, and the system they are plugged into: the way out of a failure depends on it. */
export const DeskHeadsets = HeadsetState.extend({ system: z.enum(['linux', 'mac', 'windows']) })
export type DeskHeadsets = z.infer<typeof DeskHeadsets>

/** What a button test tells its page. `refused` ends it before it began: `wrong-state` in a call, `not-found`. */
export const ButtonTestEvent = z.discriminatedUnion('kind', [
  ...HeadsetTestEvent.options,
  z.object({ kind: z.literal('refused'), failure: Failure }),
])
export type ButtonTestEvent = z.infer<typeof ButtonTestEvent>

export const bridgeContract = {
  desk: {
    watch: oc.input(nothing).output(eventIterator(DeskState)),
    /** Reports an error of the page to the log; text only, cut to 4,000 characters by the page. */
    report: oc.input(z.object({ message: z.string().max(4000), at: z.string().max(200) })).output(nothing),
  },
  session: {
    signIn: oc
      .input(z.object({ user: z.string().min(1).max(64), password: z.string().min(1).max(256) }))
      .output(answerOf(Session)),
    signOut: oc.input(nothing).output(answerOf(nothing)),
  },
  live: {
    /** A snapshot, then deltas; main keeps the gateway's stream whole, so a page never sees a gap. */
    watch: oc.input(nothing).output(eventIterator(LiveMessage)),
  },
  phone: {
    /** This page's claim on the phone, for as long as the iterator is open. */
    watch: oc.input(nothing).output(eventIterator(PhoneSeat)),
    /** Moves the phone to this page; refused while the other page is in a call (`wrong-state`). */
    take: oc.input(nothing).output(answerOf(nothing)),
    /** Told by the page that holds the seat, so that `take` can be refused during a call. */
    reportBusy: oc.input(z.object({ busy: z.boolean() })).output(nothing),
  },
  card: {
    /** Looks the number up in the cache: exact E.164 first, then last digits. null number: withheld. */
    lookup: oc.input(z.object({ dialString: z.string().max(64).nullable() })).output(answerOf(CardAnswer)),
    /** Cards of callers who entered one of this agent's queues, before the phone rings. */
    watchPrepared: oc.input(nothing).output(eventIterator(PreparedCard)),
    /** People whose name or company has words that begin like these, or who have the number; at most 20. */
    search: oc.input(z.object({ text: z.string().max(80) })).output(answerOf(z.array(PersonHit).max(20))),
    /**
     * Removes every trace of a person from this desk: card, notes, call history, drafts. `wrong-state` while something
     * written of them still waits for the gateway or the CRM. It cannot be taken back.
     */
    forget: oc.input(z.object({ personId: PersonId })).output(answerOf(nothing)),
    /** People who were forgotten, by any page of this desk, so that each drops what it holds of them. */
    watchForgotten: oc
      .input(nothing)
      .output(eventIterator(z.object({ personId: PersonId, numbers: z.array(z.string().max(32)) }))),
    /**
     * The card with this one sensitive field in it, once it is on record who asked. `dialString`: the number the card was
     * found by. `cache-unwritable` where it could not be recorded: then it is not shown either.
     */
    reveal: oc
      .input(z.object({ dialString: z.string().max(64), field: SensitiveField }))
      .output(answerOf(CallerCard)),
  },
  duplicates: {
    /** Others in the cache who may be this person, and those an agent joined with them. Asked when the card is painted. */
    list: oc
      .input(z.object({ personId: PersonId }))
      .output(answerOf(z.array(PossibleDuplicate).max(mostDuplicates))),
    /** Keeps what the agent says of the two, on this desk alone. */
    judge: oc
      .input(z.object({ personId: PersonId, otherId: PersonId, verdict: DuplicateVerdict }))
      .output(answerOf(nothing)),
  },
  /** A file of people into the cache (`contract/contactImport`): `forbidden` where the organisation does not want it. */
  contactImport: {
    /** How far the import of this page is; its file is dropped when the iterator ends. */
    watch: oc.input(nothing).output(eventIterator(ImportState)),
    /** Room for one file; `wrong-state` while another page has one in hand, or one is being taken. */
    begin: oc.input(FileOffer).output(answerOf(z.object({ fileId: z.string().max(64) }))),
    /** The next piece; any other is `invalid`, and the file is dropped. */
    send: oc.input(FilePiece).output(answerOf(nothing)),
    /** Says how the whole file is to be read; what comes of it is told by `watch`. */
    look: oc.input(LookOrder).output(answerOf(nothing)),
    /** Takes the people, or goes on where it was broken off. */
    take: oc.input(nothing).output(answerOf(nothing)),
    /** Breaks off; what was taken stays. */
    stop: oc.input(nothing).output(answerOf(nothing)),
    /** Puts the file away, or what was said of it at the end. */
    leave: oc.input(nothing).output(answerOf(nothing)),
    /** Removes whom the newest import added; `not-found` where this is not the newest. */
    undo: oc.input(z.object({ importId: z.number().int().nonnegative() })).output(answerOf(nothing)),
    /** The first of the rows that were, or will be, refused. */
    refused: oc.input(nothing).output(answerOf(z.array(RowError).max(mostErrors))),
  },
  history: {
    /** Changes of this agent's call history, for as long as the iterator is open. */
    watch: oc.input(nothing).output(eventIterator(HistoryState)),
    /** What this page's phone knows of a call; `wrong-state` from a page that does not hold the phone. */
    note: oc.input(CallReport).output(answerOf(nothing)),
    list: oc.input(HistoryQuery).output(answerOf(HistoryPage)),
    /** Every missed call has been looked at. */
    markSeen: oc.input(nothing).output(answerOf(nothing)),
  },
  status: {
    choose: oc
      .input(z.object({ status: ChosenStatus }))
      .output(answerOf(z.object({ effect: z.enum(['now', 'next']) }))),
    clearNext: oc.input(nothing).output(answerOf(nothing)),
  },
  wrapUp: {
    /** Keeps a draft on disk. Lower revisions than the one kept are dropped silently. */
    saveDraft: oc.input(WrapUpDraft).output(answerOf(nothing)),
    /** The draft kept for a call; null when there is none. */
    loadDraft: oc.input(z.object({ callId: CallId })).output(answerOf(WrapUpDraft.nullable())),
    /** Drafts of calls that never got a finished record, newest first, at most 20. */
    listDrafts: oc.input(nothing).output(answerOf(z.array(WrapUpDraft.extend({ savedAtMs: EpochMs })))),
    extend: oc
      .input(z.object({ callId: CallId }))
      .output(answerOf(z.object({ endsAtMs: EpochMs.nullable() }))),
    /** Puts the record in the outbox (on disk) and drops the draft; it is sent once, now or when the gateway is back. */
    finish: oc
      .input(WrapUpRecord.omit({ commandId: true, writtenAtMs: true }))
      .output(answerOf(z.object({ sent: z.boolean() }))),
    /** Drops a draft the agent does not want. */
    discardDraft: oc.input(z.object({ callId: CallId })).output(answerOf(nothing)),
  },
  writeBack: {
    /** What waits to be written into the CRM, told at each change. */
    watch: oc.input(nothing).output(eventIterator(WriteBackState)),
    list: oc.input(nothing).output(answerOf(z.array(WriteBackEntry).max(mostListed))),
    /** Tries one again now, a refused one too; null for all. */
    retry: oc.input(z.object({ activityId: z.uuid().nullable() })).output(answerOf(nothing)),
    /** Gives up one the CRM refused for good; `wrong-state` for any other. */
    drop: oc.input(z.object({ activityId: z.uuid() })).output(answerOf(nothing)),
    /** All of them, whole, as a file to keep. */
    save: oc.input(z.object({ kind: z.enum(['csv', 'json']) })).output(answerOf(SavedFile)),
  },
  headset: {
    watch: oc.input(nothing).output(eventIterator(DeskHeadsets)),
    /** The calls of this page's phone: what the headsets show. Heeded only from the page that holds the phone. */
    reportCalls: oc.input(HeadsetCallModel).output(nothing),
    /** What the agent asks by button, told to the page that holds the phone; nothing has changed until it reports. */
    watchIntents: oc.input(nothing).output(eventIterator(HeadsetIntent)),
    /** "Use for call control"; kept in the settings. */
    setEnabled: oc.input(z.object({ key: HeadsetKey, enabled: z.boolean() })).output(answerOf(nothing)),
    /** Label of the microphone in use; null when none was chosen. Heeded only from the page that holds the phone. */
    chooseByMicrophone: oc.input(z.object({ label: z.string().max(512).nullable() })).output(nothing),
    /** The page heard of sound devices coming or going: headsets are looked for soon. */
    lookAgain: oc.input(nothing).output(nothing),
    /** A button test that lasts as long as the iterator is open; `ended` comes last when the desk ends it. */
    test: oc.input(z.object({ key: HeadsetKey })).output(eventIterator(ButtonTestEvent)),
    /** Puts a light of the headset under test on or off; `wrong-state` when this page tests none. */
    setTestLight: oc.input(z.object({ light: HeadsetLight, on: z.boolean() })).output(answerOf(nothing)),
    /** The last raw reports, oldest first, at most 500. */
    readLog: oc.input(nothing).output(answerOf(z.array(HeadsetLogEntry))),
    /** WebHID `collections` of a device, for systems that hide its layout; `invalid` when they make no sense. */
    learnFromPage: oc
      .input(
        z.object({
          vendorId: z.number().int().min(0).max(0xffff),
          productId: z.number().int().min(0).max(0xffff),
          /** As WebHID gives them; `native/descriptorSource/webHidCollections` checks each field. */
          collections: z.array(z.unknown()).max(64),
        }),
      )
      .output(answerOf(nothing)),
  },
  quality: {
    /** How the sound of this page's call is, every `qualityEveryMs`; dropped while the gateway is away. */
    report: oc.input(QualityReport).output(nothing),
  },
  ...bridgeActs,
  updates: {
    watch: oc.input(nothing).output(eventIterator(DeskUpdates)),
    /** Looks for a newer version now; `wrong-state` while it looks, fetches or does not renew itself. */
    check: oc.input(nothing).output(answerOf(nothing)),
    /** Puts in what is ready and ends the program; `wrong-state` with the hindrance while somebody works. */
    install: oc.input(nothing).output(answerOf(nothing)),
  },
  proxy: {
    /** A proxy on the way to the network wants to know who the person is; null while none asks. */
    watch: oc.input(nothing).output(eventIterator(ProxyQuestion.nullable())),
    /** `not-found` for a question that is no longer open. */
    answer: oc.input(ProxyAnswer).output(answerOf(nothing)),
    /** They would rather not: it is not asked again for five minutes. */
    dismiss: oc.input(ProxyAnswer.pick({ id: true })).output(answerOf(nothing)),
  },
  support: {
    /** How this desk is, masked, for the person to look at and to hand to whoever helps them. */
    read: oc.input(SoundLabels).output(answerOf(SupportBundle)),
  },
  shortcuts: {
    /** How the keys stand that reach the desk from other programs. `isChoosing`: they are let go while this is open. */
    watch: oc.input(z.object({ isChoosing: z.boolean() })).output(eventIterator(ShortcutState)),
    /** Asks the person whether to call the number in what they have marked; `invalid` when there is none. */
    dial: oc.input(z.object({ text: MarkedText })).output(answerOf(nothing)),
  },
  shell: {
    /** What was asked outside the page's window, told to the page that holds the phone. */
    watchWishes: oc.input(nothing).output(eventIterator(ShellWish)),
    /** How the phone is, for what is shown outside the window. Heeded only from the page that holds it. */
    report: oc.input(PhoneSign).output(nothing),
    /** What the pop-out card is to show; null without a call. Heeded only from the page that holds the phone. */
    reportCard: oc.input(PopOutCall.nullable()).output(nothing),
  },
  settings: {
    change: oc.input(SettingsPatch).output(answerOf(Settings)),
  },
}

/** What a page calls; made by oRPC from the contract. */
export type BridgeClient = ContractRouterClient<typeof bridgeContract>
