/**
 * What the page knows and what a person can do in it. Features read `DeskModel` and call `DeskActions`; they never
 * see SIP or the bridge.
 */
import type { Agent, ChosenStatus } from '#contract/agent'
import type { DeskHeadsets, DeskState } from '#contract/bridge'
import type { CallerCard, CardAnswer } from '#contract/callerCard'
import type { Centre } from '#contract/centre'
import type { ImportState } from '#contract/contactImport'
import type { Answer, Failure } from '#contract/failure'
import type { HeadsetKey, HeadsetLight, HeadsetLogEntry } from '#contract/headset'
import type { HistoryState } from '#contract/history'
import type { CallId, PersonId, QueueId } from '#contract/ids'
import type { LinkState } from '#contract/link'
import type { MessageCount } from '#contract/messageCount'
import type { ProxyQuestion } from '#contract/proxy'
import type { SettingsPatch } from '#contract/settings'
import type { ShortcutAction, ShortcutState } from '#contract/shortcuts'
import type { SupportBundle } from '#contract/support'
import type { DeskUpdates } from '#contract/updates'
import type { WrapUpDraft } from '#contract/wrapUp'
import type { WriteBackState } from '#contract/writeBack'
import type { AlertsModel } from '#renderer/state/alerts/alerts'
import type { AskAct } from '#renderer/state/askAct'
import type { CrmActions } from '#renderer/state/caller/crmActions'
import type { CardNews, GrownBlock } from '#renderer/state/caller/freshCard'
import type { ImportActions } from '#renderer/state/contactImport/importActions'
import type { CallerNames } from '#renderer/state/floor/floorCallers'
import type { ButtonTest } from '#renderer/state/headset/buttonTest'
import type { MonitorActions } from '#renderer/state/monitoring/monitorActions'
import type { MonitoringModel } from '#renderer/state/monitoring/monitorModel'
import type { HistoryActions } from '#renderer/state/phone/historyActions'
import type { ReachModel } from '#renderer/state/phone/reach'
import type { SoundActions, SoundModel } from '#renderer/state/phone/soundModel'
import type { ProxyActions } from '#renderer/state/proxyFlow'
import type { WallboardSeries } from '#renderer/state/wallboard/wallboardSeries'

/**
 * ringing ─answer─▶ connecting ─▶ talking ◀─▶ held ─▶ ended
 *    └─ decline, cancelled, answered elsewhere ───────▲
 * dialling ─the other side answers─▶ talking          │
 *    └─ taken back, refused, not answered in time ────┘
 */
export type PhoneCallState = 'ringing' | 'dialling' | 'connecting' | 'talking' | 'held' | 'ended'

/**
 * A hand-over asked of the telephone system.
 * - `asking` the system has not said yet whether it will
 * - `ringing` it rings where the caller is to go
 * - `done` the caller is there, and this call is over
 * - `returned` nobody took them: the caller is here again, and `failure` says why
 */
export interface PhoneTransfer {
  readonly kind: 'blind' | 'attended'
  readonly state: 'asking' | 'ringing' | 'done' | 'returned'
  /** The number asked for, or that of the one consulted. */
  readonly to: string
  readonly failure: Failure | null
}

/** One of the calls of this desk's own phone. */
export interface PhoneCall {
  /** SIP Call-ID: the key of the phone's own life. */
  readonly sipCallId: string
  /** The live model's id, from the INVITE's `X-Najva-Call`; null when the PBX does not send it. */
  readonly callId: CallId | null
  /** Who began it: the other side, or this desk. */
  readonly direction: 'in' | 'out'
  readonly state: PhoneCallState
  /**
   * How far an outgoing call has come: `sent`, `ringing` (180), or `early-media` (183: what the network says is heard).
   * null for an incoming one, and once answered.
   */
  readonly progress: null | 'sent' | 'ringing' | 'early-media'
  readonly number: string | null
  readonly name: string | null
  readonly muted: boolean
  /** A hold or resume is on its way; the buttons wait. */
  readonly holdPending: boolean
  readonly ringingAtMs: number
  readonly answeredAtMs: number | null
  /** The last transfer of this call; null when none was asked for. */
  readonly transfer: PhoneTransfer | null
  /** SIP Call-ID of the call about which this one asks a colleague; null for any other. */
  readonly consultsFor: string | null
  /** Mixed with the other conferenced calls of this desk: each hears all others. */
  readonly isConferenced: boolean
  /** Why it ended; null while it lasts or when it ended in the ordinary way. */
  readonly failure: Failure | null
}

export interface MediaDevices {
  readonly microphones: readonly { readonly id: string; readonly label: string }[]
  readonly speakers: readonly { readonly id: string; readonly label: string }[]
}

