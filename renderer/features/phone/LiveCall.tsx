/** The call in progress: who, how long, and the few things one does in a call. */
import { MicOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { CallControls, type CallPanels } from '#renderer/features/phone/CallControls.tsx'
import { CallQuality } from '#renderer/features/phone/CallQuality.tsx'
import { CallRecording } from '#renderer/features/phone/CallRecording.tsx'
import { ConferenceMembers } from '#renderer/features/phone/ConferenceMembers.tsx'
import styles from '#renderer/features/phone/LiveCall.module.css'
import { SoundNotice } from '#renderer/features/phone/SoundNotice.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useCallParty } from '#renderer/state/caller/useCallParty'
import type { PhoneCall } from '#renderer/state/deskModel'
import { toPhoneMark } from '#renderer/state/phone/phoneMark'
import look from '#renderer/ui/CallLook.module.css'
import { Elapsed } from '#renderer/ui/Elapsed.tsx'
import { joinClasses } from '#renderer/ui/joinClasses'
import { PhoneNumber } from '#renderer/ui/PhoneNumber.tsx'
import { PresenceMark } from '#renderer/ui/PresenceMark.tsx'

export interface LiveCallProps {
  readonly call: PhoneCall
  readonly panels: CallPanels
  /** How a transfer or a consultation of this call stands. */
  readonly notice: ReactNode
}

export function LiveCall({ call, panels, notice }: LiveCallProps) {
  return (
    <div className={styles.call} data-state={call.state}>
      <CallState call={call} />
      <SoundNotice sipCallId={call.sipCallId} />
      <CallIdentity call={call} />
      {call.state !== 'ringing' && (
        <>
          {notice}
          <CallRecording call={call} />
          <ConferenceMembers call={call} />
          <CallControls key={call.sipCallId} call={call} panels={panels} />
        </>
      )}
    </div>
  )
}

function CallState({ call }: { readonly call: PhoneCall }) {
  const { t } = useI18n()
  const mark = toPhoneMark(call.state)
  return (
    <div className={joinClasses(look.state, styles.state)} data-mark={mark}>
      <PresenceMark presence={mark} size={18} />
      <strong>{t(toWord(call))}</strong>
      {call.muted && (
        <span className={styles.muted}>
          <MicOff size={14} aria-hidden="true" />
          {t('call.muted')}
        </span>
      )}
    </div>
  )
}

/** While it rings there the network is heard; before that nothing is. */
function toWord({ state, progress, isConferenced }: PhoneCall) {
  if (state === 'talking' && isConferenced) return 'lines.inConference'
  return state === 'dialling' && progress !== 'sent' && progress !== null
    ? 'call.ringsThere'
    : (`call.${state}` as const)
}

function CallIdentity({ call }: { readonly call: PhoneCall }) {
  const { t } = useI18n()
  const { name, number } = useCallParty(call)
  return (
    <div className={styles.identity}>
      <p className={styles.name}>
        {name !== null ? <bdi>{name}</bdi> : t(number === null ? 'caller.withheld' : 'caller.unknown')}
      </p>
      {number !== null && (
        <p className={styles.number}>
          <PhoneNumber value={number} />
        </p>
      )}
      <Elapsed sinceMs={call.answeredAtMs ?? call.ringingAtMs} clock="page" className={styles.timer} />
      <CallQuality sipCallId={call.sipCallId} />
    </div>
  )
}
