/** One phone's WebSocket: SIP frames in, judged and handed to its own SIP core; SIP frames out (RFC 7118). */
import {
  type IncomingInviteRequest,
  type IncomingRegisterRequest,
  IncomingRequestMessage,
  type IncomingResponseMessage,
  LoggerFactory,
  Parser,
  URI,
  UserAgentCore,
} from 'sip.js/lib/core/index.js'
import type { WebSocket } from 'ws'
import { isOtherVersion, toMalformedAnswer } from '#simulator/sip/malformedAnswer'
import { wildcardContact } from '#simulator/sip/registrar'
import { complainOfFrame, judgeRequest, type Refusal, supportedOptions } from '#simulator/sip/requestCheck'
import type { TelephonyLog } from '#simulator/sip/telephonyLog'

export interface PhoneConnection {
  readonly core: UserAgentCore
  /** `Contact: <…>` of this server, for answers that must carry it. */
  readonly contactHeader: string
  /** Whom the phone at the other end has proved to be; null before. */
  proven: { readonly extension: string; readonly password: string } | null
  /** What its phone calls its place; null before it registered. */
  place: string | null
  /** A request inside one of its calls came on another socket of the same phone: from now on it speaks over that one. */
  continueOn(socket: WebSocket, request: IncomingRequestMessage): void
  /** A response that came on the socket it speaks over. */
  hearResponse(response: IncomingResponseMessage): void
  close(): void
  /** Forgets every call and transaction. */
  dispose(): void
}

export interface PhoneConnectionHandlers {
  onRegister(request: IncomingRegisterRequest, requestUri: URI): void
  /** A new call; `requestUri` is what the phone dialled. */
  onInvite(request: IncomingInviteRequest, requestUri: URI): void
  /** The connection of the same phone whose call this request is inside of; null when it is this one, or none. */
  elderOf(request: IncomingRequestMessage): PhoneConnection | null
  /** The socket it speaks over is closed. Its calls may go on over another: who hears of this says when to `dispose`. */
  onClosed(): void
}

/** Frames above this close the connection (status 1009). */
export const largestFrameBytes = 64 * 1024
/** Parsing takes time with length; a phone returns at most the longest calling name it was sent. */
const longestHead = 24_000
/** A phone that does not read what it is sent is let go. */
const largestBacklogBytes = 1024 * 1024
/** RFC 5626 section 3.5.1, as RFC 7118 section 6 has it. */
const keepAliveAsk = '\r\n\r\n'
const keepAliveAnswer = '\r\n'

