/** A page that counts what its environment tells of a return: `npm start` gives the desk the same. */
import { readOwnAddresses } from '#renderer/phone/media/ownAddresses'
import { createBrowserEnvironment } from '#renderer/state/browserEnvironment'

declare global {
  interface Window {
    causes: string[]
    /** How often the browser said that something about its connection has changed. */
    changes: number
    readOwnAddresses: () => Promise<readonly string[]>
  }
}

window.causes = []
window.changes = 0
window.readOwnAddresses = readOwnAddresses
if ('connection' in navigator && navigator.connection instanceof EventTarget)
  navigator.connection.addEventListener('change', () => {
    window.changes += 1
  })
createBrowserEnvironment().onReturn((cause) => window.causes.push(cause))
