/** Whether the Electron that is packed still gets its security fixes: what is given out outlives the day it was built. */

const weekMs = 7 * 86_400_000

/** Of Electron's calendar (electronjs.org, timelines): a major about every eight weeks, and fixes for the newest three. */
const calendar = { major: 45, cameAtMs: Date.UTC(2026, 9, 21), everyMs: 8 * weekMs, keptUp: 3 }

/** Pure: a sentence for whoever builds where `version` is no longer kept up at `nowMs`; empty while it is. */
export function findRuntimeProblems(version: string, nowMs: number): string[] {
  const major = Number.parseInt(version, 10)
  const untilMs = calendar.cameAtMs + (major - calendar.major + calendar.keptUp) * calendar.everyMs
  if (nowMs < untilMs) return []
  const day = Number.isNaN(untilMs) ? 'an unknown day' : new Date(untilMs).toISOString().slice(0, 10)
  return [`Electron ${version} gets no security fixes since about ${day}: a release needs a newer one`]
}

/** When this build is made: the day it is made again from the same sources where it is (`SOURCE_DATE_EPOCH`, seconds). */
export function toBuildTimeMs(env: Readonly<Record<string, string | undefined>>, nowMs: number): number {
  const seconds = env.SOURCE_DATE_EPOCH ?? ''
  return /^\d{1,12}$/.test(seconds) ? Number(seconds) * 1000 : nowMs
}
