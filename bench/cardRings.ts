/** Reads from the page's performance marks how long each ringing caller's card took to stand on the screen. */

/** The marks the page sets on the ring path, in milliseconds of its own time base. */
export interface PageMark {
  readonly name: string
  readonly atMs: number
}

export interface CardRing {
  readonly invitedAtMs: number
  /** Whether the page had to ask the cache, because no card was prepared when the INVITE came. */
  readonly wasAsked: boolean
  /** From the parsed INVITE to the painted card; null when the card was never painted. */
  readonly paintedAfterMs: number | null
}

export const ringMarks = {
  invited: 'najva:invite',
  asked: 'najva:card-asked',
  painted: 'najva:card-painted',
} as const

/** One entry for each INVITE, in order. What the page marked before its first INVITE belongs to no ring. */
export function toCardRings(marks: readonly PageMark[]): CardRing[] {
  const inOrder = marks.toSorted((a, b) => a.atMs - b.atMs)
  const invites = inOrder.filter((mark) => mark.name === ringMarks.invited)
  return invites.map(({ atMs }, i) => {
    const endsAtMs = invites[i + 1]?.atMs ?? Number.POSITIVE_INFINITY
    const own = inOrder.filter((mark) => mark.atMs >= atMs && mark.atMs < endsAtMs)
    const painted = own.find((mark) => mark.name === ringMarks.painted)
    return {
      invitedAtMs: atMs,
      wasAsked: own.some((mark) => mark.name === ringMarks.asked),
      paintedAfterMs: painted === undefined ? null : painted.atMs - atMs,
    }
  })
}
