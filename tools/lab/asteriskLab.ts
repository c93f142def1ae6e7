/** Starts a throw-away Asterisk on loopback with the shipped configuration, and takes every trace of it away again. */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { SitePerson, SiteQueue } from '#gateway/provision/asteriskSite'
import { readTemplates } from '#gateway/provision/readTemplates'
import { type AsteriskProcess, runCli, startAsterisk } from '#tools/lab/asteriskProcess'
import { freeTcpPort, freeUdpPort } from '#tools/lab/freePorts'
import { labFolder, rootOf, whyNoAsterisk } from '#tools/lab/labFolder'
import { type LabPorts, type LabSite, toLabFiles } from '#tools/lab/labSite'
import { root as project } from '#tools/root.mjs'

export interface AsteriskLabOptions {
  readonly queues: readonly SiteQueue[]
  readonly people: readonly SitePerson[]
  /** Web pages as shipped unless told. */
  readonly phones?: 'web' | 'udp'
  /** Section by section unless told. */
  readonly pjsip?: 'static' | 'wizard'
  /** No, unless told. */
  readonly dialsOut?: boolean
  readonly voicemail?: boolean
  /** PEM; opens manager and web server by TLS too. */
  readonly certificate?: { readonly cert: string; readonly key: string }
}

export interface AsteriskLab {
  readonly amiPort: number
  /** Open only with a certificate. */
  readonly amiTlsPort: number
  readonly wssPort: number
  readonly amiUser: string
  readonly amiSecret: string
  /** SIP over WebSocket: `ws://127.0.0.1:<port>/ws`. */
  readonly wsUrl: string
  /** SIP over UDP, on 127.0.0.1; callers come from `trunkAddress`. */
  readonly sipPort: number
  /** Where recordings of calls lie. */
  readonly monitorDir: string
  /** What a command of Asterisk's command line prints. */
  cli(command: string): Promise<string>
  /** Warnings and errors it has logged since it was first started. */
  readonly log: string
  /** Ends it as a power cut does. */
  kill(): Promise<void>
  /** Starts it again after a kill or a stop, on the same ports. */
  start(): Promise<void>
  /** Ends it in good order and starts it again. */
  restart(): Promise<void>
  /** SIGSTOP: it hangs, its sockets stay open; SIGCONT: it goes on. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void
  /** Replaces text in a configuration file; the caller reloads what reads it. */
  edit(file: string, change: (text: string) => string): void
  /** The gateway's login has another secret from now on; sessions that are in stay in. */
  changeSecret(secret: string): Promise<void>
  close(): Promise<void>
}

/** Asterisk needs some seconds; a busy machine more. */
const readyLimitMs = 60_000
const stopLimitMs = 5000

