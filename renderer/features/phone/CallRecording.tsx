/**
 * Whether this call is recorded, and the way to keep card data out of the file. The word "paused" comes from the live
 * model alone, so that it stands through a page loaded anew and is never there before the switch has said so.
 */
import { CircleDot, CirclePause } from 'lucide-react'
import { useState } from 'react'
import type { Failure } from '#contract/failure'
import type { CallId } from '#contract/ids'
import type { CallRecording as Recording } from '#contract/recording'
import styles from '#renderer/features/phone/CallRecording.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { PhoneCall } from '#renderer/state/deskModel'
import { liveCallOf } from '#renderer/state/phone/liveCallOf'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { Elapsed, Remaining } from '#renderer/ui/Elapsed.tsx'
import { failureText } from '#renderer/ui/failureText'
import { Notice } from '#renderer/ui/Notice.tsx'
import { shortcuts } from '#renderer/ui/shortcuts'
import { useShortcut } from '#renderer/ui/useShortcut'

/** Nothing for a call that is not recorded. */
export function CallRecording({ call }: { readonly call: PhoneCall }) {
  const callId = useDesk((model) => liveCallOf(model, call)?.id ?? null)
  const recording = useDesk((model) => liveCallOf(model, call)?.recording ?? null)
  const isUp = call.state === 'talking' || call.state === 'held'
  if (!isUp || callId === null || recording === null) return null
  return <RecordedCall key={callId} callId={callId} recording={recording} />
}

function RecordedCall({ callId, recording }: { readonly callId: CallId; readonly recording: Recording }) {
  const i18n = useI18n()
  const { t } = i18n
  const { askAct } = useActions()
  const [isAsking, setAsking] = useState(false)
  const [failure, setFailure] = useState<{ readonly of: Recording['state']; readonly why: Failure } | null>(
    null,
  )
  const isPaused = recording.state === 'paused'
  const ask = async (): Promise<void> => {
    setAsking(true)
    setFailure(null)
    const answer = await askAct('floor', isPaused ? 'resumeRecording' : 'pauseRecording', { callId })
    setAsking(false)
    if (!answer.ok) setFailure({ of: recording.state, why: answer.failure })
  }
  useShortcut(shortcuts.recording, isAsking ? null : () => void ask())
  // A failure speaks of the state it was asked in: once that is another, it is not true any more.
  const why = failure !== null && failure.of === recording.state ? failure.why : null
  const button = (
    <Button
      size="small"
      look={isPaused ? 'primary' : 'outline'}
      shortcut={shortcuts.recording}
      aria-disabled={isAsking}
      onClick={isAsking ? undefined : () => void ask()}
    >
      {isPaused ? <CircleDot size={16} aria-hidden="true" /> : <CirclePause size={16} aria-hidden="true" />}
      {t(isPaused ? 'recording.resume' : 'recording.pause')}
    </Button>
  )
  return (
    <div className={styles.recording} data-recording={recording.state}>
      {isPaused ? (
        <Notice tone="warn" isAlert actions={button}>
          <strong>{t('recording.paused')}</strong> <Elapsed sinceMs={recording.sinceMs} clock="gateway" />
          {recording.resumesAtMs !== undefined && (
            <>
              {' '}
              {t('recording.resumesIn')} <Remaining untilMs={recording.resumesAtMs} />
            </>
          )}
        </Notice>
      ) : (
        <div className={styles.running}>
          <CircleDot className={styles.mark} size={14} aria-hidden="true" />
          <span>{t(isAsking ? 'recording.pausing' : 'recording.running')}</span>
          {button}
        </div>
      )}
      {why !== null && (
        <Notice tone="bad" isAlert>
          {t(isPaused ? 'recording.resumeFailed' : 'recording.pauseFailed')} {failureText(why, i18n)}
        </Notice>
      )}
    </div>
  )
}
