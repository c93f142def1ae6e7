/** Installs Asterisk into the laboratory's folder, once, from the mirror this machine's own packages come from. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isRootUser, rootOf } from '#tools/lab/labFolder'

/** Debian's testing suite, the first that carries Asterisk 22 again. */
const suite = 'forky'
/** An older debootstrap has no script under that suite's name; every newer suite is made as this one is. */
const script = '/usr/share/debootstrap/scripts/sid'
const packages = ['asterisk', 'asterisk-core-sounds-en']

/** Half a gigabyte and about a minute. Throws with what the tools said when it cannot. */
export async function installAsterisk(folder: string, say: (line: string) => void): Promise<void> {
  const root = rootOf(folder)
  if (existsSync(join(root, 'usr/sbin/asterisk'))) return
  if (process.platform !== 'linux') throw new Error('The laboratory Asterisk needs Linux.')
  if (!isRootUser()) throw new Error('The laboratory Asterisk needs root to be installed (debootstrap).')
  mkdirSync(folder, { recursive: true })
  const release = takeLock(folder)
  try {
    await needDebootstrap(say)
    const mirror = await findMirror()
    const partial = `${root}.partial`
    rmSync(partial, { recursive: true, force: true })
    say('Installing Asterisk for the laboratory; this happens once and takes about a minute.')
    const include = `--include=${packages.join(',')}`
    await run('debootstrap', ['--variant=minbase', include, suite, partial, mirror, script])
    renameSync(partial, root)
  } finally {
    release()
  }
}

/** Two installations at once would write into each other's tree. */
function takeLock(folder: string): () => void {
  const lock = join(folder, 'installing')
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
  } catch (cause) {
    throw new Error(`Another installation runs, or one was broken off: remove ${lock} if none does.`, {
      cause,
    })
  }
  return () => rmSync(lock, { force: true })
}

async function needDebootstrap(say: (line: string) => void): Promise<void> {
  if (existsSync('/usr/sbin/debootstrap')) return
  say('Installing debootstrap.')
  await run('apt-get', ['update', '-qq'])
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'debootstrap'])
}

/** The address the machine's own base system is installed from. */
async function findMirror(): Promise<string> {
  const policy = await run('apt-cache', ['policy', 'base-files'])
  const mirror = /\bhttps?:\/\/\S+/.exec(policy)?.[0]
  if (mirror === undefined) throw new Error('This machine’s apt names no mirror to install from.')
  return mirror
}

/** What the command printed; rejects with its last words when it fails. */
function run(command: string, words: readonly string[]): Promise<string> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' }
  const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'], env })
  let output = ''
  const collect = (chunk: Buffer): void => {
    output = `${output}${chunk}`.slice(-8000)
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  return new Promise((resolve, reject) => {
    child.on('error', (cause) => reject(new Error(`${command} could not be run`, { cause })))
    child.on('close', (code) => {
      if (code === 0) resolve(output)
      else reject(new Error(`${command} failed (exit code ${code}):\n${output.slice(-1500)}`))
    })
  })
}
