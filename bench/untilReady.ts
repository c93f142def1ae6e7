/** Waits for what a bench needs before it measures. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { PracticeCentre } from '#simulator/practiceCentre'

const giveUpMs = 30_000

/** Looks every 50 ms; throws `complaint` after 30 s, or as long as told. */
export async function untilReady(
  isReady: () => boolean | Promise<boolean>,
  complaint: string,
  withinMs = giveUpMs,
): Promise<void> {
  const giveUpAtMs = performance.now() + withinMs
  while (!(await isReady())) {
    if (performance.now() > giveUpAtMs) throw new Error(complaint)
    await sleep(50)
  }
}

/** The next time this extension's phone registers; throws after 30 s. */
export async function untilRegistered(centre: PracticeCentre, extension: string): Promise<void> {
  let isRegistered = false
  const stop = centre.listen((event) => {
    isRegistered ||= event.kind === 'phoneRegistered' && event.extension === extension
  })
  try {
    await untilReady(() => isRegistered, `Extension ${extension} did not register`)
  } finally {
    stop()
  }
}