/** Throws when there is no Asterisk to start, or it does not become ready. */
export async function startAsteriskLab(options: AsteriskLabOptions): Promise<AsteriskLab> {
  const why = whyNoAsterisk()
  if (why !== null) throw new Error(`No laboratory: ${why}`)
  const root = rootOf(labFolder())
  dropLeftovers(root)
  const name = `${process.pid}-${randomBytes(4).toString('hex')}`
  const folder = join(root, 'lab', name)
  keepFromNetwork(root)
  const ports = await choosePorts()
  const site: LabSite = {
    amiUser: 'najva',
    amiSecret: randomBytes(24).toString('base64url'),
    queues: options.queues,
    people: options.people,
    phones: options.phones ?? 'web',
    pjsip: options.pjsip ?? 'static',
    dialsOut: options.dialsOut ?? false,
    voicemail: options.voicemail ?? false,
    certificate: options.certificate === undefined ? null : certificatePaths(name),
  }
  writeConfiguration(folder, name, site, ports)
  if (options.certificate !== undefined) writeCertificate(folder, options.certificate)
  const conf = `/lab/${name}/etc/asterisk.conf`
  const cli = (command: string) => runCli(root, conf, command)
  let running: AsteriskProcess | null = null

  async function start(): Promise<void> {
    if (running?.isRunning() === true) return
    running = startAsterisk(root, conf)
    await untilReady(running, ports, cli, folder)
  }

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const asterisk = running
    running = null
    if (asterisk === null) return
    // One that hangs would never hear of its end.
    asterisk.signal('SIGCONT')
    asterisk.signal(signal)
    const limit = new AbortController()
    const late = wait(stopLimitMs, 'late', { signal: limit.signal }).catch(() => 'gone')
    if ((await Promise.race([asterisk.gone, late])) === 'late') asterisk.signal('SIGKILL')
    limit.abort()
    await asterisk.gone
  }

  function edit(file: string, change: (text: string) => string): void {
    const path = join(folder, 'etc', file)
    writeFileSync(path, change(readFileSync(path, 'utf8')))
  }

  async function close(): Promise<void> {
    await end('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }

  try {
    await start()
  } catch (error) {
    await close()
    throw error
  }
  return {
    amiPort: ports.ami,
    amiTlsPort: ports.amiTls,
    wssPort: ports.webTls,
    amiUser: site.amiUser,
    amiSecret: site.amiSecret,
    wsUrl: `ws://127.0.0.1:${ports.web}/ws`,
    sipPort: ports.sip,
    monitorDir: join(folder, 'spool/monitor'),
    cli,
    get log() {
      return readLog(folder) ?? ''
    },
    kill: () => end('SIGKILL'),
    start,
    async restart() {
      await end('SIGTERM')
      await start()
    },
    signal: (signal) => running?.signal(signal),
    edit,
    async changeSecret(secret) {
      edit('manager.conf', (text) => text.replace(site.amiSecret, secret))
      await cli('manager reload')
    },
    close,
  }
}

async function choosePorts(): Promise<LabPorts> {
  const [ami, web, sip] = [await freeTcpPort(), await freeTcpPort(), await freeUdpPort()]
  // Asterisk passes over the ports of a neighbour; a start of its own keeps two laboratories from trying the same.
  const rtpStart = 10_000 + (randomBytes(1)[0] ?? 0) * 80
  const [amiTls, webTls] = [await freeTcpPort(), await freeTcpPort()]
  return { ami, web, sip, amiTls, webTls, rtpStart }
}

/**
 * Asterisk looks its own host name up in every call, in the thread that handles the phones: where a name server is
 * slow, everything stands still for five seconds. The laboratory asks nobody.
 */
function keepFromNetwork(root: string): void {
  const etc = join(root, 'etc')
  writeFileSync(join(etc, 'hosts'), `127.0.0.1 localhost ${hostname()}\n::1 localhost\n`)
  writeFileSync(join(etc, 'nsswitch.conf'), 'passwd: files\ngroup: files\nhosts: files\n')
}

/** A run that was killed leaves its folder and its Asterisk; the run is told by the folder's name. */
function dropLeftovers(root: string): void {
  const labs = join(root, 'lab')
  if (!existsSync(labs)) return
  for (const name of readdirSync(labs)) {
    const pid = Number(name.split('-')[0])
    if (isProcess(pid)) continue
    endLeftAsterisk(join(labs, name), name)
    rmSync(join(labs, name), { recursive: true, force: true })
  }
}

/** Its id may be another process's by now: only one that was started from this very folder is ended. */
function endLeftAsterisk(folder: string, name: string): void {
  const pidFile = join(folder, 'run/asterisk.pid')
  const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : 0
  const commandLine = `/proc/${pid}/cmdline`
  if (pid > 0 && existsSync(commandLine) && readFileSync(commandLine, 'utf8').includes(`/lab/${name}/`)) {
    process.kill(pid, 'SIGKILL')
  }
}

function isProcess(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function writeConfiguration(folder: string, name: string, site: LabSite, ports: LabPorts): void {
  for (const part of ['etc', 'run', 'log', 'spool', 'lib', 'db']) {
    mkdirSync(join(folder, part), { recursive: true, mode: 0o700 })
  }
  const etc = join(folder, 'etc')
  const files = toLabFiles(readTemplates(join(project, 'resources/asterisk')), site, ports, 22)
  files.set('asterisk.conf', toAsteriskConf(name, readModuleFolder(rootOf(labFolder()))))
  for (const [file, text] of files) writeFileSync(join(etc, file), `${text}\n`)
}

const certificatePaths = (name: string) => ({
  certFile: `/lab/${name}/etc/lab.crt`,
  keyFile: `/lab/${name}/etc/lab.key`,
})

function writeCertificate(folder: string, { cert, key }: { readonly cert: string; readonly key: string }) {
  writeFileSync(join(folder, 'etc/lab.crt'), cert)
  writeFileSync(join(folder, 'etc/lab.key'), key, { mode: 0o600 })
}

/** Where this build of Asterisk keeps its modules, from its own default configuration. */
function readModuleFolder(root: string): string {
  const shipped = readFileSync(join(root, 'etc/asterisk/asterisk.conf'), 'utf8')
  const folder = /^astmoddir\s*=>?\s*(\S+)/m.exec(shipped)?.[1]
  if (folder === undefined) throw new Error('The installed asterisk.conf does not name its modules')
  return folder
}

function toAsteriskConf(name: string, modules: string): string {
  const at = `/lab/${name}`
  return `[directories]
astetcdir => ${at}/etc
astmoddir => ${modules}
astvarlibdir => ${at}/lib
astdbdir => ${at}/db
astkeydir => ${at}/lib
astdatadir => /usr/share/asterisk
astagidir => ${at}/lib
astspooldir => ${at}/spool
astrundir => ${at}/run
astlogdir => ${at}/log
astsbindir => /usr/sbin
[options]
live_dangerously = no
highpriority = no
`
}

async function untilReady(
  asterisk: AsteriskProcess,
  ports: LabPorts,
  cli: (command: string) => Promise<string>,
  folder: string,
): Promise<void> {
  const endAtMs = Date.now() + readyLimitMs
  while (Date.now() < endAtMs) {
    if (!asterisk.isRunning()) break
    if ((await accepts(ports.ami)) && (await accepts(ports.web))) {
      await cli('core waitfullybooted')
      return
    }
    await wait(100)
  }
  asterisk.signal('SIGKILL')
  await asterisk.gone
  throw new Error(`Asterisk did not become ready:\n${readLog(folder)?.slice(-3000) ?? 'it wrote no log'}`)
}

/** null when it wrote none. */
function readLog(folder: string): string | null {
  const log = join(folder, 'log/messages.log')
  return existsSync(log) ? readFileSync(log, 'utf8') : null
}

function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
  }).then((is) => {
    socket.destroy()
    return is === true
  })
}
