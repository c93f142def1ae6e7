/**
 * What the agent writes about the call: open from the answer, and the centre of the page in wrap-up. The same
 * elements stay in place when the call ends, so that nobody is interrupted in mid-sentence.
 */
import { useId, useState } from 'react'
import type { WrapUp } from '#contract/agent'
import type { CallId, QueueId } from '#contract/ids'
import type { Disposition } from '#contract/reason'
import type { WrapUpDraft } from '#contract/wrapUp'
import styles from '#renderer/features/record/CallRecord.module.css'
import { DispositionField } from '#renderer/features/record/DispositionField.tsx'
import { FollowUpField } from '#renderer/features/record/FollowUpField.tsx'
import { NoteField } from '#renderer/features/record/NoteField.tsx'
import { type Missing, toMissing } from '#renderer/features/record/toMissing'
import { WrapUpHead } from '#renderer/features/record/WrapUpHead.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { DeskModel } from '#renderer/state/deskModel'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { shortcuts } from '#renderer/ui/shortcuts'
import { useShortcut } from '#renderer/ui/useShortcut'

export function CallRecord() {
  const draft = useDesk((model) => model.draft)
  const isRinging = useDesk((model) => model.phone.call?.state === 'ringing')
  return draft === null || isRinging ? null : <RecordForm key={draft.callId} draft={draft} />
}

function RecordForm({ draft }: { readonly draft: WrapUpDraft }) {
  const { t } = useI18n()
  const { finishWrapUp } = useActions()
  const wrapUp = useDesk((model) => selectWrapUp(model, draft.callId))
  const isLive = useDesk((model) => model.phone.call !== null && model.phone.call.state !== 'ended')
  const dispositions = useDispositions(draft.callId)
  const [shownMissing, setShownMissing] = useState<Missing | null>(null)
  const formId = useId()
  const missing = toMissing(draft, dispositions)
  const finish = (): void => {
    setShownMissing(missing)
    if (missing === null) void finishWrapUp()
    else document.querySelector<HTMLElement>(`[data-missing-at="${formId}${missing}"]`)?.focus()
  }
  useShortcut(shortcuts.finish, isLive ? null : finish)
  return (
    <section
      className={styles.record}
      data-live={isLive}
      aria-label={t(isLive ? 'region.record' : 'region.wrapUp')}
    >
      {!isLive && <WrapUpHead wrapUp={wrapUp} callId={draft.callId} onFinish={finish} />}
      <NoteField note={draft.note} takesFocus={!isLive} />
      <div className={styles.side}>
        <DispositionField
          dispositions={dispositions}
          chosenId={draft.dispositionId}
          isMissing={shownMissing === 'disposition' && missing === 'disposition'}
          focusMark={`${formId}disposition`}
        />
        <FollowUpField
          day={draft.followUpOn}
          isMissing={shownMissing === 'followUp' && missing === 'followUp'}
          focusMark={`${formId}followUp`}
        />
      </div>
    </section>
  )
}

function selectWrapUp(model: DeskModel, callId: CallId): WrapUp | null {
  const activity = model.me?.activity
  return activity?.kind === 'wrapUp' && activity.wrapUp.callId === callId ? activity.wrapUp : null
}

const none: readonly Disposition[] = []

/** The list of the queue the call came through; empty outside queues. */
function useDispositions(callId: CallId): readonly Disposition[] {
  const queueId = useDesk((model): QueueId | null => {
    const wrapUp = selectWrapUp(model, callId)
    return wrapUp === null ? (model.caller?.queueId ?? null) : wrapUp.queueId
  })
  return useDesk((model) => model.centre?.queues.find((queue) => queue.id === queueId)?.dispositions ?? none)
}
