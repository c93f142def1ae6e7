/** Makes the SIP user agent with the library's defaults turned to what a desk needs. */
import { type Invitation, type Notification, type SessionDescriptionHandlerFactory, UserAgent } from 'sip.js'
import { type MessageCount, parseMessageSummary } from '#contract/messageCount'
import type { SipCredentials } from '#contract/session'
import { guardChallenges } from '#renderer/phone/sip/challengeGuard'

export interface UserAgentParts {
  readonly credentials: SipCredentials
  readonly createHandler: SessionDescriptionHandlerFactory
  readonly onInvite: (invitation: Invitation) => void
  /** What waits in the mailbox of this phone, as its registrar tells it (RFC 3842). */
  readonly onMessages: (count: MessageCount) => void
  readonly onSocketClosed: () => void
  readonly report: (error: unknown) => void
}

/** Longest ring: the queue ends an offer long before; this catches a CANCEL that never came. */
const longestRingSeconds = 180

/** null when the credentials hold no usable SIP address or server. */
export function createUserAgent(parts: UserAgentParts): UserAgent | null {
  const uri = UserAgent.makeURI(parts.credentials.uri)
  if (uri === undefined || !/^wss?:\/\//.test(parts.credentials.serverUrl)) return null
  const userAgent = new UserAgent({
    uri,
    authorizationUsername: parts.credentials.authorizationUser,
    authorizationPassword: parts.credentials.password,
    contactParams: { transport: parts.credentials.serverUrl.startsWith('wss:') ? 'wss' : 'ws' },
    transportOptions: {
      server: parts.credentials.serverUrl,
      connectionTimeout: 5,
      keepAliveInterval: 0,
      traceSip: false,
    },
    userAgentString: 'Najva',
    // Its log would carry numbers and messages of callers.
    logBuiltinEnabled: false,
    logConfiguration: false,
    gracefulShutdown: false,
    noAnswerTimeout: longestRingSeconds,
    // Ours to send: the library's own way rejects into nowhere when a CANCEL overtakes it.
    sendInitialProvisionalResponse: false,
    sessionDescriptionHandlerFactory: parts.createHandler,
    delegate: {
      onInvite: parts.onInvite,
      onDisconnect: parts.onSocketClosed,
      onNotify: (notification) => takeNotification(notification, parts),
    },
  })
  guardChallenges(userAgent)
  guardAgainstHostileMessages(userAgent, parts.report)
  return userAgent
}

/** Nobody subscribes to the mailbox: a switch that has one tells of it by itself. Anything else is answered as ever (481). */
function takeNotification(notification: Notification, { onMessages, report }: UserAgentParts): void {
  const { request } = notification
  const event = request.getHeader('event')?.split(';', 1)[0]?.trim().toLowerCase()
  const count = event === 'message-summary' ? parseMessageSummary(request.body) : null
  if (count === null) {
    notification.reject({ statusCode: event === 'message-summary' ? 400 : 481 }).catch(report)
    return
  }
  notification.accept().catch(report)
  onMessages(count)
}

/** The library rethrows what a malformed or unexpected message makes it throw; here it ends, and the line stays up. */
function guardAgainstHostileMessages(userAgent: UserAgent, report: (error: unknown) => void): void {
  const receive = userAgent.transport.onMessage
  userAgent.transport.onMessage = (message) => {
    try {
      receive?.(message)
    } catch (error) {
      report(error)
    }
  }
}
