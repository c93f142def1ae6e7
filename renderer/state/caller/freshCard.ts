/**
 * Brings what the CRM says now into a card that is already on the screen. Nothing moves under the hand: one line is
 * replaced by another, and what would change the height of a block waits behind its mark until it is asked for. Pure.
 */
import type { CallerCard, CardAnswer, CardBlock } from '#contract/callerCard'
import { mergeCard } from '#renderer/state/caller/callerView'
import type { CallerView } from '#renderer/state/deskModel'

/** Blocks whose value is one line whatever it is. */
const lines = ['account', 'satisfaction', 'campaign'] as const satisfies readonly CardBlock[]
/** Blocks that grow and shrink with what is in them. */
const grown = ['openIssue', 'orders', 'contacts', 'notes', 'extra'] as const satisfies readonly CardBlock[]
export type GrownBlock = (typeof grown)[number]

export interface CardNews {
  /** Blocks that are others than when the card was first shown. */
  readonly changed: readonly CardBlock[]
  /** Those of them whose new value is not shown yet. */
  readonly held: { readonly [B in GrownBlock]?: CallerCard[B] }
}

export const noNews: CardNews = { changed: [], held: {} }

/** A card that nobody sees yet is replaced whole; of one on the screen only what changed, and never who it is. */
export function mergeFresh(view: CallerView, answer: CardAnswer): CallerView {
  if (view.card === null || view.card.kind === 'none') return mergeCard({ ...view, card: null }, answer)
  if (view.person === null) return mergeCandidates(view, answer)
  const fresh = toCards(answer).find(({ personId }) => personId === view.person?.personId)
  return fresh === undefined ? view : mergePerson(view, view.person, fresh)
}

function mergePerson(view: CallerView, shown: CallerCard, fresh: CallerCard): CallerView {
  const before = view.news ?? noNews
  const changed = new Set(before.changed)
  const held: Record<string, CallerCard[CardBlock]> = { ...before.held }
  const blocks: Partial<Record<CardBlock, CallerCard[CardBlock]>> = {}
  for (const block of [...lines, ...grown]) {
    const isSame = isEqual(shown[block].value, fresh[block].value)
    const isLine = lines.some((each) => each === block)
    if (!isSame) changed.add(block)
    // What is the same is only younger; its rows stay the objects they are.
    if (isSame) blocks[block] = { ...shown[block], asOfMs: fresh[block].asOfMs } as CallerCard[CardBlock]
    else if (isLine || isNotThere(shown, block)) blocks[block] = fresh[block]
    if (isSame) delete held[block]
    else if (!isLine && !isNotThere(shown, block)) held[block] = fresh[block]
  }
  const { name, company, priority } = fresh
  const person = { ...shown, ...blocks, name, company, priority } as CallerCard
  const news = changed.size === 0 ? view.news : { changed: [...changed], held }
  return { ...view, person, ...(news !== undefined && { news }) }
}

/** The last block is shown only where there is something in it: coming, it moves nothing. */
function isNotThere({ extra }: CallerCard, block: CardBlock): boolean {
  return block === 'extra' && extra.value.length === 0
}

/** The agent is choosing: everybody keeps their place, and who is new comes last. */
function mergeCandidates(view: CallerView, answer: CardAnswer): CallerView {
  const { card } = view
  if (card?.kind !== 'several') return view
  const fresh = toCards(answer)
  const known = card.cards.map((each) => fresh.find(({ personId }) => personId === each.personId) ?? each)
  const added = fresh.filter(({ personId }) => known.every((each) => each.personId !== personId))
  return { ...view, card: { ...card, cards: [...known, ...added] } }
}

/** The agent asks for what waits behind a block's mark. */
export function showNews(view: CallerView, block: GrownBlock): CallerView {
  const value = view.news?.held[block]
  if (view.person === null || view.news === undefined || value === undefined) return view
  const { [block]: _, ...held } = view.news.held
  return { ...view, person: { ...view.person, [block]: value }, news: { ...view.news, held } }
}

export function isGrown(block: CardBlock): block is GrownBlock {
  return grown.some((each) => each === block)
}

function toCards(answer: CardAnswer): readonly CallerCard[] {
  if (answer.kind === 'one') return [answer.card]
  return answer.kind === 'several' ? answer.cards : []
}

function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
