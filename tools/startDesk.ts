/** The second half of `npm start`, on the pinned Node: builds what is stale, chooses the shell, runs until told to stop. */
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Failure } from '#contract/failure'
import { startBrowserDesk } from '#main/browser/startBrowserDesk'
import { toMainCrash } from '#main/desk/crashBook'
import { StartOptions, toDefaultProfile } from '#main/desk/startOptions'
import { chooseShell } from '#tools/chooseShell'
import { runElectronDesk } from '#tools/electronDesk'
import { openPage } from '#tools/openPage'
import { buildPage } from '#tools/pageBuild'
import { root } from '#tools/root.mjs'
import { toSentence } from '#tools/startSentences'

const start = StartOptions.parse(JSON.parse(process.argv[2] ?? '{}'))
const isQuiet = start['no-open']
/** With `--no-open` standard output belongs to the one JSON line. */
const say = (line: string): void => void (isQuiet ? process.stderr : process.stdout).write(`${line}\n`)

/** Settles when the person, or the process that started us, wants the desk to end. */
const whenStopped = new Promise<void>((settle) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const)
    process.on(signal, () => settle())
})

const shell = await chooseShell(start, say)
if (shell.kind === 'none') {
  say(shell.sentence)
  process.exit(1)
}
const exitCode =
  shell.kind === 'electron'
    ? await runElectronDesk(shell.program, start, say, whenStopped)
    : await runBrowserDesk()
if (shell.kind === 'browser') shell.stopFetching()
process.exit(exitCode)

async function runBrowserDesk(): Promise<number> {
  const profileDir = start.profile ?? toDefaultProfile(process.platform, homedir(), process.env)
  const answer = await startBrowserDesk({
    start,
    profileDir: resolve(profileDir),
    resourcesDir: join(root, 'resources'),
    pageDir: buildPage(say),
  })
  if (!answer.ok) return refuse(answer.failure)
  const opened = answer.value
  process.on('unhandledRejection', (cause) => opened.log.error({ err: cause }, 'a surprise'))
  process.on('uncaughtExceptionMonitor', (cause) => {
    opened.desk.crashes.note(toMainCrash(cause))
    opened.log.fatal({ err: cause }, 'the desk breaks off')
  })
  const refusal = opened.signInFailure
  if (refusal !== null && refusal.code !== 'gateway-away') {
    await opened.close()
    return refuse(refusal)
  }
  if (refusal !== null) say(toSentence(refusal, start))
  if (isQuiet) process.stdout.write(`${JSON.stringify({ ready: true, url: opened.url })}\n`)
  else
    say(
      `The desk is at ${opened.url}\nThe address works on this machine until the desk ends. Ctrl-C ends it.`,
    )
  const page = isQuiet ? null : openPage(opened.url, profileDir)
  await whenStopped
  page?.close()
  await opened.close()
  return 0
}

function refuse(failure: Failure): number {
  process.stderr.write(`${toSentence(failure, start)}\n`)
  return 1
}
