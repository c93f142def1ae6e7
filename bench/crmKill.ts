/** `npm run bench -- crm-kill`: a desk killed 300 times while it takes from a CRM; counts what was lost or broken. */
import type { Benchmark } from '#bench/benchmark'
import { runKillRounds } from '#tests/main/crm/sync/killRounds'

export const benchmark: Benchmark = {
  name: 'crm-kill',
  about: 'a desk killed 300 times in loads and deltas: files broken, notes lost, people wrong',
  async run(log) {
    const kills = Number(process.env.NAJVA_BENCH_KILLS ?? 300)
    const seed = Number(process.env.NAJVA_BENCH_SEED ?? 20_261_123)
    log(`Killing a desk ${kills} times (seed ${seed}) …`)
    const found = await runKillRounds(kills, seed)
    return {
      n: kills,
      figures: { ...found },
      targets: [
        { figure: 'broken', limit: 0 },
        { figure: 'lostNotes', limit: 0 },
        { figure: 'wrongPeople', limit: 0 },
        { figure: 'inFull', limit: kills / 5, atLeast: true },
        { figure: 'inDelta', limit: kills / 5, atLeast: true },
      ],
    }
  },
}
