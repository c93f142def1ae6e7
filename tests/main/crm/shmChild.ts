/** A desk process that looks callers up and writes notes without a pause, tells of each note that is kept, and ends how it may. */
import { createCrmCache } from '#main/crm/cache/crmCache'
import { key } from '#tests/main/crm/cacheBench'
import { realClock } from '#tests/support/realClock'
import { silentLog } from '#tests/support/silentLog'

const [path = '', source = '', numbers = '[]'] = process.argv.slice(2)
const cache = createCrmCache({
  path,
  key,
  country: () => 'IR',
  source: { kind: 'file', path: source },
  clock: realClock,
  log: silentLog,
})
const all = JSON.parse(numbers) as string[]
for (let at = 0; ; at += 1) {
  for (let each = 0; each < 20; each += 1) cache.lookup(all[(at * 20 + each) % all.length] ?? null)
  const text = `note ${at}`
  const kept = await cache.addNote(`p${at % all.length}`, 'Sara', text, at)
  if (kept.ok && cache.state.state === 'ready') process.stdout.write(`${text}\n`)
  await new Promise((resolve) => setTimeout(resolve, 2))
}
