#!/usr/bin/env node
/** `npm start`: installs what is missing, bundles what changed, runs the desk on the pinned Node 24 and ends with it. */
import { spawn } from 'node:child_process'
import { dirname, join, resolve } from 'node:path'
import { readBuiltDesk } from '#tools/builtDesk.mjs'
import { installMissing, pinnedNode } from '#tools/installed.mjs'
import { root } from '#tools/root.mjs'
import { parseStartOptions } from '#tools/startOptions.mjs'

/** How often to look whether whoever started us is still there. */
const parentCheckMs = 250
/** How long the desk may take to close everything before it is ended. */
const closeLimitMs = 8000

const parsed = parseStartOptions(process.argv.slice(2))
if (parsed.kind === 'help') {
  console.log(parsed.text)
} else if (parsed.kind === 'wrong') {
  console.error(parsed.text)
  process.exitCode = 2
} else if (await installMissing((line) => console.error(line))) {
  const file = await findDesk()
  process.exitCode = file === null ? 1 : await runDesk(file, parsed.options)
} else {
  process.exitCode = 1
}

/** What to run, made of the present sources; null when it cannot be made, which the bundler has said. */
async function findDesk() {
  const built = readBuiltDesk()
  if (built?.isFresh) return built.file
  console.error('Building the desk.')
  const build = spawn(pinnedNode, [join(root, 'tools/deskBuild.ts')], { stdio: ['ignore', 2, 2] })
  const code = await new Promise((resolve) => build.on('error', () => resolve(1)).on('exit', resolve))
  return code === 0 ? (readBuiltDesk()?.file ?? null) : null
}

/** The exit code of the desk; 0 when a signal asked it to end. */
function runDesk(file, options) {
  // What Node compiled is kept beside it, and need not be compiled at each start.
  const desk = spawn(pinnedNode, [file, JSON.stringify(fromHere(options))], {
    // The channel ends with this process, however it ends: then the desk closes too.
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { NODE_COMPILE_CACHE: join(dirname(file), 'compiled'), ...process.env },
  })
  let isAsked = false
  const stop = () => {
    if (isAsked) return
    isAsked = true
    if (desk.connected) desk.disconnect()
    setTimeout(() => desk.kill('SIGKILL'), closeLimitMs).unref()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)
  // npm runs this through a shell, and a signal to npm ends the shell but never arrives here.
  const parent = process.ppid
  setInterval(() => process.ppid === parent || stop(), parentCheckMs).unref()
  return new Promise((resolve) => {
    desk.on('error', (error) => {
      console.error(`The desk could not be started: ${error.message}`)
      resolve(1)
    })
    desk.on('exit', (code) => resolve(isAsked ? 0 : (code ?? 1)))
  })
}

/** Paths are meant from where the person stands; npm runs its scripts elsewhere and says so in INIT_CWD. */
function fromHere(options) {
  const here = process.env.INIT_CWD ?? process.cwd()
  const paths = ['profile', 'password-file', 'crm', 'record'].filter((name) => options[name] !== undefined)
  return { ...options, ...Object.fromEntries(paths.map((name) => [name, resolve(here, options[name])])) }
}
