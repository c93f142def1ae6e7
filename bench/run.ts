/** `npm run bench -- NAME`: runs one benchmark and prints, last, one JSON line; exits 1 when a target is missed. */
import { cpus, totalmem } from 'node:os'
import { type Benchmark, judgeTargets } from '#bench/benchmark'

const loaders: Readonly<Record<string, () => Promise<{ readonly benchmark: Benchmark }>>> = {
  screenpop: () => import('#bench/screenpop'),
  callsetup: () => import('#bench/callsetup'),
  headset: () => import('#bench/headset'),
  ami: () => import('#bench/ami'),
  live: () => import('#bench/live'),
  floor: () => import('#bench/floor'),
  monitor: () => import('#bench/monitor'),
  prefetch: () => import('#bench/prefetch'),
  writeback: () => import('#bench/writeback'),
  reconnect: () => import('#bench/reconnect'),
  'crm-import': () => import('#bench/crmImport'),
  'crm-kill': () => import('#bench/crmKill'),
  start: () => import('#bench/start'),
  soak: () => import('#bench/soak'),
}

/** Processor, cores, memory and runtime: a figure means little without them. */
function machineName(): string {
  const cores = cpus()
  const memoryGb = Math.round(totalmem() / 2 ** 30)
  return `${cores[0]?.model.trim() ?? 'unknown'} × ${cores.length}, ${memoryGb} GB, ${process.platform}, Node ${process.version}`
}

async function list(): Promise<void> {
  for (const load of Object.values(loaders)) {
    const { benchmark } = await load()
    console.log(`${benchmark.name.padEnd(14)} ${benchmark.about}`)
  }
}

async function run(name: string): Promise<number> {
  const load = loaders[name]
  if (load === undefined) {
    console.error(`No benchmark is called "${name}". There are: ${Object.keys(loaders).join(', ')}`)
    return 2
  }
  const { benchmark } = await load()
  const measurement = await benchmark.run((line) => console.error(line))
  const targets = judgeTargets(measurement)
  const { n, figures } = measurement
  console.log(JSON.stringify({ bench: name, n, machine: machineName(), figures, targets }))
  return targets.every((target) => target.ok) ? 0 : 1
}

const name = process.argv[2]
if (name === undefined) await list()
// What was measured may hold timers of its own for as long as a registration lasts.
else process.exit(await run(name))
