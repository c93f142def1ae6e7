/** A desk killed at any point of an update starts again, and puts in the whole version or none. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createServer, Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { markOf } from '#tests/main/updates/rehearsedDesk'
import { makeReleaseKey, type UpdateFeed } from '#tests/main/updates/updateFeed'
import { withFeed } from '#tests/main/updates/withFeed'
import type { TempFolder } from '#tests/support/tempFolder'

const key = makeReleaseKey()
const body = randomBytes(2 * 1024 * 1024)

let folder: TempFolder
let feed: UpdateFeed

withFeed((...opened) => {
  ;[folder, feed] = opened
  feed.release({ version: '1.1.0', body }, key)
})

/** Between the desk and its feed: kills the desk when so many bytes have come through. */
async function startTollGate(mostBytes: number, onReached: () => void) {
  let passed = 0
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = new Socket()
    far.connect(Number(feed.url.port), '127.0.0.1')
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => sockets.delete(socket))
    }
    near.pipe(far)
    far.on('end', () => near.end())
    far.on('data', (chunk: Buffer) => {
      passed += chunk.length
      near.write(chunk)
      if (passed >= mostBytes) onReached()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: new URL(`http://127.0.0.1:${port}/desk/`),
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise<void>((resolve) => {
        server.close(() => resolve())
      })
    },
  }
}

interface Outcome {
  readonly signal: NodeJS.Signals | null
  readonly said: { readonly installed: string[]; readonly state: string } | null
}

function startDesk(feedUrl: URL): { kill(): void; ended: Promise<Outcome> } {
  const script = fileURLToPath(new URL('./updateChild.ts', import.meta.url))
  const child = spawn(process.execPath, [script, folder.path, feedUrl.href, key.publicKey], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  const ended = new Promise<Outcome>((resolve) => {
    child.on('close', (_code, signal) => resolve({ signal, said: text === '' ? null : JSON.parse(text) }))
  })
  return { kill: () => child.kill('SIGKILL'), ended }
}

/** From before the manifest to after the last byte of the file. */
const points = Array.from({ length: 20 }, (_, index) => Math.round((index * (body.length + 6000)) / 19))

test.each(points)('killed when %i bytes had come', { timeout: 60_000 }, async (bytes) => {
  let kill = (): void => {}
  const gate = await startTollGate(Math.max(1, bytes), () => kill())
  const first = startDesk(gate.url)
  kill = first.kill
  const { signal, said } = await first.ended
  await gate.close()
  // Past the last byte it may have been quicker than the kill: then what it put in is whole.
  if (signal === null) expect(said).toEqual({ installed: [markOf(body)], state: 'installing' })
  else expect(said).toBeNull()

  const second = await startDesk(feed.url).ended
  const mark = markOf(body)
  // Written down as tried before the kill came, it rests until tomorrow; otherwise it is put in, whole.
  expect(second.said).toSatisfy((outcome: Outcome['said']) =>
    outcome?.installed.length === 0 ? outcome.state === 'stuck' : outcome?.installed[0] === mark,
  )
})
