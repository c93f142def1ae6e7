/** Waits for what the model of a switch comes to show. */
import type { Clock } from '#contract/time'

export interface Waits {
  /** True once `test` holds; false when it has not within `ms`. */
  until(test: () => boolean, ms: number): Promise<boolean>
  /** The model may look different now. */
  look(): void
  stop(): void
}

export function createWaits(clock: Clock): Waits {
  const waiting = new Set<() => void>()
  return {
    until: (test, ms) =>
      new Promise((resolve) => {
        if (test()) return resolve(true)
        const settle = (isSo: boolean) => {
          cancel()
          waiting.delete(look)
          resolve(isSo)
        }
        const look = () => {
          if (test()) settle(true)
        }
        const cancel = clock.after(ms, () => settle(test()))
        waiting.add(look)
      }),
    look() {
      for (const each of [...waiting]) each()
    },
    stop: () => waiting.clear(),
  }
}
