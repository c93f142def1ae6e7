/** A list of people to tell: each can leave, and one that throws does not silence the others. */

export interface Listeners<T> {
  /** The function returned takes the listener off again and may be called twice. */
  add(listener: (value: T) => void): () => void
  tell(value: T): void
}

/** `onError` receives what a listener throws. */
export function createListeners<T>(onError: (error: unknown) => void): Listeners<T> {
  const all = new Set<{ readonly listener: (value: T) => void }>()
  return {
    add(listener) {
      const entry = { listener }
      all.add(entry)
      return () => void all.delete(entry)
    },
    tell(value) {
      for (const { listener } of [...all]) {
        try {
          listener(value)
        } catch (error) {
          onError(error)
        }
      }
    },
  }
}
