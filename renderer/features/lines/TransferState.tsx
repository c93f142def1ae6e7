/** How a transfer stands, said plainly: on its way, ringing there, done, or back here and why. */
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { PhoneCall } from '#renderer/state/deskModel'
import { toHandedTo } from '#renderer/state/phone/handOver'
import { useDesk } from '#renderer/state/useDesk.tsx'
import { failureText } from '#renderer/ui/failureText'
import { Notice } from '#renderer/ui/Notice.tsx'

export function TransferState({ call }: { readonly call: PhoneCall }) {
  const i18n = useI18n()
  const { t, format } = i18n
  const to = call.transfer?.to ?? ''
  // Two plain words, so that a floor that moves draws nothing anew.
  const kind = useDesk(({ centre }) => toHandedTo(centre, to).kind)
  const who = useDesk(({ centre }) => toHandedTo(centre, to).who)
  if (call.transfer === null) return null
  const { state, failure } = call.transfer
  const why = failure === null ? '' : ` ${failureText(failure, i18n)}`
  const name = kind === 'number' ? format.phone(to) : who
  const sentence = t(`transfer.state.${state}`, {
    to: kind === 'voicemail' ? t('transfer.voicemailOf', { who }) : name,
  })
  return (
    <Notice tone={state === 'returned' ? 'warn' : 'info'} isAlert={state === 'returned'}>
      {sentence}
      {why}
    </Notice>
  )
}
