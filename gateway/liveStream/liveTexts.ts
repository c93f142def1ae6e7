/** Makes the text of live messages once for all the desks they go to: a row is written out once, not five hundred times. */
import type { LiveMessage } from '#contract/centre'

type Delta = Extract<LiveMessage, { readonly kind: 'delta' }>
type Snapshot = Extract<LiveMessage, { readonly kind: 'snapshot' }>

export interface LiveTexts {
  /** The same message; where it is written out, only a note of where its text lies. */
  shareDelta(delta: Delta): Delta
  shareSnapshot(snapshot: Snapshot): Snapshot
  /** The frame with the note replaced by the text. */
  expand(frame: string): string
}

/** Frames are sent as soon as they are made; more than this were made for connections that are gone. */
const maxHeld = 1000
/** A desk that is further behind costs the writing out once more. */
const maxRows = 4000

/** `mark` cannot be guessed, so that no name or note that passes through can be taken for ours. */
export function createLiveTexts(mark: string): LiveTexts {
  const rows = new Map<object, string>()
  const held = new Map<string, string>()
  const opening = `"${mark}`
  let serial = 0

  function rowOf(row: object): string {
    const known = rows.get(row)
    if (known !== undefined) return known
    const text = JSON.stringify(row)
    rows.set(row, text)
    dropOldest(rows, maxRows)
    return text
  }

  const listOf = (list: readonly object[]): string => `[${list.map(rowOf).join(',')}]`

  function hold(text: string): string {
    serial += 1
    const note = `${mark}${serial}`
    held.set(note, text)
    dropOldest(held, maxHeld)
    return note
  }

  function writeDelta({ changes, ...rest }: Delta): string {
    return hold(`${openObject(rest)},"changes":${listOf(changes)}}`)
  }

  function writeSnapshot({ centre, ...rest }: Snapshot): string {
    const { agents, queues, calls, ...others } = centre
    const lists = `"agents":${listOf(agents)},"queues":${listOf(queues)},"calls":${listOf(calls)}`
    return hold(`${openObject(rest)},"centre":${openObject(others)},${lists}}}`)
  }

  return {
    shareDelta: (delta) => new SharedDelta(delta, writeDelta),
    shareSnapshot: (snapshot) => new SharedSnapshot(snapshot, writeSnapshot),
    expand(frame) {
      const start = frame.indexOf(opening)
      if (start < 0) return frame
      const end = frame.indexOf('"', start + 1)
      const note = frame.slice(start + 1, end)
      const text = held.get(note)
      if (text === undefined) throw new Error('A live message was sent whose text is gone')
      held.delete(note)
      return frame.slice(0, start) + text + frame.slice(end + 1)
    },
  }
}

/** The object's text without its last brace: more follows. */
function openObject(part: object): string {
  return JSON.stringify(part).slice(0, -1)
}

function dropOldest<Key>(map: Map<Key, string>, max: number): void {
  if (map.size <= max) return
  for (const oldest of map.keys()) {
    map.delete(oldest)
    return
  }
}

/** The RPC layer copies plain objects key by key for every desk; what has a class it writes out as it is. */
class SharedDelta implements Delta {
  readonly kind = 'delta'
  readonly position: Delta['position']
  readonly atMs: number
  readonly changes: Delta['changes']
  readonly spans: number
  readonly #write: (delta: Delta) => string

  constructor(delta: Delta, write: (delta: Delta) => string) {
    this.position = delta.position
    this.atMs = delta.atMs
    this.changes = delta.changes
    this.spans = delta.spans ?? 1
    this.#write = write
  }

  toJSON(): string {
    const { kind, position, atMs, changes, spans } = this
    return this.#write({ kind, position, atMs, changes, ...(spans > 1 && { spans }) })
  }
}

class SharedSnapshot implements Snapshot {
  readonly kind = 'snapshot'
  readonly position: Snapshot['position']
  readonly atMs: number
  readonly centre: Snapshot['centre']
  readonly #write: (snapshot: Snapshot) => string

  constructor(snapshot: Snapshot, write: (snapshot: Snapshot) => string) {
    this.position = snapshot.position
    this.atMs = snapshot.atMs
    this.centre = snapshot.centre
    this.#write = write
  }

  toJSON(): string {
    const { kind, position, atMs, centre } = this
    return this.#write({ kind, position, atMs, centre })
  }
}
