/** `npm run crm -- check … | sign-in | import …`: what IT does with the CRM of a profile without a desk. */
import { homedir } from 'node:os'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { runCrmCommand } from '#main/crm/commandLine/crmCommand'
import { createRealClock } from '#main/desk/realTime'
import { toDefaultProfile } from '#main/desk/startOptions'
import { openAnywhere } from '#tools/openPage'

/** A terminal shows what is asked and not what is typed; a file or pipe gives a line for each. */
const isTerminal = process.stdin.isTTY === true
const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
const reader = createInterface({ input: process.stdin, output: silent, terminal: isTerminal })
const lines = reader[Symbol.asyncIterator]()

async function askSecret(name: string): Promise<string | null> {
  if (isTerminal) process.stderr.write(`${name}: `)
  const next = await lines.next()
  if (isTerminal) process.stderr.write('\n')
  return next.done === true ? null : next.value.trim()
}

/** The first ends the import in good order; the second ends the program. */
const broken = new AbortController()
process.once('SIGINT', () => broken.abort())

process.exitCode = await runCrmCommand({
  words: process.argv.slice(2),
  here: process.env.INIT_CWD ?? process.cwd(),
  defaultProfile: toDefaultProfile(process.platform, homedir(), process.env),
  clock: createRealClock(),
  say: (line) => console.log(line),
  askSecret,
  openBrowser: (url) => void openAnywhere(url),
  signal: broken.signal,
})
reader.close()
process.stdin.destroy()
