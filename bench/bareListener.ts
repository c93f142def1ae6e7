/** The page monitoring is compared with: sip.js's own SimpleUser, which answers the spy's call as soon as it rings. */
import { startBareUser } from '#bench/bareUser'
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
document.body.append(button)

window.startBareListener = async (credentials) => {
  button.addEventListener('click', () => void window.askToListen())
  await startBareUser(credentials, (user) => ({ onCallReceived: () => user.answer() }))
}
