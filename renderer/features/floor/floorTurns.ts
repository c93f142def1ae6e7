/** Lets the panes of the floor take turns: a busy floor's change is drawn in several short frames and not in a long one. */
import type { Centre } from '#contract/centre'

/** In the order they take turns. */
const panes = ['queues', 'agents', 'waiting'] as const
type Pane = (typeof panes)[number]

/** The centre each pane shows; a pane is behind the others by some frames at most. */
export type FloorCentres = Readonly<Record<Pane, Centre>>

export const toCentres = (centre: Centre): FloorCentres => ({
  queues: centre,
  agents: centre,
  waiting: centre,
})

export const isShown = (shown: FloorCentres, centre: Centre): boolean =>
  panes.every((pane) => shown[pane] === centre)

/** The pane whose turn it is is given the centre, or the next one that lacks it; `turn` counts on without end. */
export function showNext(shown: FloorCentres, centre: Centre, turn: number): FloorCentres {
  const inTurn = panes.map((_, at) => panes[(turn + at) % panes.length] as Pane)
  const next = inTurn.find((pane) => shown[pane] !== centre)
  return next === undefined ? shown : { ...shown, [next]: centre }
}
