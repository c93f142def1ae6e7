/** The desk's seat at the gateway: signs in, resumes after a drop, keeps the live stream and sends commands. */
import { type Answer, done, type Failure, failed } from '#contract/failure'
import { CommandId } from '#contract/ids'
import type { SignedIn } from '#contract/session'
import type { Clock } from '#contract/time'
import { wireVersion } from '#contract/wire'
import { askGateway, commandTimeoutMs, type SendCommand } from '#main/desk/gateway/askGateway'
import type { GatewayConnection } from '#main/desk/gateway/gatewayConnection'
import { createGatewayLine, type GatewayLine } from '#main/desk/gateway/gatewayLine'
import { createLiveKeeper, type LiveKeeper } from '#main/desk/gateway/liveKeeper'
import { createListeners } from '#main/desk/listeners'
import type { Log } from '#main/desk/log'
import type { GatewayLink } from '#main/desk/parts'
import type { ProxyRoute } from '#main/desk/proxy/proxyRoute'

export interface GatewayLinkOptions {
  /** Checked by `parseGatewayUrl`. */
  readonly url: URL
  /** The oldest version that may work here, where this one is older: nobody signs in. Absent or null where people may. */
  readonly tooOldFor?: string | null
  readonly clock: Clock
  /** 0 (included) to 1 (excluded). */
  readonly random: () => number
  readonly newId: () => string
  readonly log: Log
  /** The way to the gateway; straight when absent. */
  readonly proxies?: ProxyRoute | undefined
}

export function createGatewayLink(options: GatewayLinkOptions): GatewayLink {
  const { clock, log } = options
  const keeper = createLiveKeeper(clock)
  const listeners = createListeners()
  const seat = createSeat(keeper, log, listeners.tell)
  const line = createGatewayLine({ ...options, greet: (opened) => resume(opened), onChange: listeners.tell })

  const watch = async (opened: GatewayConnection): Promise<void> => {
    const mine = seat.current
    const why = await readLive(opened, keeper, log)
    if (why === 'cut') return opened.close()
    opened.endLive()
    if (mine === seat.current) seat.leave(why)
  }

  const resume = async (opened: GatewayConnection): Promise<'ready' | 'again' | Failure> => {
    const token = seat.current?.token
    if (token === undefined) return 'ready'
    const answer = await askGateway(opened, clock, log, (client, each) =>
      client.session.resume({ version: wireVersion, token }, each),
    )
    const verdict = judgeResume(answer)
    if (answer.ok) {
      seat.take(answer.value)
      void watch(opened)
    } else if (verdict === 'ready') seat.leave(answer.failure)
    return verdict
  }

  return {
    get state() {
      return line.state
    },
    get session() {
      return seat.current?.session ?? null
    },
    get sip() {
      return seat.current?.sip ?? null
    },
    get ended() {
      return seat.ended
    },
    get centre() {
      return keeper.centre
    },
    onChange: listeners.on,
    async signIn(user, password) {
      if (options.tooOldFor != null) return failed('too-old', options.tooOldFor)
      if (seat.current !== null) return failed('wrong-state')
      const opened = await line.whenConnected(commandTimeoutMs)
      if (opened === null) return failed('gateway-away')
      const answer = await askGateway(opened, clock, log, (client, each) =>
        client.session.signIn({ version: wireVersion, user, password }, each),
      )
      if (!answer.ok) return answer
      if (opened !== line.connection) return failed('gateway-away')
      seat.take(answer.value)
      void watch(opened)
      return done(answer.value.session)
    },
    onLive: keeper.onLive,
    ...createCommands(options, seat, line),
    async close() {
      line.close()
    },
  }
}

/** What the desk does after an answer to `resume`: an ended session leaves the connection fit for a new sign-in. */
function judgeResume(answer: Answer<SignedIn>): 'ready' | 'again' | Failure {
  if (answer.ok) return 'ready'
  const { code } = answer.failure
  if (code === 'timed-out' || code === 'gateway-away' || code === 'internal') return 'again'
  return code === 'invalid' ? answer.failure : 'ready'
}

