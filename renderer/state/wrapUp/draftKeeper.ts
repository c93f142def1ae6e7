/**
 * Gets every keystroke of every draft to disk: one save at a time, the newest wins, and what is refused is kept and
 * tried again until it is there.
 */
import type { Answer } from '#contract/failure'
import type { CallId } from '#contract/ids'
import type { Clock } from '#contract/time'
import type { WrapUpDraft } from '#contract/wrapUp'

export interface DraftKeeper {
  put(draft: WrapUpDraft): void
  /** What is not on disk yet of this call; null when all of it is. */
  unsaved(callId: CallId): WrapUpDraft | null
  readonly hasUnsaved: boolean
  /** Forgets the call's draft; settles when no save of it is on its way any more. */
  drop(callId: CallId): Promise<void>
  /** Sends what is waiting now, without waiting for the save before: the page is going away. */
  flush(): void
  /** Tries again at once: the bridge is back. */
  retry(): void
  close(): void
}

export interface DraftKeeperParts {
  readonly save: (draft: WrapUpDraft) => Promise<Answer<null>>
  readonly clock: Clock
  /** Told at every change; `unsaved` after a refusal, until a later save succeeds. */
  readonly onState: (callId: CallId, state: 'saved' | 'saving' | 'unsaved') => void
}

const retryMs = 2000

export function createDraftKeeper(parts: DraftKeeperParts): DraftKeeper {
  return new Keeper(parts)
}

class Keeper implements DraftKeeper {
  readonly #parts: DraftKeeperParts
  readonly #waiting = new Map<CallId, WrapUpDraft>()
  #saving: { readonly draft: WrapUpDraft; readonly done: Promise<void> } | null = null
  #cancelRetry: (() => void) | null = null
  #closed = false

  constructor(parts: DraftKeeperParts) {
    this.#parts = parts
  }

  get hasUnsaved(): boolean {
    return this.#waiting.size > 0 || this.#saving !== null
  }

  put(draft: WrapUpDraft): void {
    this.#waiting.set(draft.callId, draft)
    this.#parts.onState(draft.callId, this.#cancelRetry === null ? 'saving' : 'unsaved')
    // A refusing disk is asked again at every keystroke: it may have room now.
    this.retry()
  }

  unsaved(callId: CallId): WrapUpDraft | null {
    const saving = this.#saving?.draft
    return this.#waiting.get(callId) ?? (saving?.callId === callId ? saving : null)
  }

  async drop(callId: CallId): Promise<void> {
    this.#waiting.delete(callId)
    if (this.#saving?.draft.callId === callId) await this.#saving.done
    this.#waiting.delete(callId)
  }

  flush(): void {
    for (const draft of this.#waiting.values()) void this.#parts.save(draft)
  }

  retry(): void {
    this.#cancelRetry?.()
    this.#cancelRetry = null
    this.#next()
  }

  close(): void {
    this.#closed = true
    this.#cancelRetry?.()
  }

  #next(): void {
    const [draft] = this.#waiting.values()
    if (this.#closed || this.#saving !== null || draft === undefined) return
    this.#waiting.delete(draft.callId)
    this.#saving = { draft, done: this.#save(draft) }
  }

  async #save(draft: WrapUpDraft): Promise<void> {
    const saved = await this.#parts.save(draft)
    this.#saving = null
    if (saved.ok) {
      if (!this.#waiting.has(draft.callId)) this.#parts.onState(draft.callId, 'saved')
      this.#next()
      return
    }
    if (!this.#waiting.has(draft.callId)) this.#waiting.set(draft.callId, draft)
    this.#parts.onState(draft.callId, 'unsaved')
    if (!this.#closed) this.#cancelRetry = this.#parts.clock.after(retryMs, () => this.retry())
  }
}
