/** Carries a call's draft from the answer to the record, through reloads, refusals and the next call. */
import { type Answer, done, failed } from '#contract/failure'
import type { CallId, QueueId } from '#contract/ids'
import { emptyDraft, type WrapUpDraft } from '#contract/wrapUp'
import type { DeskCore } from '#renderer/state/deskCore'
import type { DeskModel } from '#renderer/state/deskModel'
import {
  type DraftChange,
  editDraft,
  isWritten,
  joinDrafts,
  toLeftovers,
  toRecord,
  withCaller,
} from '#renderer/state/wrapUp/draft'
import { createDraftKeeper, type DraftKeeper } from '#renderer/state/wrapUp/draftKeeper'

export interface WrapUpFlow {
  /** Opens the call's draft, with what the disk still holds of it. Harmless when it is open already. */
  openDraft(callId: CallId): void
  edit(change: DraftChange): void
  /** The person on the card became known. */
  noteCaller(): void
  /** Sends the draft on the screen as its record and clears the screen. */
  finish(): Promise<Answer<null>>
  /** The call is over and so is its wrap-up: what was written becomes a record, the rest goes. */
  close(): void
  /** Another call takes the screen: the draft waits until its call comes back to it, or everything is over. */
  putAside(): void
  /** A supervisor ended the wrap-up in mid-sentence: the screen is cleared, what was written is offered as left over. */
  setAside(): void
  /** Another person signs in: the screen is cleared, and the draft stays on disk as left over. */
  leave(): void
  /** Whether this call's record was sent or dropped here, whatever the live model still says. */
  isFinished(callId: CallId): boolean
  finishLeftover(callId: CallId): Promise<Answer<null>>
  discardLeftover(callId: CallId): Promise<Answer<null>>
  refreshLeftovers(): Promise<void>
  /** The bridge is back. */
  retry(): void
  flush(): void
  readonly hasUnsaved: boolean
  end(): void
}

const loadAgainMs = 1000
/** Finished calls remembered, so that a late message does not bring one back. */
const finishedCapacity = 50

export function createWrapUpFlow(core: DeskCore): WrapUpFlow {
  return new Flow(core)
}

class Flow implements WrapUpFlow {
  readonly #core: DeskCore
  readonly #keeper: DraftKeeper
  readonly #finished: CallId[] = []
  #kept: DeskModel['leftovers'] = []
  /** False until the disk said what it holds of the draft on the screen: nothing is saved over it before. */
  #isLoaded = false
  #cancelLoad: () => void = () => undefined
  /** Drafts of calls that are not on the screen, by their call. */
  readonly #aside = new Map<CallId, { readonly draft: WrapUpDraft; readonly isLoaded: boolean }>()

