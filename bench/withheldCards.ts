/** Makes a page deaf to prepared cards, so that a ring finds none, while everything else goes on as ever. */

/** Runs in the page ahead of its script. Answers to the page's question for prepared cards never reach it. */
export function withholdPreparedCards(): void {
  window.WebSocket = class extends WebSocket {
    #withheldStart: string | null = null

    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      // Registered before any other listener, and so asked first.
      this.addEventListener('message', (event) => {
        const isWithheld = this.#withheldStart !== null && String(event.data).startsWith(this.#withheldStart)
        if (isWithheld) event.stopImmediatePropagation()
      })
    }

    override send(data: string | Blob | BufferSource): void {
      if (typeof data === 'string' && data.includes('"/card/watchPrepared"')) {
        this.#withheldStart = `{"i":${JSON.stringify(JSON.parse(data).i)},`
      }
      super.send(data)
    }
  }
}
