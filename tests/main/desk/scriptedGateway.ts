/** A gateway that does what a test says: it speaks the real wire on a real socket, and can be silent, cut or wrong. */
import type { AddressInfo } from 'node:net'
import { implement, type Router } from '@orpc/server'
import { RPCHandler } from '@orpc/server/ws'
import { type WebSocket, WebSocketServer } from 'ws'
import type { ActGroup } from '#contract/acts'
import type { LiveMessage, LivePosition } from '#contract/centre'
import { emptyCentre } from '#contract/centre'
import { type Answer, done, failed } from '#contract/failure'
import { AgentId } from '#contract/ids'
import type { SignedIn } from '#contract/session'
import { type WireMessage, wireContract } from '#contract/wire'
import { handleActs } from '#tests/support/handleActs'

type ActRoutes = Pick<Router<typeof wireContract, Record<never, never>>, ActGroup>

export const signedIn: SignedIn = {
  session: {
    agentId: AgentId.parse('sara'),
    userName: 'demo',
    name: 'Sara Ahmadi',
    role: 'agent',
    extension: '1001',
    practice: true,
  },
  token: 't'.repeat(32),
  sip: {
    uri: 'sip:1001@127.0.0.1',
    authorizationUser: '1001',
    password: 'secret',
    serverUrl: 'ws://127.0.0.1:1/',
    expiresSeconds: 60,
  },
}

export const snapshot = (seq: number, epoch = 'one'): LiveMessage => ({
  kind: 'snapshot',
  position: { epoch, seq },
  atMs: 1000,
  centre: emptyCentre({ kind: 'connected', sinceMs: 0, failure: null, roundTripMs: null }),
})

export const delta = (seq: number, epoch = 'one'): LiveMessage => ({
  kind: 'delta',
  position: { epoch, seq },
  atMs: 1000 + seq,
  changes: [],
})

export interface ScriptedGateway {
  readonly url: URL
  /** What each `live.watch` asked for, in order. */
  readonly watchedFrom: (LivePosition | null)[]
  readonly resumed: string[]
  readonly commands: string[]
  answerSignIn: () => Answer<SignedIn>
  answerResume: () => Answer<SignedIn>
  /** Commands wait for ever while true. */
  mute: boolean
  /** Sends to every open live stream. */
  send(message: WireMessage): void
  /** Ends every connection at once, as a broken network would. */
  cut(): void
  readonly connections: number
  close(): Promise<void>
}

export async function createScriptedGateway(): Promise<ScriptedGateway> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
  await new Promise((resolve) => server.once('listening', resolve))
  const sockets = new Set<WebSocket>()
  const streams = new Set<(message: WireMessage) => void>()
  const forever = new Promise<never>(() => undefined)
  const gateway: ScriptedGateway = {
    url: new URL(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/`),
    watchedFrom: [],
    resumed: [],
    commands: [],
    answerSignIn: () => done(signedIn),
    answerResume: () => done(signedIn),
    mute: false,
    send: (message) => {
      for (const stream of streams) stream(message)
    },
    cut: () => {
      for (const socket of sockets) socket.terminate()
    },
    get connections() {
      return sockets.size
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.terminate()
        server.close(() => resolve())
      }),
  }
  const os = implement(wireContract)
  const note = <T>(name: string, value: T): Promise<Answer<T>> => {
    gateway.commands.push(name)
    return gateway.mute ? forever : Promise.resolve(done(value))
  }
  const handler = new RPCHandler(
    os.router({
      session: {
        signIn: os.session.signIn.handler(({ input }) =>
          input.password === 'right' ? gateway.answerSignIn() : failed('wrong-password'),
        ),
        resume: os.session.resume.handler(({ input }) => {
          gateway.resumed.push(input.token)
          return gateway.answerResume()
        }),
        signOut: os.session.signOut.handler(() => note('signOut', null)),
      },
      shown: {
        tell: os.shown.tell.handler(({ input }) => note(`shown ${JSON.stringify(input.shown)}`, null)),
      },
      quality: {
        report: os.quality.report.handler(({ input }) =>
          note(`quality.report ${JSON.stringify(input)}`, null),
        ),
      },
      live: {
        watch: os.live.watch.handler(async function* ({ input, signal }) {
          gateway.watchedFrom.push(input.from)
          const queue: WireMessage[] = []
          let wake = () => {}
          const push = (message: WireMessage): void => {
            queue.push(message)
            wake()
          }
          signal?.addEventListener('abort', () => wake())
          streams.add(push)
          try {
            while (signal?.aborted !== true) {
              const next = queue.shift()
              if (next === undefined) await new Promise<void>((resolve) => (wake = resolve))
              else yield next
            }
          } finally {
            streams.delete(push)
          }
        }),
      },
      status: {
        choose: os.status.choose.handler(() => note('choose', { effect: 'now' as const })),
        clearNext: os.status.clearNext.handler(() => note('clearNext', null)),
      },
      wrapUp: {
        extend: os.wrapUp.extend.handler(() => note('extend', { endsAtMs: 5 })),
        finish: os.wrapUp.finish.handler(() => note('finish', null)),
      },
      ...(handleActs(os, ({ name }) => note(name, null)) as ActRoutes),
    }),
  )
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    void handler.upgrade(socket)
  })
  return gateway
}
