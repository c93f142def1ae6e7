/** A desk's process in which something is thrown that nobody catches; the folder of its profile is its only argument. */
import { join } from 'node:path'
import { createCrashBook, toMainCrash } from '#main/desk/crashBook'
import { createLog } from '#main/desk/log'

const [, , folder = ''] = process.argv
const log = createLog({ folder: null, level: 'silent' })
const path = join(folder, 'crashes.json')
const crashes = createCrashBook({ path, version: () => '1.2.3', nowMs: () => Date.now(), log })
process.on('uncaughtExceptionMonitor', (cause) => crashes.note(toMainCrash(cause)))

function callMinaKarimi(): never {
  const cause = new RangeError('Mina Karimi, +989121112233, /home/mina/secret')
  throw Object.assign(cause, { code: 'ERR_OUT_OF_RANGE' })
}
setTimeout(callMinaKarimi, 1)
