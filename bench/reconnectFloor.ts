/** Five hundred phones of one floor and a registrar that goes away and comes back: when each registers again. */
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocketServer } from 'ws'
import { untilReady } from '#bench/untilReady'
import { createSipLink, type SipLink } from '#renderer/phone/sip/sipLink'
import { realClock } from '#tests/support/realClock'

export interface FloorReturn {
  /** Of all REGISTERs after the return, the largest share that came within one second. */
  readonly busiestShare: number
  /** From the registrar's return until the last phone was registered, milliseconds. */
  readonly lastMs: number
}

interface Registrar {
  readonly port: number
  readonly registers: number[]
  close(): Promise<void>
}

/** `spreadMs` as the gateway tells a floor of this size. */
export async function measureFloorReturn(
  desks: number,
  spreadMs: number,
  awayMs: number,
): Promise<FloorReturn> {
  const first = await openRegistrar(0)
  const links: SipLink[] = []
  try {
    for (let desk = 0; desk < desks; desk += 1) links.push(openLink(desk, first.port, spreadMs))
    await untilReady(() => first.registers.length >= desks, 'The floor did not register', 180_000)
    await first.close()
    await sleep(awayMs)
    const backAtMs = performance.now()
    const second = await openRegistrar(first.port)
    try {
      const isBack = async () => second.registers.length >= desks
      await untilReady(isBack, 'The floor did not come back', spreadMs * 4 + 60_000)
      const { registers } = second
      return {
        busiestShare: toBusiestSecond(registers) / desks,
        lastMs: Math.max(...registers) - backAtMs,
      }
    } finally {
      await second.close()
    }
  } finally {
    await Promise.all(links.map((link) => link.close()))
  }
}

function openLink(desk: number, port: number, reconnectSpreadMs: number): SipLink {
  const user = String(10_000 + desk)
  return createSipLink({
    credentials: {
      uri: `sip:${user}@127.0.0.1`,
      authorizationUser: user,
      password: 'none',
      serverUrl: `ws://127.0.0.1:${port}/`,
      expiresSeconds: 3600,
      reconnectSpreadMs,
    },
    clock: realClock,
    random: Math.random,
    createHandler: () => {
      throw new Error('No call is made here')
    },
    onState: () => {},
    onInvite: () => {},
    onMessages() {},
    onSocketLost: () => {},
    report: () => {},
  })
}

async function openRegistrar(port: number): Promise<Registrar> {
  const server = new WebSocketServer({ host: '127.0.0.1', port, handleProtocols: () => 'sip' })
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', reject)
  })
  const registers: number[] = []
  server.on('connection', (socket) => {
    socket.on('message', (data) => {
      const text = String(data)
      if (text.startsWith('REGISTER ')) registers.push(performance.now())
      socket.send(toAccepted(text))
    })
  })
  return {
    port: (server.address() as AddressInfo).port,
    registers,
    close: () =>
      new Promise((resolve) => {
        for (const client of server.clients) client.terminate()
        server.close(() => resolve())
      }),
  }
}

function toAccepted(request: string): string {
  const kept = request.split('\r\n').filter((line) => /^(via|from|to|call-id|cseq|contact):/i.test(line))
  return ['SIP/2.0 200 OK', ...kept, 'Content-Length: 0', '', ''].join('\r\n')
}

/** How many of these moments, in milliseconds, lie within the fullest second. */
function toBusiestSecond(moments: readonly number[]): number {
  const sorted = moments.toSorted((a, b) => a - b)
  let most = 0
  let from = 0
  for (const [i, moment] of sorted.entries()) {
    while (moment - (sorted[from] ?? moment) >= 1000) from += 1
    most = Math.max(most, i - from + 1)
  }
  return most
}
