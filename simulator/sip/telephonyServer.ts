/** The practice centre's telephone exchange: phones register over SIP, are rung, and are heard (the `Telephony` seam). */
import type {
  IncomingInviteRequest,
  IncomingRegisterRequest,
  IncomingRequestMessage,
  URI,
} from 'sip.js/lib/core/index.js'
import { echoExtension } from '#contract/echoTest'
import type { SipCredentials } from '#contract/session'
import type { Clock } from '#contract/time'
import { createMediaEngine } from '#simulator/media/mediaEngine'
import { createDialledLeg } from '#simulator/sip/dialledLeg'
import { createDigestGate } from '#simulator/sip/digestGate'
import { createEchoCalls } from '#simulator/sip/echoCalls'
import { createLostLines } from '#simulator/sip/lostLines'
import { createMessageNotices } from '#simulator/sip/messageNotices'
import { createPhoneConnection, type PhoneConnection } from '#simulator/sip/phoneConnection'
import type { LegSurroundings, PhoneLeg } from '#simulator/sip/phoneLeg'
import { createRegistrar } from '#simulator/sip/registrar'
import { createRingingLeg } from '#simulator/sip/ringingLeg'
import { openSipListener } from '#simulator/sip/sipListener'
import { isHeaderSafe, readAsked, readUser } from '#simulator/sip/sipText'
import { silentLog, type TelephonyLog } from '#simulator/sip/telephonyLog'
import type { LegId, PhoneEvent, RingRequest, Telephony } from '#simulator/telephony'

export interface TelephonyOptions {
  /** Registrations end and nonces age by it; SIP's own retransmission timers and the sound run on real time. */
  readonly clock: Clock
  readonly randomBytes: (count: number) => Uint8Array
  readonly host?: '127.0.0.1'
  /** 0, the default, takes any free port. */
  readonly port?: number
  /** Shown in digest challenges. */
  readonly realm?: string
  readonly log?: TelephonyLog
  /** Runs a call of its own in the background at the start, so that the first real one is as quick as the next. */
  readonly rehearses?: boolean
}

const registrationSeconds = 300
const longestTarget = 64

