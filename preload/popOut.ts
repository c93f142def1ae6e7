/** Hands the page of the pop-out card its one narrow port when it asks, and nothing else of Electron. */
import { ipcRenderer } from 'electron'

/** What the page says and hears on its own window; `renderer/popOut/cardLink.ts` is the other side. */
const question = 'najva:popOut?'
const answer = 'najva:popOut'

window.addEventListener('message', (event) => {
  if (event.source !== window || event.origin !== window.origin || event.data !== question) return
  const { port1, port2 } = new MessageChannel()
  ipcRenderer.postMessage(answer, null, [port1])
  window.postMessage(answer, window.origin, [port2])
})
