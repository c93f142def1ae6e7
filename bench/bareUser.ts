/** A registered sip.js phone with a loudspeaker and nothing else, as the library's guide has it. */
import { Web } from 'sip.js'
import type { SipCredentials } from '#contract/session'

export interface BareUser {
  answer(): void
}

/** `events`: what SimpleUser tells of its call, with the phone to answer it by. */
export async function startBareUser(
  credentials: SipCredentials,
  events: (user: BareUser) => { onCallReceived(): void; onCallHangup?(): void },
): Promise<BareUser> {
  const loudspeaker = new Audio()
  document.body.append(loudspeaker)
  const bare: BareUser = { answer: () => void user.answer() }
  const user = new Web.SimpleUser(credentials.serverUrl, {
    aor: credentials.uri,
    media: { remote: { audio: loudspeaker } },
    userAgentOptions: {
      authorizationUsername: credentials.authorizationUser,
      authorizationPassword: credentials.password,
      logBuiltinEnabled: false,
      // The one default that is changed: a public STUN server that may be out of reach would cost it seconds.
      sessionDescriptionHandlerFactoryOptions: { peerConnectionConfiguration: { iceServers: [] } },
    },
    delegate: events(bare),
  })
  await user.connect()
  await user.register()
  return bare
}
