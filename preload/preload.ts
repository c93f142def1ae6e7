/** Hands the page one MessagePort to the desk when it asks, and nothing else of Electron. */
import { ipcRenderer } from 'electron'

/** What the page says and hears on its own window; `renderer/state/bridgeLink.ts` is the other side. */
const question = 'najva:bridge?'
const answer = 'najva:bridge'

window.addEventListener('message', (event) => {
  if (event.source !== window || event.origin !== window.origin || event.data !== question) return
  const { port1, port2 } = new MessageChannel()
  ipcRenderer.postMessage(answer, null, [port1])
  window.postMessage(answer, window.origin, [port2])
})