/** Rejects with the system's error when the port is taken. */
export async function createTelephony(options: TelephonyOptions): Promise<Telephony> {
  const { clock, randomBytes, host = '127.0.0.1', realm = 'Najva practice', log = silentLog } = options
  const passwords = new Map<string, string>()
  const legs = new Map<LegId, PhoneLeg>()
  const listeners = new Set<(event: PhoneEvent) => void>()

  const tell = (event: PhoneEvent) => {
    for (const listener of [...listeners]) {
      try {
        listener(event)
      } catch (cause) {
        // A surprise above must not leave a SIP transaction half done below.
        log.error({ err: cause, event: event.kind }, 'a listener to phone events failed')
      }
    }
  }
  const gate = createDigestGate({
    realm,
    clock,
    randomBytes,
    passwordOf: (name) => passwords.get(name) ?? null,
  })
  const registrar = createRegistrar<PhoneConnection>({
    clock,
    onRegistered(extension, contact) {
      log.info({ extension }, 'a phone registered')
      const place = toPlace(contact)
      tell({ kind: 'registered', extension, place })
      lostLines.noteRegistered(extension, place)
      // The phone hears of its registration first.
      setImmediate(() => notices.tellAgain(extension))
    },
    onUnregistered(extension) {
      log.info({ extension }, 'a phone is registered no more')
      tell({ kind: 'unregistered', extension })
    },
  })
  const notices = createMessageNotices({
    host,
    bindingOf: (extension) => registrar.bindingOf(extension),
  })
  const media = await createMediaEngine({
    addresses: [host],
    time: { nowMs: () => performance.now(), after: afterRealMs },
    onSurprise: (cause) => log.error({ err: cause }, 'sound went wrong'),
    rehearses: options.rehearses ?? true,
  })
  const around: LegSurroundings = {
    media,
    log,
    tell,
    ended: (legId) => void legs.delete(legId),
    findDialogue(connection, callId, oneTag, otherTag) {
      const found = [...legs.values()].find(
        (leg) => isSamePhone(leg.connection, connection) && leg.isDialogue(callId, oneTag, otherTag),
      )
      return found?.legId ?? null
    },
  }

  const createConference = () => media.createConference((legId) => legs.get(legId)?.audio ?? null)
  const echoes = createEchoCalls(createConference)
  const hearEcho = (extension: string) => (event: PhoneEvent) => {
    if (event.kind !== 'answered' && event.kind !== 'hungUp') return
    const isOver = event.kind === 'hungUp'
    if (isOver) echoes.end(event.legId)
    else echoes.begin(event.legId)
    tell({ kind: 'echo', extension, isOver })
  }
  const lostLines = createLostLines({
    clock,
    legsOf: (connection) => [...legs.values()].filter((leg) => leg.connection === connection),
  })
  /** A phone that came back over another socket speaks of its calls there; nobody else may. */
  const elderOf = (request: IncomingRequestMessage, connection: PhoneConnection): PhoneConnection | null => {
    const { callId, toTag, fromTag } = request
    if (!toTag || connection.proven === null) return null
    const leg = [...legs.values()].find((each) => each.isDialogue(callId, toTag, fromTag))
    if (leg === undefined || leg.connection === connection || !isSamePhone(leg.connection, connection))
      return null
    lostLines.regain(leg.connection)
    return leg.connection
  }

  /** Who sent this; null when the phone has been answered with a challenge or a refusal. */
  const authenticate = (
    request: IncomingRegisterRequest | IncomingInviteRequest,
    requestUri: URI,
    connection: PhoneConnection,
  ): string | null => {
    const { method } = request.message
    const proven = connection.proven
    if (method !== 'REGISTER' && proven !== null && passwords.get(proven.extension) === proven.password) {
      return proven.extension
    }
    const authorization = request.message.getHeader('authorization') ?? null
    const verdict = gate.judge(method, requestUri.toString(), authorization)
    if (verdict.kind === 'challenge') {
      request.reject({ statusCode: 401, extraHeaders: gate.challengeHeaders(verdict.stale) })
      return null
    }
    if (verdict.kind === 'refused') {
      request.reject({ statusCode: 403 })
      return null
    }
    const password = passwords.get(verdict.extension) ?? ''
    connection.proven = { extension: verdict.extension, password }
    return verdict.extension
  }
  const register = (request: IncomingRegisterRequest, requestUri: URI, connection: PhoneConnection) => {
    const extension = authenticate(request, requestUri, connection)
    if (extension === null) return
    if (readUser(request.message.to.uri) !== extension) return void request.reject({ statusCode: 403 })
    const answer = registrar.register(request.message, extension, connection)
    const binding = registrar.bindingOf(extension)
    if (binding?.connection === connection) connection.place = toPlace(binding.contact)
    if (answer.statusCode === 200) request.accept({ ...answer })
    else request.reject({ ...answer })
  }
  const dial = (request: IncomingInviteRequest, requestUri: URI, connection: PhoneConnection) => {
    const extension = authenticate(request, requestUri, connection)
    if (extension === null) return
    if (readUser(request.message.from.uri) !== extension) return void request.reject({ statusCode: 403 })
    const target = readUser(requestUri)
    if (target === null || target.length > longestTarget) return void request.reject({ statusCode: 404 })
    const legId = `leg-${Buffer.from(randomBytes(9)).toString('base64url')}`
    const isEcho = target === echoExtension
    const surroundings = isEcho ? { ...around, tell: hearEcho(extension) } : around
    const leg = createDialledLeg({ legId, extension, target, request, connection, around: surroundings })
    if (leg === null) return
    legs.set(legId, leg)
    if (isEcho) leg.accept()
    else tell({ kind: 'dialled', legId, extension, target, ...readAsked(request) })
  }

  const listener = await openSipListener(host, options.port ?? 0, (socket) => {
    const authority = { host, port: listener.port }
    createPhoneConnection(
      socket,
      authority,
      (connection) => ({
        onRegister: (request, uri) => register(request, uri, connection),
        onInvite: (request, uri) => dial(request, uri, connection),
        elderOf: (request) => elderOf(request, connection),
        onClosed() {
          lostLines.lose(connection)
          registrar.connectionClosed(connection)
        },
      }),
      log,
    )
  }).catch(async (cause: unknown) => {
    await media.close()
    throw cause
  })
  const serverUrl = `ws://${host}:${listener.port}/`

  const ring = (request: RingRequest) => {
    const refuse = (sipStatus: number) => tell({ kind: 'refused', legId: request.legId, sipStatus })
    const binding = registrar.bindingOf(request.extension)
    if (binding === null) return refuse(480)
    if (!Object.entries(request.headers).every(([name, value]) => isHeaderSafe(name, value))) {
      log.error({ legId: request.legId }, 'a call was not sent: a header of it would have broken the message')
      return refuse(400)
    }
    const { connection, contact } = binding
    legs.set(request.legId, createRingingLeg({ request, connection, contact, host, around }))
  }

  return {
    serverUrl,
    issueCredentials(extension): SipCredentials {
      const password = Buffer.from(randomBytes(24)).toString('base64url')
      passwords.set(extension, password)
      return {
        uri: `sip:${encodeURIComponent(extension)}@${host}`,
        authorizationUser: extension,
        password,
        serverUrl,
        expiresSeconds: registrationSeconds,
      }
    },
    isRegistered: (extension) => registrar.bindingOf(extension) !== null,
    onPhone(listen) {
      listeners.add(listen)
      return () => {
        listeners.delete(listen)
      }
    },
    ring,
    progress: (legId) => legs.get(legId)?.progress(),
    accept: (legId) => legs.get(legId)?.accept(),
    refuse: (legId, sipStatus) => legs.get(legId)?.refuse(sipStatus),
    hangUp: (legId, reason) => legs.get(legId)?.hangUp(reason),
    reportTransfer: (legId, sipStatus) => legs.get(legId)?.reportTransfer(sipStatus),
    tellMessages: notices.tell,
    createConference,
    async close() {
      listeners.clear()
      registrar.close()
      lostLines.close()
      echoes.close()
      for (const leg of [...legs.values()]) leg.hangUp('normal')
      await listener.close()
      await media.close()
    },
  }
}

function isSamePhone(one: PhoneConnection, other: PhoneConnection): boolean {
  return one === other || (one.proven !== null && one.proven.extension === other.proven?.extension)
}

/** A page calls itself by a random word, and keeps it as long as it is not loaded anew. */
function toPlace(contact: URI): string {
  return contact.user ?? contact.toString()
}

function afterRealMs(delayMs: number, task: () => void): () => void {
  const timer = setTimeout(task, delayMs)
  return () => clearTimeout(timer)
}
