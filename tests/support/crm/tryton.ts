/** A real Tryton server with its `party` module, from the operating system's packages: customers in a CRM nobody here wrote. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort, isOpen } from '#tests/support/crm/loopbackPort'
import { librariesOf, unpackPackages } from '#tests/support/crm/unpackedPackages'
import { labFolder } from '#tools/lab/labFolder'

const password = 'geheim-Geheim9'

export interface Tryton {
  readonly url: string
  /** `Authorization: Session …`, as a signed-in client has it. */
  readonly session: string
  /** Calls a method of a model; throws what Tryton answers. */
  call(method: string, params: readonly unknown[]): Promise<unknown>
  close(): Promise<void>
}

/**
 * Where Tryton was unpacked and an empty database made, once, beside the laboratory's Asterisk; nothing is installed.
 * Throws with what the tools said when it cannot be had.
 */
export function needTryton(): string {
  const root = join(labFolder(), 'tryton')
  if (existsSync(join(root, 'crm.sqlite'))) return root
  const partial = `${root}.${process.pid}`
  try {
    unpackPackages(['tryton-server', 'tryton-modules-party'], partial)
    writeFileSync(join(partial, 'pass'), `${password}\n`)
    writeFileSync(join(partial, 'crm.sqlite'), '')
    const config = writeConfig(partial, partial, 0)
    const words = [
      '-c',
      config,
      '-d',
      'crm',
      '-u',
      'party',
      '--activate-dependencies',
      '--email',
      'a@example.com',
    ]
    execFileSync('python3', [join(partial, 'usr/bin/trytond-admin'), ...words], {
      stdio: 'pipe',
      env: { ...toEnvironment(partial), TRYTONPASSFILE: join(partial, 'pass') },
    })
    renameSync(partial, root)
  } finally {
    rmSync(partial, { recursive: true, force: true })
  }
  return root
}

/** Works on a copy of the empty database in `folder`, which is removed by its owner. */
export async function startTryton(root: string, folder: string): Promise<Tryton> {
  copyFileSync(join(root, 'crm.sqlite'), join(folder, 'crm.sqlite'))
  const port = await freePort()
  const config = writeConfig(folder, folder, port)
  const child = spawn('python3', [join(root, 'usr/bin/trytond'), '-c', config], {
    env: toEnvironment(root),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let complaint = ''
  child.stderr.on('data', (chunk) => {
    complaint = `${complaint}${chunk}`.slice(-2000)
  })
  const ended = once(child, 'exit')
  for (let count = 0; !(await isOpen(port)); count += 1) {
    if (count > 600 || child.exitCode !== null) throw new Error(`trytond does not start: ${complaint}`)
    await wait(100)
  }
  const url = `http://127.0.0.1:${port}/crm/`
  const ask = async (method: string, params: readonly unknown[], authorization: string | null) => {
    const headers = { 'content-type': 'application/json', ...(authorization && { authorization }) }
    const reply = await fetch(url, {
      method: 'POST',
      headers,
      body: JSON.stringify({ id: 1, method, params }),
    })
    const { result, error } = (await reply.json()) as { result?: unknown; error?: unknown }
    if (error !== undefined) throw new Error(JSON.stringify(error).slice(0, 500))
    return result
  }
  const [userId, token] = (await ask('common.db.login', ['admin', { password }, 'en'], null)) as [
    number,
    string,
  ]
  const session = Buffer.from(`admin:${userId}:${token}`).toString('base64')
  return {
    url,
    session,
    call: (method, params) => ask(method, params, `Session ${session}`),
    async close() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

function toEnvironment(root: string): NodeJS.ProcessEnv {
  const PYTHONPATH = join(root, 'usr/lib/python3/dist-packages')
  return { ...process.env, LC_ALL: 'C', PYTHONPATH, LD_LIBRARY_PATH: librariesOf(root) }
}

function writeConfig(folder: string, databases: string, port: number): string {
  const path = join(folder, 'trytond.conf')
  const listen = port === 0 ? '' : `[web]\nlisten = 127.0.0.1:${port}\n`
  writeFileSync(path, `[database]\nuri = sqlite://\npath = ${databases}\n${listen}`)
  return path
}
