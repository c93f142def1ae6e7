/** A desk process that takes from a CRM without a pause, writes notes, tells of each that is kept, and waits to be killed. */
import { createCrmCache } from '#main/crm/cache/crmCache'
import { keepAll } from '#main/crm/sync/keepRules'
import { usualTimes } from '#main/crm/sync/syncPlan'
import { key } from '#tests/main/crm/cacheBench'
import { realClock } from '#tests/support/realClock'
import { silentLog } from '#tests/support/silentLog'

const [order = '{}', round = '0', manner = ''] = process.argv.slice(2)
const { path, config, secrets } = JSON.parse(order)

const cache = createCrmCache({
  path,
  key,
  country: () => 'IR',
  source: { kind: 'crm', config, secrets, rules: keepAll },
  // Deltas follow one another, so that kills fall into them; told `full` or `last`, everybody is taken again and again.
  times: { ...usualTimes, deltaEveryMs: 20, ...(manner !== '' && { fullEveryMs: 0 }) },
  random: () => 0,
  clock: realClock,
  log: silentLog,
})

const tell = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

let kind = ''
let ended = 0
cache.writer.onSync(() => {
  const { sync } = cache.writer
  if (sync.kind === kind) return
  if (kind === 'full' || kind === 'delta') ended += 1
  kind = sync.kind
  if (kind === 'full' || kind === 'delta') tell(`run ${kind}`)
  // The first may have been another process's, and been gone on with; the second is exact.
  if (manner === 'last' && ended === 2) tell('done')
})

for (let at = 0; at < 10_000; at += 1) {
  const personId = `p${(Number(round) * 13 + at) % 1000}`
  const text = `note ${personId} of round ${round}, ${at}`
  const kept = await cache.addNote(personId, 'Sara', text, Number(round) * 100_000 + at)
  if (kept.ok) tell(`note ${text}`)
  await new Promise((resolve) => setTimeout(resolve, 5))
}
