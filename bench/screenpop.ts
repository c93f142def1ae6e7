/** `npm run bench -- screenpop`: a million customers; the INVITE in the page to the painted card, and the lookup alone. */
import { type Benchmark, percentile, type Target, toFigure } from '#bench/benchmark'
import { contacts, measureCards } from '#bench/screenpopCards'
import { lookupTargets, measureLookup } from '#bench/screenpopLookup'

const cardTargets: readonly Target[] = [
  { figure: 'cardP95Ms', limit: 50 },
  { figure: 'cardP99Ms', limit: 100 },
  { figure: 'preparedCardP95Ms', limit: 16 },
]

export const benchmark: Benchmark = {
  name: 'screenpop',
  about:
    'INVITE in the page to the painted card with 1,000,000 customers in the encrypted cache; the lookup alone',
  async run(log) {
    const isShort = process.env.NAJVA_BENCH_RINGS !== undefined
    const lookup = await measureLookup({ contacts, log, ...(isShort && { rounds: 2 }) })
    const { asked, prepared } = await measureCards(log)
    return {
      n: asked.length + prepared.length,
      figures: { ...toCardFigures('card', asked), ...toCardFigures('preparedCard', prepared), ...lookup },
      targets: [...cardTargets, ...lookupTargets],
    }
  },
}

function toCardFigures(name: string, paintedAfterMs: readonly number[]): Record<string, number> {
  const [first] = paintedAfterMs
  return {
    [`${name}P50Ms`]: toFigure(percentile(paintedAfterMs, 0.5)),
    [`${name}P95Ms`]: toFigure(percentile(paintedAfterMs, 0.95)),
    [`${name}P99Ms`]: toFigure(percentile(paintedAfterMs, 0.99)),
    [`${name}MaxMs`]: toFigure(percentile(paintedAfterMs, 1)),
    [`${name}FirstMs`]: toFigure(first ?? 0),
  }
}
