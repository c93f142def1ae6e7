/** Kills a desk 300 times on its way into the CRM: what is lost, sent twice or out of order counts. */
import type { Benchmark, Measurement } from '#bench/benchmark'
import { runKills } from '#tests/main/crm/writeBack/killRun'

export const benchmark: Benchmark = {
  name: 'writeback',
  about:
    'records lost, doubled or out of order at an instrumented CRM after 300 kills (NAJVA_KILLS, NAJVA_SEED)',
  async run(log): Promise<Measurement> {
    const kills = Number(process.env.NAJVA_KILLS ?? 300)
    const seed = Number(process.env.NAJVA_SEED ?? 1)
    const { kills: _, ...figures } = await runKills(kills, seed)
    log(`seed ${seed}: ${kills} kills, ${figures.finished} records, ${figures.repeated} writes repeated`)
    const none = ['lost', 'duplicates', 'outOfOrder', 'broken'].map((figure) => ({ figure, limit: 0 }))
    return { n: kills, figures: { ...figures, seed }, targets: none }
  },
}
