/** Calls of a morning and people of the book for the gallery. */
import type { PersonHit } from '#contract/callerCard'
import { type Answer, done } from '#contract/failure'
import type { HistoryEntry, HistoryPage, HistoryQuery } from '#contract/history'
import { PersonId, QueueId } from '#contract/ids'
import type { DeskModel } from '#renderer/state/deskModel'
import { sampleNumber } from '#tests/renderer/gallery/samplePeople'

const names = {
  en: ['Mina Rahimi', 'Nima Sadeghi', 'Leila Rahimi', 'Zoë O’Brien'],
  fa: ['مینا رحیمی', 'نیما صادقی', 'لیلا رحیمی', 'زویی اوبراین'],
} as const

/** A note on the second of them. */
const notedWords = {
  en: '… asked for the refund of the January invoice by Monday …',
  fa: '… بازپرداخت فاکتور دی را تا دوشنبه خواست …',
} as const

/** The desk was in English when the calls came. */
const queueNames = ['Support', 'Sales', 'Billing'] as const
const goneQueue = QueueId.parse('queue-of-old')
/** The call of a queue that is there no more. */
const ofGoneQueue = 3
/** The caller who went on to another queue. */
const handedOver = 0

const outcomes = [
  ['in', 'answered'],
  ['in', 'missed'],
  ['out', 'answered'],
  ['in', 'answered'],
  ['out', 'unreached'],
  ['in', 'missed'],
  ['in', 'elsewhere'],
  ['in', 'interrupted'],
  ['in', 'declined'],
] as const

export function sampleHistory(
  { show, limit }: HistoryQuery,
  { centre, desk }: DeskModel,
): Answer<HistoryPage> {
  if ('noHistory' in window) return done({ entries: [], total: 0 })
  const nowMs = centre?.pbx.sinceMs ?? Date.now()
  const locale = desk?.settings.locale ?? 'en'
  const all = Array.from({ length: 42 }, (_, at) => toEntry(at, nowMs - at * 1_150_000, locale, centre))
  const entries = all.filter(({ outcome, direction }) =>
    show === 'dialled' ? direction === 'out' : show === 'all' || outcome === 'missed',
  )
  return done({ entries: entries.slice(0, limit), total: entries.length })
}

function toEntry(
  at: number,
  beganAtMs: number,
  locale: 'en' | 'fa',
  centre: DeskModel['centre'],
): HistoryEntry {
  const [direction, outcome] = outcomes[at % outcomes.length] ?? outcomes[0]
  const isTalked = outcome === 'answered'
  const ringMs = 4000 + ((at * 7919) % 9000)
  return {
    id: `h${at}`,
    direction,
    number: at % 7 === 6 ? null : `+9891${20_000_000 + at * 137_911}`,
    name: at % 3 === 1 ? null : (names[locale][at % 4] ?? null),
    personId: null,
    queueName: direction === 'in' ? (queueNames[at % 3] ?? null) : null,
    queueId: direction === 'in' ? (at === ofGoneQueue ? goneQueue : centre?.queues[at % 3]?.id) : undefined,
    dialledNumber: null,
    ...(at === handedOver && {
      handedTo: { kind: 'queue', who: queueNames[1], queueId: centre?.queues[1]?.id },
    }),
    beganAtMs,
    queuedMs: direction === 'in' ? (at * 31_337) % 140_000 : null,
    answeredAtMs: isTalked ? beganAtMs + ringMs : null,
    endedAtMs: beganAtMs + ringMs + (isTalked ? ((at + 1) * 91_000) % 900_000 : 0),
    failure: outcome === 'unreached' ? 'call-busy' : null,
    outcome,
    isSeen: outcome !== 'missed' || at > 8,
  }
}

export function sampleHits(text: string): Answer<PersonHit[]> {
  const locale = document.documentElement.lang === 'fa' ? 'fa' : 'en'
  const isIn = (words: string) => words.toLowerCase().includes(text.toLowerCase())
  const found = names[locale].filter((name, at) => isIn(name) || (at === 1 && isIn(notedWords[locale])))
  return done(
    found.map((name, at) => ({
      personId: PersonId.parse(`p${at}`),
      name,
      company: at % 2 === 0 ? 'Pars Trading' : null,
      numbers: [sampleNumber],
      priority: at === 0 ? 'vip' : 'normal',
      snippet: isIn(name) ? null : notedWords[locale],
    })),
  )
}
