/** Reads from an INVITE whether the telephone system asks for it to be answered without a click. Pure. */

/** A switch that asks for more than this does not mean it. */
const longestDelaySeconds = 10

/**
 * Seconds until the answer; null where nothing is asked. Known spellings: `Call-Info: <…>;answer-after=0` (and
 * `Answer-After=0`), `Alert-Info: <…>;info=alert-autoanswer` or `info=Auto Answer`, and `Answer-Mode: Auto` (RFC 5373).
 */
export function toAutoAnswerSeconds(headers: {
  readonly callInfo: readonly string[]
  readonly alertInfo: readonly string[]
  readonly answerMode: string | undefined
}): number | null {
  for (const value of [...headers.callInfo, ...headers.alertInfo]) {
    const after = /;\s*answer-after\s*=\s*"?(\d{1,3})/i.exec(value.slice(0, 1000))?.[1]
    if (after !== undefined) return Number(after) <= longestDelaySeconds ? Number(after) : null
  }
  const isAsked = headers.alertInfo.some((value) =>
    /\binfo\s*=\s*"?(alert-autoanswer|auto[ -]?answer)\b/i.test(value.slice(0, 1000)),
  )
  return isAsked || /^\s*auto\b/i.test(headers.answerMode ?? '') ? 0 : null
}
