/** The parts a desk is made of, as the bridge sees them; each is made by its own module and passed in. */
import type { ActGroup } from '#contract/acts'
import type { ChosenStatus } from '#contract/agent'
import type { ShownFact } from '#contract/audit'
import type { DeskState } from '#contract/bridge'
import type { CallerCard, CardAnswer, PersonHit, PreparedCard } from '#contract/callerCard'
import type { Centre, LiveMessage } from '#contract/centre'
import type { Answer, Failure } from '#contract/failure'
import type { CallId, CommandId } from '#contract/ids'
import type { LinkState } from '#contract/link'
import type { QualityReport } from '#contract/quality'
import type { Session, SipCredentials } from '#contract/session'
import type { Settings, SettingsPatch } from '#contract/settings'
import type { WrapUpDraft, WrapUpRecord } from '#contract/wrapUp'
import type { Duplicate } from '#main/crm/duplicates/findDuplicates'

/** The CRM cache: encrypted SQLite, opened by `main/crm` alone. */
export interface CrmCache {
  readonly state: DeskState['cache']
  onState(listener: (state: DeskState['cache']) => void): () => void
  /** Exact E.164 first, then last digits; under 1 ms. Never throws: a broken file answers `cache-unavailable`. */
  lookup(dialString: string | null): Answer<CardAnswer>
  /**
   * People by the beginnings of words of their name or company, then of the notes on them, or by their number; at most
   * 20. Never throws either.
   */
  search(text: string): Answer<PersonHit[]>
  /** Others who may be this person (`main/crm/duplicates`); none for somebody who is not there. Asked after the card. */
  findDuplicates(personId: string): Answer<Duplicate[]>
  /** The cards of those of these people who are there. */
  findPeople(personIds: readonly string[]): Answer<CallerCard[]>
  /**
   * Adds the agent's own finished note to the person: cards show it at once. Answers when it is on the disk, or why it
   * is not yet.
   */
  addNote(personId: string, authorName: string, text: string, atMs: number): Promise<Answer<null>>
  close(): void
}

/** Drafts and the outbox of finished records: written to disk before anything is answered. */
export interface WrapUpStore {
  saveDraft(draft: WrapUpDraft): Answer<null>
  loadDraft(callId: CallId): Answer<WrapUpDraft | null>
  listDrafts(): Answer<(WrapUpDraft & { savedAtMs: number })[]>
  discardDraft(callId: CallId): Answer<null>
  /** All of a person who is to be forgotten. */
  discardDraftsOf(personId: string): void
  /** Moves the draft to the outbox under a new command id. */
  finish(record: WrapUpRecord): Answer<null>
  /** Oldest first. */
  unsent(): WrapUpRecord[]
  markSent(commandId: string): void
  /** Records the CRM is to have that nobody has taken over yet, in the order of finishing. */
  dueToCrm(): WrapUpRecord[]
  /** Taken over: on disk elsewhere. */
  dropDue(commandId: string): void
  close(): void
}

/** Settings on disk; a broken file is set aside and defaults are used. */
export interface SettingsStore {
  /** With the organisation's rules applied. */
  readonly current: Settings
  /** Keys the organisation enforces (`contract/policy`); changing one is `forbidden`. */
  readonly managed: readonly string[]
  change(patch: SettingsPatch): Answer<Settings>
  onChange(listener: (settings: Settings) => void): () => void
}

/** The one connection to the gateway: signs in, resumes, reconnects with full jitter (cap 30 s). */
export interface GatewayLink {
  readonly state: LinkState
  readonly session: Session | null
  readonly sip: SipCredentials | null
  readonly ended: Failure | null
  /**
   * The live model with what `onLive` told last, the one copy of it in main: never changed in place. null before the
   * first snapshot, and from a gap in the stream to the next one.
   */
  readonly centre: Centre | null
  onChange(listener: () => void): () => void
  signIn(user: string, password: string): Promise<Answer<Session>>
  signOut(): Promise<Answer<null>>
  /** A snapshot at once when one is known, then deltas; never a gap. */
  onLive(listener: (message: LiveMessage) => void): () => void
  chooseStatus(status: ChosenStatus): Promise<Answer<{ effect: 'now' | 'next' }>>
  clearNextStatus(): Promise<Answer<null>>
  extendWrapUp(callId: CallId): Promise<Answer<{ endsAtMs: number | null }>>
  /** Sent once, if it can be sent now. */
  reportQuality(report: QualityReport): Promise<Answer<null>>
  /** One of `contract/acts`, with input that has passed the bridge's door; its answer passes the wire's. */
  act(group: ActGroup, name: string, input: unknown): Promise<Answer<unknown>>
  sendRecord(record: WrapUpRecord): Promise<Answer<null>>
  /** Sensitive fields that were shown, for the gateway's log. Told again under the same id it is told once. */
  tellShown(commandId: CommandId, shown: readonly ShownFact[]): Promise<Answer<null>>
  close(): Promise<void>
}

/** Prepares the cards of callers who enter this agent's queues. */
export interface CardPreparer {
  onPrepared(listener: (card: PreparedCard) => void): () => void
  /** Cards of callers still waiting, for a page that has just connected. */
  current(): PreparedCard[]
  close(): void
}
