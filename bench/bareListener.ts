/** The page monitoring is compared with: sip.js's own SimpleUser, which answers the spy's call as soon as it rings. */
import { Web } from 'sip.js'
import type { SipCredentials } from '#contract/session'

declare global {
  interface Window {
    startBareListener(credentials: SipCredentials): Promise<void>
    /** Asks the switch for the call, as a script beside the page would. */
    askToListen(): Promise<void>
  }
}

const button = document.createElement('button')
button.textContent = 'Listen'
const loudspeaker = new Audio()
document.body.append(button, loudspeaker)

window.startBareListener = async (credentials) => {
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
    delegate: { onCallReceived: () => void user.answer() },
  })
  button.addEventListener('click', () => void window.askToListen())
  await user.connect()
  await user.register()
}
