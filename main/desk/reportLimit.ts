/** Keeps a broken page from filling the log. */

const minuteMs = 60_000

/** Answers whether one more report may be written: at most `perMinute` in any minute. */
export function createReportLimit(nowMs: () => number, perMinute: number): () => boolean {
  let recent: number[] = []
  return () => {
    const now = nowMs()
    recent = recent.filter((atMs) => atMs <= now && now - atMs < minuteMs)
    if (recent.length >= perMinute) return false
    recent.push(now)
    return true
  }
}