export function createPhoneConnection(
  socket: WebSocket,
  authority: { readonly host: string; readonly port: number },
  handlersOf: (connection: PhoneConnection) => PhoneConnectionHandlers,
  log: TelephonyLog,
): PhoneConnection {
  const self = new URI('sip', 'practice', authority.host, authority.port, { transport: 'ws' })
  const loggers = createLoggers(log)
  let dialled = self
  let line = socket
  /** Connections before this one whose calls go on over this socket. */
  const elders = new Set<PhoneConnection>()

  const send = (text: string) => {
    if (line.readyState !== line.OPEN) return
    if (line.bufferedAmount > largestBacklogBytes) line.terminate()
    else line.send(text)
  }
  const core = new UserAgentCore(
    {
      aor: self,
      contact: { pubGruu: undefined, tempGruu: undefined, uri: self, toString: () => `<${self.toRaw()}>` },
      displayName: '',
      loggerFactory: loggers,
      hackViaTcp: false,
      routeSet: [],
      sipjsId: 'najva',
      supportedOptionTags: [...supportedOptions],
      supportedOptionTagsResponse: [...supportedOptions],
      userAgentHeaderFieldValue: 'Najva practice centre',
      viaForceRport: false,
      viaHost: `${authority.host}:${authority.port}`,
      authenticationFactory: () => undefined,
      // Sending into a socket that is closing is no error: its phone is gone, and told so elsewhere.
      transportAccessor: () => ({ protocol: 'WS', send: async (text) => send(text) }),
    },
    {
      onRegister: (request) => handlers.onRegister(request, dialled),
      onInvite: (request) => handlers.onInvite(request, dialled),
    },
  )
  const connection: PhoneConnection = {
    core,
    contactHeader: `Contact: <${self.toRaw()}>`,
    proven: null,
    place: null,
    continueOn(other, request) {
      if (line !== other) watch(other)
      handle(request)
    },
    hearResponse,
    close: () => line.terminate(),
    dispose: () => core.dispose(),
  }
  const handlers = handlersOf(connection)

  const refuse = (message: IncomingRequestMessage, refusal: Refusal) => {
    if (message.method !== 'ACK') core.replyStateless(message, { ...refusal })
  }
  const receiveRequest = (message: IncomingRequestMessage, data: string) => {
    const complaint = isOtherVersion(data) ? 'Version' : complainOfFrame(message)
    if (complaint !== null) return answerMalformed(data, complaint)
    const refusal = judgeRequest(message)
    if (refusal !== null) return refuse(message, refusal)
    const elder = handlers.elderOf(message)
    if (elder === null) return handle(message)
    elders.add(elder)
    elder.continueOn(socket, message)
  }
  function handle(message: IncomingRequestMessage) {
    dialled = message.ruri ?? self
    // The core answers for one address only; this server is whoever the phone dials.
    message.ruri = self.clone()
    try {
      core.receiveIncomingRequestFromTransport(message)
    } catch (cause) {
      log.warn({ method: message.method, cause: String(cause) }, 'a SIP request could not be handled')
      refuse(message, { statusCode: 500 })
    }
  }
  const answerMalformed = (data: string, reasonPhrase: string | null) => {
    const answer = toMalformedAnswer(data, reasonPhrase)
    if (answer !== null) send(answer)
    log.debug({ answered: answer !== null }, 'malformed SIP')
  }
  const receive = (data: string) => {
    if (data === keepAliveAsk) return send(keepAliveAnswer)
    if (data.trim() === '') return
    const message = parse(data, loggers)
    if (message === undefined) return answerMalformed(data, null)
    if (message instanceof IncomingRequestMessage) return receiveRequest(message, data)
    // Each core knows its own requests, and drops what answers none of them.
    for (const each of [connection, ...elders]) each.hearResponse(message)
  }
  function hearResponse(message: IncomingResponseMessage) {
    try {
      core.receiveIncomingResponseFromTransport(message)
    } catch (cause) {
      log.warn({ cause: String(cause) }, 'a SIP response could not be handled')
    }
  }
  function watch(next: WebSocket) {
    line = next
    next.on('close', () => {
      if (line === next) handlers.onClosed()
    })
  }

  socket.on('message', (data) => receive(String(data)))
  socket.on('error', (cause) => log.info({ cause: cause.message }, 'a phone connection failed'))
  watch(socket)
  return connection
}

function parse(data: string, loggers: LoggerFactory): ReturnType<typeof Parser.parseMessage> {
  const headEnd = data.indexOf('\r\n\r\n')
  if (headEnd === -1 || headEnd > longestHead) return undefined
  try {
    return Parser.parseMessage(withReadableWildcard(data), loggers.getLogger('sip.parser'))
  } catch {
    // The parser throws on some of what it cannot read instead of saying so; both are answered alike.
    return undefined
  }
}

/** The core's grammar cannot read `Contact: *` (RFC 3261 section 10.2.2): it reaches the registrar as an address. */
function withReadableWildcard(data: string): string {
  if (!data.startsWith('REGISTER ')) return data
  return data.replace(/^(contact|m)[ \t]*:[ \t]*\*[ \t]*$/im, `Contact: <${wildcardContact}>`)
}

/** The SIP core's complaints are of interest only to who looks for them: phones cause them at will. Numbers are left out. */
function createLoggers(log: TelephonyLog): LoggerFactory {
  const loggers = new LoggerFactory()
  loggers.builtinEnabled = false
  loggers.connector = (level, category, _label, content) => {
    if (level !== 'error' && level !== 'warn') return
    log.debug({ category, content: String(content).replace(/\d{5,}/g, '…') }, 'SIP core')
  }
  return loggers
}
