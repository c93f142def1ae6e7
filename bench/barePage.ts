/** The page the desk is compared with: sip.js's own SimpleUser as its guide has it, one button and one loudspeaker. */
import { startBareUser } from '#bench/bareUser'
import type { SipCredentials } from '#contract/session'

declare global {
  interface Window {
    startBare(credentials: SipCredentials): Promise<void>
  }
}

const button = document.createElement('button')
button.textContent = 'Answer'
button.disabled = true
document.body.append(button)

window.startBare = async (credentials) => {
  await startBareUser(credentials, (user) => {
    button.addEventListener('click', () => user.answer())
    return {
      onCallReceived: () => {
        button.disabled = false
      },
      onCallHangup: () => {
        button.disabled = true
      },
    }
  })
}
