/** `npm run gateway`: runs one command of the gateway's command line; Ctrl-C ends it cleanly. */
import { join } from 'node:path'
import { auditCommand } from '#gateway/commandLine/auditCommand'
import { checkCommand } from '#gateway/commandLine/checkCommand'
import { createGatewayLog } from '#gateway/commandLine/gatewayLog'
import { hashPasswordCommand } from '#gateway/commandLine/hashPasswordCommand'
import { provisionCommand } from '#gateway/commandLine/provisionCommand'
import { readSite, SiteMistake } from '#gateway/commandLine/readSite'
import { realClock } from '#gateway/commandLine/realTime'
import { serveSite } from '#gateway/commandLine/serveCommand'
import { help, readWords, type Words } from '#gateway/commandLine/words'
import { StartRefused } from '#gateway/startRefused'

const print = (line: string): void => void process.stdout.write(`${line}\n`)
const complain = (line: string): void => void process.stderr.write(`${line}\n`)

// Whatever is made here is for the gateway's own user: its store holds passwords.
process.umask(0o077)
const words = readWords(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd())
if (typeof words === 'string') {
  complain(`${words}\n\n${help}`)
  process.exitCode = 2
} else {
  process.exitCode = await run(words)
}

async function run(asked: Words): Promise<number> {
  try {
    return await runCommand(asked)
  } catch (error) {
    if (!(error instanceof SiteMistake) && !(error instanceof StartRefused)) throw error
    complain(error.message)
    return 1
  }
}

async function runCommand(asked: Words): Promise<number> {
  const shared = { env: process.env, clock: realClock, print }
  const resources = join(import.meta.dirname, '../resources/asterisk')
  switch (asked.command) {
    case 'help':
      print(help)
      return 0
    case 'hash-password':
      await hashPasswordCommand(process.stdin, print)
      return 0
    case 'provision':
      await provisionCommand({ ...shared, ...asked, site: readSite(asked.config), resources })
      return 0
    case 'audit':
      return auditCommand({ ...shared, ...asked, site: readSite(asked.config) })
    case 'check':
      return checkCommand({ ...shared, site: readSite(asked.config) })
    case 'serve':
      return serve(asked)
  }
}

async function serve({ config }: Words): Promise<number> {
  const site = readSite(config)
  const log = createGatewayLog(site.logLevel)
  const stopped = new Promise<string>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(signal))
  })
  process.on('unhandledRejection', (cause) => log.error({ err: cause }, 'a surprise'))
  process.on('uncaughtExceptionMonitor', (cause) => log.fatal({ err: cause }, 'the gateway breaks off'))
  const served = await serveSite({ site, env: process.env, clock: realClock, log })
  log.info({ url: served.url, watchUrl: served.watchUrl }, 'the gateway is ready; Ctrl-C ends it')
  log.info({ signal: await stopped }, 'the gateway ends')
  await served.close()
  return 0
}
