/** The sentence for a failure: what happened and what to do about it. */
import type { Failure } from '#contract/failure'
import type { I18n } from '#renderer/i18n/I18n.tsx'

export function failureText(failure: Failure, i18n: Pick<I18n, 't' | 'format'>): string {
  const { t, format } = i18n
  const seconds = failure.retryAfterMs === null ? 0 : Math.ceil(failure.retryAfterMs / 1000)
  return t(`failure.${failure.code}`, {
    subject: failure.subject === null ? '' : format.digits(failure.subject),
    wait: format.duration(seconds * 1000),
  })
}
