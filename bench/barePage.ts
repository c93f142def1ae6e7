/** The page the desk is compared with: sip.js's own SimpleUser as its guide has it, one button and one loudspeaker. */
import { Web } from 'sip.js'
import type { SipCredentials } from '#contract/session'

declare global {
  interface Window {
    startBare(credentials: SipCredentials): Promise<void>
  }
}

const button = document.createElement('button')
button.textContent = 'Answer'
button.disabled = true
const loudspeaker = new Audio()
document.body.append(button, loudspeaker)

window.startBare = async (credentials) => {
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
    delegate: {
      onCallReceived: () => {
        button.disabled = false
      },
      onCallHangup: () => {
        button.disabled = true
      },
    },
  })
  button.addEventListener('click', () => void user.answer())
  await user.connect()
  await user.register()
}
