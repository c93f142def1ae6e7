/** One start of a desk that renews itself, in a process that can be killed: says what it put in, or why not. */
import { rehearse } from '#tests/main/updates/rehearsedDesk'

const [folder = '', feedUrl = '', key = ''] = process.argv.slice(2)
const rehearsal = rehearse({
  folder: { path: folder, file: (name) => `${folder}/${name}`, remove() {} },
  feedUrl: new URL(feedUrl),
  keys: [key],
})
// As at any start: what was fetched earlier first, then what is new.
if (!(await rehearsal.desk.installEarlier(3000))) {
  await rehearsal.check()
  await rehearsal.desk.install()
}
console.log(JSON.stringify({ installed: rehearsal.installed, state: rehearsal.desk.current.state.kind }))
process.exit(0)