interface Seat {
  readonly current: SignedIn | null
  /** Why the last session ended; null at first, and after signing out by choice. */
  readonly ended: Failure | null
  take(signedIn: SignedIn): void
  leave(why: Failure | null): void
}

function createSeat(keeper: LiveKeeper, log: Log, tell: () => void): Seat {
  let current: SignedIn | null = null
  let ended: Failure | null = null
  return {
    get current() {
      return current
    },
    get ended() {
      return ended
    },
    take(signedIn) {
      log.info({ agentId: signedIn.session.agentId }, current === null ? 'signed in' : 'session resumed')
      current = signedIn
      ended = null
      tell()
    },
    leave(why) {
      if (current !== null) log.info({ agentId: current.session.agentId, why: why?.code }, 'session over')
      current = null
      ended = why
      keeper.reset()
      tell()
    },
  }
}

/** Reads the live stream until it is cut (the connection is then of no use) or the session is over. */
async function readLive(opened: GatewayConnection, keeper: LiveKeeper, log: Log): Promise<'cut' | Failure> {
  try {
    for (;;) {
      const why = await readUntilGap(opened, keeper)
      if (why !== 'gap') return why
      log.info('a gap in the live stream: asking for a new snapshot')
    }
  } catch (cause) {
    if (opened.signal.aborted) return 'cut'
    log.warn({ err: cause }, 'the live stream broke')
    keeper.reset()
    return 'cut'
  }
}

async function readUntilGap(opened: GatewayConnection, keeper: LiveKeeper): Promise<'gap' | 'cut' | Failure> {
  opened.heardLive()
  const stream = await opened.client.live.watch({ from: keeper.position }, { signal: opened.signal })
  for await (const message of stream) {
    if (opened.signal.aborted) return 'cut'
    if (message.kind === 'ended') return message.failure
    opened.heardLive()
    if (keeper.accept(message) === 'gap') return 'gap'
  }
  return 'cut'
}

type SendAct = (input: object, options: { signal: AbortSignal }) => Promise<Answer<unknown>>

type Commands = Pick<
  GatewayLink,
  | 'signOut'
  | 'chooseStatus'
  | 'clearNextStatus'
  | 'extendWrapUp'
  | 'reportQuality'
  | 'act'
  | 'sendRecord'
  | 'tellShown'
>

function createCommands({ clock, log, newId }: GatewayLinkOptions, seat: Seat, line: GatewayLine): Commands {
  const commandId = () => CommandId.parse(newId())
  const send = <T>(command: SendCommand<T>): Promise<Answer<T>> => {
    if (seat.current === null) return Promise.resolve(failed('signed-out'))
    if (line.connection === null) return Promise.resolve(failed('gateway-away'))
    return askGateway(line.connection, clock, log, command)
  }
  return {
    async signOut() {
      const opened = line.connection
      const answer = await send((client, each) => client.session.signOut(null, each))
      // Whether or not the gateway heard it, this desk forgets the session; a silent gateway sees it vanish.
      seat.leave(null)
      if (!answer.ok) opened?.close()
      return done(null)
    },
    chooseStatus: (status) =>
      send((client, each) => client.status.choose({ commandId: commandId(), status }, each)),
    clearNextStatus: () => send((client, each) => client.status.clearNext({ commandId: commandId() }, each)),
    extendWrapUp: (callId) =>
      send((client, each) => client.wrapUp.extend({ commandId: commandId(), callId }, each)),
    reportQuality: (report) => send((client, each) => client.quality.report(report, each)),
    act: (group, name, input) =>
      send((client, each) => {
        const act = (client[group] as unknown as Readonly<Record<string, SendAct>>)[name]
        return (
          act?.({ ...(input as object), commandId: commandId() }, each) ??
          Promise.resolve(failed('invalid', name))
        )
      }),
    sendRecord: (record) => send((client, each) => client.wrapUp.finish(record, each)),
    tellShown: (commandId, shown) =>
      send((client, each) => client.shown.tell({ commandId, shown: [...shown] }, each)),
  }
}
