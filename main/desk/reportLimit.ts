/** Keeps a broken page from filling the log. */

const reportsPerMinute = 20
const minuteMs = 60_000

/** Answers whether one more report may be written: at most 20 in any minute. */
export function createReportLimit(nowMs: () => number): () => boolean {
  let recent: number[] = []
  return () => {
    const now = nowMs()
    recent = recent.filter((atMs) => atMs <= now && now - atMs < minuteMs)
    if (recent.length >= reportsPerMinute) return false
    recent.push(now)
    return true
  }
}