  constructor(core: DeskCore) {
    this.#core = core
    this.#keeper = createDraftKeeper({
      clock: core.clock,
      save: (draft) => core.bridge.ask((client) => client.wrapUp.saveDraft(draft)),
      onState: (callId, draftState) => {
        if (this.#model.draft?.callId === callId) core.store.setState({ draftState })
      },
    })
  }

  get hasUnsaved(): boolean {
    const { draft } = this.#model
    return this.#keeper.hasUnsaved || (!this.#isLoaded && draft !== null && draft.revision > 0)
  }

  openDraft(callId: CallId): void {
    if (this.#model.draft?.callId === callId || this.isFinished(callId)) return
    this.#cancelLoad()
    this.#leaveBehind()
    const aside = this.#aside.get(callId)
    this.#aside.delete(callId)
    if (aside !== undefined) {
      this.#isLoaded = aside.isLoaded
      this.#show(aside.draft, this.#keeper.unsaved(callId) === null ? 'saved' : 'unsaved')
      this.noteCaller()
      if (!aside.isLoaded) void this.#load(callId)
      return
    }
    const unsaved = this.#keeper.unsaved(callId)
    this.#isLoaded = unsaved !== null
    this.#show(unsaved ?? emptyDraft(callId), unsaved === null ? 'saved' : 'unsaved')
    this.noteCaller()
    if (unsaved === null) void this.#load(callId)
  }

  edit(change: DraftChange): void {
    const { draft } = this.#model
    if (draft === null) return
    const edited = editDraft(draft, change)
    this.#core.store.setState({ draft: edited })
    if (this.#isLoaded) this.#keeper.put(edited)
    else this.#core.store.setState({ draftState: 'unsaved' })
  }

  noteCaller(): void {
    const { draft, caller } = this.#model
    if (draft === null || caller === null || caller.callId !== draft.callId) return
    const known = withCaller(draft, caller.person?.personId ?? null, caller.queueId)
    if (known !== draft) this.#core.store.setState({ draft: known })
  }

  async finish(): Promise<Answer<null>> {
    const { draft, caller, phone, centre } = this.#model
    if (draft === null || (phone.call !== null && phone.call.state !== 'ended')) return failed('wrong-state')
    const call = centre?.calls.find(({ id }) => id === draft.callId)
    const queueId = caller?.queueId ?? call?.queueId ?? null
    const sent = await this.#sendRecord(await this.#whole(draft), queueId)
    if (sent.ok && this.#model.draft?.callId === draft.callId) this.#clear()
    if (sent.ok) this.#settleAside()
    return sent
  }

  close(): void {
    const { draft, caller } = this.#model
    const isLoaded = this.#isLoaded
    this.#clear()
    if (draft !== null) void this.#settle(draft, isLoaded, caller?.queueId ?? null)
    this.#settleAside()
  }

  putAside(): void {
    const { draft } = this.#model
    if (draft === null) return
    this.#cancelLoad()
    this.#aside.set(draft.callId, { draft, isLoaded: this.#isLoaded })
    this.#show(null, 'saved')
  }

  setAside(): void {
    for (const { draft } of this.#aside.values()) this.#leaveBehind(draft)
    this.#aside.clear()
    this.#leaveBehind()
    this.#clear()
  }

  leave(): void {
    this.#aside.clear()
    this.#clear()
    this.#kept = []
    this.#showLeftovers()
  }

  isFinished(callId: CallId): boolean {
    return this.#finished.includes(callId)
  }

  async finishLeftover(callId: CallId): Promise<Answer<null>> {
    const draft = this.#keeper.unsaved(callId) ?? this.#kept.find((kept) => kept.callId === callId)
    if (draft === undefined) return failed('not-found')
    return this.#sendRecord(draft, null)
  }

  async discardLeftover(callId: CallId): Promise<Answer<null>> {
    await this.#keeper.drop(callId)
    const dropped = await this.#core.bridge.ask((client) => client.wrapUp.discardDraft({ callId }))
    if (dropped.ok) {
      this.#noteFinished(callId)
      await this.refreshLeftovers()
    }
    return dropped
  }

  async refreshLeftovers(): Promise<void> {
    const listed = await this.#core.bridge.ask((client) => client.wrapUp.listDrafts(null))
    if (!listed.ok) return
    this.#kept = listed.value
    this.#showLeftovers()
  }

  retry(): void {
    this.#keeper.retry()
    const { draft } = this.#model
    if (draft !== null && !this.#isLoaded) void this.#load(draft.callId)
    void this.refreshLeftovers()
  }

  flush(): void {
    this.#keeper.flush()
  }

  end(): void {
    this.#cancelLoad()
    this.#keeper.close()
  }

  get #model(): DeskModel {
    return this.#core.store.getState()
  }

  /** Every call is over: those that had no wrap-up of their own are over with the last one. */
  #settleAside(): void {
    for (const { draft, isLoaded } of this.#aside.values()) void this.#settle(draft, isLoaded, draft.queueId)
    this.#aside.clear()
  }

  async #settle(draft: WrapUpDraft, isLoaded: boolean, queueId: QueueId | null): Promise<void> {
    const whole = isLoaded ? draft : await this.#whole(draft)
    if (isWritten(whole)) await this.#sendRecord(whole, queueId)
    else await this.discardLeftover(whole.callId)
  }

  /** The draft joined with what the disk holds of it, where that is not known yet. */
  async #whole(draft: WrapUpDraft): Promise<WrapUpDraft> {
    if (this.#isLoaded && this.#model.draft?.callId === draft.callId) return draft
    const loaded = await this.#core.bridge.ask((client) => client.wrapUp.loadDraft({ callId: draft.callId }))
    return loaded.ok && loaded.value !== null ? joinDrafts(draft, loaded.value) : draft
  }

  async #load(callId: CallId): Promise<void> {
    this.#cancelLoad()
    const loaded = await this.#core.bridge.ask((client) => client.wrapUp.loadDraft({ callId }))
    const { draft } = this.#model
    if (draft?.callId !== callId || this.#isLoaded) return
    if (!loaded.ok && (loaded.failure.code === 'gateway-away' || loaded.failure.code === 'timed-out')) {
      this.#cancelLoad = this.#core.clock.after(loadAgainMs, () => void this.#load(callId))
      return
    }
    this.#isLoaded = true
    const onDisk = loaded.ok ? loaded.value : null
    const joined = onDisk === null ? draft : joinDrafts(draft, onDisk)
    this.#core.store.setState({ draft: joined })
    if (draft.revision > 0) this.#keeper.put(joined)
    this.noteCaller()
  }

  async #sendRecord(draft: WrapUpDraft, queueId: QueueId | null): Promise<Answer<null>> {
    // A save that arrives after the record would leave a draft of a call that is done.
    await this.#keeper.drop(draft.callId)
    const record = toRecord(draft, queueId)
    const finished = await this.#core.bridge.ask((client) => client.wrapUp.finish(record))
    if (!finished.ok) {
      this.#keeper.put(draft)
      return finished
    }
    this.#noteFinished(draft.callId)
    this.#core.announce({ kind: 'recordKept', sent: finished.value.sent })
    void this.refreshLeftovers()
    return done(null)
  }

  /** The next call takes the screen: what was written for the last one is offered as left over from now on. */
  #leaveBehind(draft: WrapUpDraft | null = this.#model.draft): void {
    if (draft === null || !isWritten(draft)) return
    const others = this.#kept.filter((kept) => kept.callId !== draft.callId)
    this.#kept = [{ ...draft, savedAtMs: this.#core.clock.nowMs() }, ...others]
  }

  #noteFinished(callId: CallId): void {
    this.#finished.push(callId)
    if (this.#finished.length > finishedCapacity) this.#finished.shift()
    this.#kept = this.#kept.filter((kept) => kept.callId !== callId)
    this.#showLeftovers()
  }

  #clear(): void {
    this.#cancelLoad()
    this.#show(null, 'saved')
    this.#core.store.setState({ caller: null })
  }

  #show(draft: WrapUpDraft | null, draftState: DeskModel['draftState']): void {
    this.#core.store.setState({ draft, draftState })
    this.#showLeftovers()
  }

  #showLeftovers(): void {
    const kept = this.#kept.filter(({ callId }) => !this.#aside.has(callId))
    const leftovers = toLeftovers(kept, this.#model.draft?.callId ?? null)
    this.#core.store.setState({ leftovers })
  }
}