export interface PhoneModel {
  readonly link: LinkState
  /** `elsewhere`: another window holds the phone. */
  readonly seat: 'granted' | 'elsewhere' | 'none'
  /** The call in focus: the one talked on, otherwise the newest. The same object stands in `calls`. */
  readonly call: PhoneCall | null
  /** All that live or ended a moment ago, oldest first. */
  readonly calls: readonly PhoneCall[]
  /** What waits in this person's mailbox; null where the telephone system does not tell. */
  readonly messages: MessageCount | null
  readonly devices: MediaDevices
  /** The microphone or a device failed; shown until it works again or is dismissed. */
  readonly deviceFailure: Failure | null
}

export interface HeadsetModel {
  /** null until main told. */
  readonly desk: DeskHeadsets | null
  /** The button test of this page; null when there is none. */
  readonly test: ButtonTest | null
  /** Raw reports as last asked for; null while they are not shown. */
  readonly log: readonly HeadsetLogEntry[] | null
}

/** The caller on the screen: from the first ring until wrap-up is finished. */
export interface CallerView {
  /** Key of the view: the live model's call id when known, otherwise the SIP Call-ID. */
  readonly key: string
  readonly callId: CallId | null
  readonly number: string | null
  readonly name: string | null
  readonly dialledNumber: string | null
  readonly queueId: QueueId | null
  readonly queueName: string | null
  /** When the caller joined the queue, by the gateway's clock; null outside queues. */
  readonly queuedAtMs: number | null
  readonly answeredAtMs: number | null
  /** null while the lookup runs; failure when the cache cannot answer. */
  readonly card: CardAnswer | null
  readonly cardFailure: Failure | null
  /** The person shown: the one match, or the one chosen of several; null until then. */
  readonly person: CallerCard | null
  /** What the CRM has told since the card was shown; absent for nothing. */
  readonly news?: CardNews
}

/** Said once in the polite live region; the view turns it into a sentence. */
export type Announcement =
  | {
      readonly kind:
        | 'ringing'
        | 'dialled'
        | 'answered'
        /** An outgoing call was answered. */
        | 'reached'
        /** The caller is where the transfer took them; or nobody took them, and they are here again. */
        | 'transferred'
        | 'returned'
        | 'ended'
        | 'missed'
        | 'declined'
        | 'held'
        | 'resumed'
        | 'muted'
        | 'unmuted'
      readonly who: string | null
      readonly serial: number
    }
  | { readonly kind: 'failure'; readonly failure: Failure; readonly serial: number }
  | {
      readonly kind: 'status'
      readonly status: ChosenStatus
      readonly effect: 'now' | 'next'
      readonly serial: number
    }
  | { readonly kind: 'recordKept'; readonly sent: boolean; readonly serial: number }

export interface LinkCall {
  /** As the link said it: `+` and digits. */
  readonly number: string
  /** To be told to whoever answers; null for none. */
  readonly extension: string | null
  /** The person marked the number themselves; absent for a link. */
  readonly isMarked?: true
}

/** Said once, until it is dismissed: nothing was marked to call, the machine slept in a call, or the page had to begin anew. */
export type ShellNews = 'noNumber' | 'slept' | 'pageCrashed'

export interface DeskModel {
  /** Page to main. `disconnected` means nothing below is fresh. */
  readonly bridge: LinkState
  /** null until main answered once. */
  readonly desk: DeskState | null
  readonly centre: Centre | null
  /** Gateway clock minus page clock in milliseconds: add it to Date.now() before comparing with any `…AtMs`. */
  readonly clockOffsetMs: number
  /** This agent in the live model; null when signed out or not yet known. */
  readonly me: Agent | null
  readonly phone: PhoneModel
  readonly sound: SoundModel
  /** Whether callers can reach this desk, as far as it was tried. */
  readonly reach: ReachModel
  readonly headset: HeadsetModel
  readonly monitoring: MonitoringModel
  /** Changes whenever the call history does. */
  readonly history: HistoryState
  /** Counts up when somebody was forgotten or judged a duplicate: who is joined is asked for again. */
  readonly peopleRevision: number
  /** What waits to be written into the CRM. */
  readonly writeBack: WriteBackState
  /** A file of people on its way into the desk's copy of the customers. */
  readonly contactImport: ImportState
  /** How new this desk is; null until main has said so. */
  readonly updates: DeskUpdates | null
  /** A number another program asks to call, until the person has decided; null for none. */
  readonly linkCall: LinkCall | null
  /** What happened around the page; null for nothing. */
  readonly shellNews: ShellNews | null
  /** How the keys stand that work in other programs; null until main has said so. */
  readonly shortcuts: ShortcutState | null
  /** A proxy wants to know who the person is; null while none asks. */
  readonly proxyQuestion: ProxyQuestion | null
  readonly caller: CallerView | null
  /** Who will ring here next, as far as one can tell, with their card: drawn out of sight. null when nobody waits. */
  readonly nextCaller: CallerView | null
  /** The draft of the call on the screen, or of the wrap-up; null when there is none. */
  readonly draft: WrapUpDraft | null
  /** Whether the last keystroke is on disk. */
  readonly draftState: 'saved' | 'saving' | 'unsaved'
  /** Drafts left from earlier calls. */
  readonly leftovers: readonly (WrapUpDraft & { readonly savedAtMs: number })[]
  /** Empty on an agent's desk. */
  readonly alerts: AlertsModel
  /** What the wallboard draws, collected while one signed in may look at it. */
  readonly wallboard: WallboardSeries
  readonly announcement: Announcement | null
  /** The last refused action, shown in place until the next action or dismissal. */
  readonly failure: Failure | null
}

