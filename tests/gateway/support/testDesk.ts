/** A desk for tests: a real WebSocket and RPC client, and the centre as its live stream builds it. */
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { WebSocket } from 'ws'
import { applyChanges, type Centre, judgeMessage, type LivePosition } from '#contract/centre'
import type { Answer } from '#contract/failure'
import type { CommandId } from '#contract/ids'
import type { SignedIn } from '#contract/session'
import { type WireMessage, type wireContract, wireVersion } from '#contract/wire'

export type WireClient = ContractRouterClient<typeof wireContract>

export interface TestDesk {
  readonly client: WireClient
  readonly socket: WebSocket
  signIn(user: string, password: string): Promise<Answer<SignedIn>>
  resume(token: string): Promise<Answer<SignedIn>>
  /** Reads the live stream from now on, into `centre`, `position` and `messages`. */
  watch(from?: LivePosition | null): void
  readonly centre: Centre | null
  readonly position: LivePosition | null
  readonly messages: readonly WireMessage[]
  close(): Promise<void>
}

export async function connectDesk(url: string): Promise<TestDesk> {
  const socket = new WebSocket(url)
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  const client: WireClient = createORPCClient(
    new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }),
  )
  const messages: WireMessage[] = []
  let centre: Centre | null = null
  let position: LivePosition | null = null

  async function read(from: LivePosition | null): Promise<void> {
    position = from
    for await (const message of await client.live.watch({ from })) {
      messages.push(message)
      if (message.kind === 'ended') return
      if (judgeMessage(position, message) !== 'apply')
        throw new Error(`a ${message.kind} that does not follow`)
      position = message.position
      if (message.kind === 'snapshot') centre = message.centre
      if (message.kind === 'delta' && centre !== null) centre = applyChanges(centre, message.changes)
    }
  }

  return {
    client,
    socket,
    signIn: (user, password) => client.session.signIn({ version: wireVersion, user, password }),
    resume: (token) => client.session.resume({ version: wireVersion, token }),
    watch(from = null) {
      read(from).catch((error: unknown) => {
        // A closed connection ends the stream; anything else fails the test as an unhandled rejection.
        if (socket.readyState === WebSocket.OPEN) throw error
      })
    },
    get centre() {
      return centre
    },
    get position() {
      return position
    },
    messages,
    close: () =>
      new Promise((resolve) => {
        if (socket.readyState === WebSocket.CLOSED) return resolve()
        socket.once('close', () => resolve())
        socket.close()
      }),
  }
}

let commands = 0
export function newCommandId(): CommandId {
  commands += 1
  return `command-${commands}` as CommandId
}
