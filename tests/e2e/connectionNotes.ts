/** What a page's connections did and are, for a test that failed because nothing was heard. */
import type { Page } from 'playwright-core'

declare global {
  interface Window {
    connectionNotes?: () => Promise<unknown>
  }
}

/** To be called before the page opens a connection; the page must be loaded anew afterwards. */
export async function noteConnections(page: Page): Promise<void> {
  await page.addInitScript(watchConnections)
}

/** Prints each connection that is open: its states, its addresses, its packets, and all it went through. */
export async function printConnections(page: Page): Promise<void> {
  console.error(JSON.stringify(await page.evaluate(() => window.connectionNotes?.()), null, 1))
}

function watchConnections(): void {
  interface Noted {
    readonly peer: RTCPeerConnection
    readonly life: string[]
  }
  const all: Noted[] = []
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      const life: string[] = []
      const note = (what: string) => life.push(`${Math.round(performance.now())} ${what}`)
      note(`opened, pool ${configuration?.iceCandidatePoolSize ?? 0}`)
      this.addEventListener('connectionstatechange', () => note(this.connectionState))
      this.addEventListener('iceconnectionstatechange', () => note(`ice ${this.iceConnectionState}`))
      this.addEventListener('signalingstatechange', () => note(`signalling ${this.signalingState}`))
      this.addEventListener('icegatheringstatechange', () => note(`gathering ${this.iceGatheringState}`))
      this.addEventListener('icecandidate', ({ candidate }) => note(candidate?.candidate ?? 'no more'))
      all.push({ peer: this, life })
    }
  }
  const kinds = ['inbound-rtp', 'outbound-rtp', 'transport', 'candidate-pair']
  window.connectionNotes = async () => {
    const open = all.filter(({ peer }) => peer.signalingState !== 'closed')
    const stats = await Promise.all(open.map(({ peer }) => peer.getStats()))
    return open.map(({ life }, i) => ({
      life,
      stats: [...(stats[i]?.values() ?? [])].filter(({ type }) => kinds.includes(type)),
    }))
  }
}
