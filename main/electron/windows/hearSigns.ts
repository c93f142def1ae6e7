/** Hears several signs of a window or of the displays by one listener. */

interface Teller {
  on(event: string, listener: () => void): unknown
  off(event: string, listener: () => void): unknown
}

/** Told by `screen` when a display came, went or changed. */
export const displaySigns = ['display-added', 'display-removed', 'display-metrics-changed'] as const

/** Electron types each event by itself; these carry nothing that is read. Returns how to stop. */
export function hearSigns(teller: unknown, signs: readonly string[], listener: () => void): () => void {
  const each = teller as Teller
  for (const sign of signs) each.on(sign, listener)
  return () => {
    for (const sign of signs) each.off(sign, listener)
  }
}
