/** The stand-alone gateway as a process of its own, as a site runs it. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { root } from '#tools/root.mjs'

export interface GatewayProcess {
  /** What desks connect to. */
  readonly url: string
  /** Where `/health` and `/metrics` are. */
  readonly watchUrl: string
  readonly pid: number
  /** Every line it logged. */
  readonly lines: readonly string[]
  /** Ctrl-C; settles with the exit code. */
  stop(): Promise<number>
}

/** As `npm run gateway` and the service start it. */
const memory = '--max-old-space-size=512'

const Ready = z.object({ url: z.string(), watchUrl: z.string() })

/** Rejects with what it said when it ends before it is ready. */
export function startGatewayProcess(configFile: string): Promise<GatewayProcess> {
  const child = spawn(process.execPath, [memory, join(root, 'gateway/serve.ts'), '--config', configFile], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  let complaint = ''
  const gone = new Promise<number>((resolve) => child.on('exit', (code) => resolve(code ?? 1)))
  child.stderr.on('data', (chunk) => {
    complaint += chunk
  })
  return new Promise((resolve, reject) => {
    void gone.then(() => reject(new Error(`The gateway ended: ${complaint}\n${lines.slice(-5).join('\n')}`)))
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line)
      const ready = Ready.safeParse(JSON.parse(line))
      if (!ready.success) return
      resolve({
        ...ready.data,
        pid: child.pid ?? 0,
        lines,
        stop() {
          child.kill('SIGINT')
          return gone
        },
      })
    })
  })
}
