/** Runs tasks of the same key one after another, and of different keys side by side. */

export interface Lanes {
  run<T>(key: string, task: () => Promise<T>): Promise<T>
}

export function createLanes(): Lanes {
  const tails = new Map<string, Promise<unknown>>()
  return {
    run(key, task) {
      const before = tails.get(key) ?? Promise.resolve()
      // The one before settles its own caller; here only its end matters.
      const result = before.then(task, task)
      const tail = result.then(
        () => forget(),
        () => forget(),
      )
      const forget = () => {
        if (tails.get(key) === tail) tails.delete(key)
      }
      tails.set(key, tail)
      return result
    },
  }
}
