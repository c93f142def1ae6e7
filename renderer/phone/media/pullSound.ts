/**
 * Chromium decodes what a peer sends only while an element plays it; this one does so without a sound of its own. The
 * function returned ends it.
 */
export function pullSound(remote: MediaStream, report: (error: unknown) => void): () => void {
  const element = new Audio()
  element.muted = true
  element.srcObject = remote
  element.play().catch((error: unknown) => {
    if (!(error instanceof DOMException && error.name === 'AbortError')) report(error)
  })
  return () => {
    element.pause()
    element.srcObject = null
  }
}
