/** The people of the instrumented CRM, each change with a rising stamp, so that deltas are exact. */

export interface ServerPerson {
  readonly id: string
  readonly name: string
  readonly company?: string | null
  readonly phones: readonly string[]
  /** Anything a template may map. */
  readonly [field: string]: unknown
}

export interface ServedPerson extends ServerPerson {
  /** ISO 8601, of the CRM's clock. */
  readonly updatedAt: string
  readonly deleted?: true
}

export interface PeopleBook {
  readonly size: number
  /** Rises with every change. */
  readonly stamp: number
  /** Adds or replaces; `updatedAt` is now unless given. */
  put(person: ServerPerson & { readonly updatedAt?: string }): void
  /** Gone, and told in deltas. */
  remove(id: string): void
  get(id: string): ServedPerson | undefined
  /** People whose numbers end like this one (last 10 digits). */
  withNumber(number: string): readonly ServedPerson[]
  /** Of everybody, or of who changed since a stamp; who went comes whole with the first rows. */
  slice(
    since: number | null,
    from: number,
    size: number,
  ): { readonly rows: readonly ServedPerson[]; readonly gone: readonly string[]; readonly total: number }
}

const tail = (number: string): string => number.replace(/\D/g, '').slice(-10)

export function createPeopleBook(first: Iterable<ServerPerson>): PeopleBook {
  const people = new Map<string, ServedPerson>()
  const stamps = new Map<string, number>()
  const byTail = new Map<string, Set<string>>()
  let stamp = 0
  let alive: readonly ServedPerson[] | null = null

  const unlist = (person: ServedPerson | undefined): void => {
    for (const number of person?.phones ?? []) byTail.get(tail(number))?.delete(person?.id ?? '')
  }
  const note = (id: string): void => {
    stamp += 1
    stamps.delete(id)
    stamps.set(id, stamp)
    alive = null
  }
  const put = (person: ServerPerson & { readonly updatedAt?: string }): void => {
    unlist(people.get(person.id))
    people.set(person.id, { ...person, updatedAt: person.updatedAt ?? new Date().toISOString() })
    for (const number of person.phones) {
      const key = tail(number)
      const ids = byTail.get(key) ?? new Set()
      byTail.set(key, ids.add(person.id))
    }
    note(person.id)
  }
  for (const person of first) put(person)

  const isAlive = (person: ServedPerson | undefined): person is ServedPerson =>
    person !== undefined && person.deleted !== true

  return {
    get size() {
      alive ??= [...people.values()].filter(isAlive)
      return alive.length
    },
    get stamp() {
      return stamp
    },
    put,
    remove(id) {
      const person = people.get(id)
      if (person === undefined) return
      unlist(person)
      people.set(id, { ...person, phones: [], deleted: true })
      note(id)
    },
    get: (id) => people.get(id),
    withNumber: (number) => [...(byTail.get(tail(number)) ?? [])].map((id) => people.get(id)).filter(isAlive),
    slice(since, from, size) {
      if (since === null) {
        alive ??= [...people.values()].filter(isAlive)
        return { rows: alive.slice(from, from + size), gone: [], total: alive.length }
      }
      // Latest changes are last in `stamps`.
      const changed = [...stamps].filter(([, each]) => each > since).map(([id]) => people.get(id))
      const rows = changed.filter(isAlive)
      const gone = changed.filter((person) => person?.deleted === true).flatMap((person) => person?.id ?? [])
      return { rows: rows.slice(from, from + size), gone: from === 0 ? gone : [], total: rows.length }
    },
  }
}

/** `count` made-up people `p0`, `p1` …, with Iranian mobile numbers from +989120000000 on. */
export function* makePeople(count: number): Generator<ServerPerson> {
  for (let index = 0; index < count; index += 1) {
    yield {
      id: `p${index}`,
      name: `Person ${index}`,
      company: `Company ${index % 97}`,
      phones: [toNumber(index)],
      tier: index % 50 === 0 ? 'gold' : 'plain',
    }
  }
}

/** The number of the `index`th of `makePeople`. */
export function toNumber(index: number): string {
  return `+98912${String(index).padStart(7, '0')}`
}
