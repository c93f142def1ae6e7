/** One Asterisk in the foreground of the laboratory's tree: started, asked on its command line, ended by its id. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'

export interface AsteriskProcess {
  readonly pid: number
  /** Settles when the process is gone. */
  readonly gone: Promise<void>
  isRunning(): boolean
  signal(signal: NodeJS.Signals): void
}

/** `conf` is the path of `asterisk.conf` inside the tree. */
export function startAsterisk(root: string, conf: string): AsteriskProcess {
  const child = spawn('chroot', [root, 'asterisk', '-C', conf, '-f', '-q'], {
    stdio: 'ignore',
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8', HOME: '/tmp', TERM: 'dumb' },
  })
  const { pid } = child
  if (pid === undefined) throw new Error('chroot could not be run')
  const gone = new Promise<void>((resolve) => {
    child.on('exit', () => resolve())
    child.on('error', () => resolve())
  })
  const isRunning = () => isAlive(child)
  return {
    pid,
    gone,
    isRunning,
    signal: (signal) => {
      if (isRunning()) child.kill(signal)
    },
  }
}

function isAlive(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null
}

/** What a command of Asterisk's command line prints; rejects when Asterisk cannot be reached. */
export function runCli(root: string, conf: string, command: string): Promise<string> {
  const words = [root, 'asterisk', '-C', conf, '-rx', command]
  return new Promise((resolve, reject) => {
    execFile('chroot', words, { maxBuffer: 64 * 1024 * 1024, timeout: 20_000 }, (error, stdout) => {
      if (error === null) resolve(stdout)
      else reject(new Error(`Asterisk did not answer "${command}"`, { cause: error }))
    })
  })
}