export interface DeskActions
  extends MonitorActions,
    SoundActions,
    HistoryActions,
    CrmActions,
    ImportActions,
    ProxyActions {
  /** Any act of `contract/acts`; a refusal is shown in place, and answered for whoever wants to know. */
  readonly askAct: AskAct
  /** Names of callers from the customer book, for lists. */
  readonly callerNames: CallerNames
  signIn(user: string, password: string): Promise<void>
  signOut(): Promise<void>
  takePhone(): Promise<void>
  /** Tries now whether callers can reach this desk; in the turn of a click. */
  proveReach(): void
  /** The call in focus, or the one named; the call talked to meanwhile is held (the default) or ended. */
  answer(options?: { readonly sipCallId?: string; readonly other?: 'hold' | 'end' }): Promise<void>
  decline(): Promise<void>
  hangUp(): Promise<void>
  declineCall(sipCallId: string): Promise<void>
  hangUpCall(sipCallId: string): Promise<void>
  /**
   * Calls a number as it goes on the wire (`renderer/phone/dialling/dialRules`); the call talked to is held first. Shows the
   * number chosen of those the site offers, unless another is named.
   */
  dial(number: string, options?: { readonly callerId?: string | null }): Promise<Answer<null>>
  /** Talks to this one, and holds the one talked to. */
  focusCall(sipCallId: string): Promise<void>
  /** Hands the call in focus over without asking; the outcome comes as its `transfer`. */
  transfer(to: string): Promise<Answer<null>>
  /** Asks a colleague first: holds the call in focus and dials `to` for it. */
  consult(to: string): Promise<Answer<null>>
  /** Hands the held caller to the one consulted now. */
  completeTransfer(): Promise<Answer<null>>
  /** Lets the calls of this desk hear each other, or parts them again. */
  setConferenced(on: boolean): Promise<Answer<null>>
  setMuted(muted: boolean): void
  setHeld(held: boolean): Promise<void>
  /** One of `0–9 * #`, sent by RFC 4733. */
  sendDigit(digit: string): void
  choosePerson(personId: PersonId): void
  /** Shows what has changed in a block of the card since it was shown. */
  showNews(block: GrownBlock): void
  chooseStatus(status: ChosenStatus): Promise<void>
  clearNextStatus(): Promise<void>
  /** Changes the draft on the screen and saves it at once. */
  editDraft(change: Partial<Pick<WrapUpDraft, 'note' | 'dispositionId' | 'followUpOn'>>): void
  extendWrapUp(): Promise<void>
  finishWrapUp(): Promise<void>
  discardLeftover(callId: CallId): Promise<void>
  /** Sends a left-over draft as its record. */
  finishLeftover(callId: CallId): Promise<void>
  changeSettings(patch: SettingsPatch): Promise<void>
  /** Looks for a newer version of the program now. */
  checkUpdate(): Promise<void>
  /** How this desk is, for support: masked by main, saved nowhere. A refusal is shown in place too. */
  readSupport(): Promise<Answer<SupportBundle>>
  /** Puts in the version that is ready; the program ends and comes back. */
  installUpdate(): Promise<void>
  /** Calls the number another program asked for, or forgets it. */
  callLink(): Promise<void>
  dropLink(): void
  dismissShellNews(): void
  /** As if the keys had been pressed in another program; `marked`: what is marked in this page. */
  pressShortcut(action: ShortcutAction, marked: string): Promise<void>
  /** The keys are let go in every program, so that this page hears them, until the function returned is called. */
  chooseShortcut(): () => void
  /** By the alert's id, for this many minutes; 0 ends it. */
  muteAlert(id: string, minutes: number): void
  /** Asks for the microphone so that device names become known, and closes it again. */
  refreshDevices(): Promise<void>
  testRinger(): Promise<void>
  /** "Use for call control", kept over restarts. */
  setHeadsetEnabled(key: HeadsetKey, enabled: boolean): Promise<void>
  /** Shows presses in `headset.test` until it is stopped; they ask nothing of the call meanwhile. */
  startButtonTest(key: HeadsetKey): void
  stopButtonTest(): void
  setTestLight(light: HeadsetLight, on: boolean): Promise<void>
  /** Reads the raw reports into `headset.log`, anew each time. */
  readHeadsetLog(): Promise<void>
  closeHeadsetLog(): void
  /** Asks the browser how this headset's buttons lie, where the system does not tell. In the turn of a click. */
  learnHeadset(vendorId: number, productId: number): Promise<void>
  dismissFailure(): void
}
