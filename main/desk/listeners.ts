/** Keeps who wants to be told, for everything in the desk that changes. */

export interface Listeners {
  /** Those who leave or come while being told do not disturb the round. */
  tell(): void
  /** Returns how to stop listening. */
  on(listener: () => void): () => void
}

export function createListeners(): Listeners {
  const listeners = new Set<() => void>()
  return {
    tell() {
      for (const listener of [...listeners]) listener()
    },
    on(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
