/** How a transfer stands, said plainly: on its way, ringing there, done, or back here and why. */
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { PhoneCall } from '#renderer/state/deskModel'
import { useDesk } from '#renderer/state/useDesk.tsx'
import { failureText } from '#renderer/ui/failureText'
import { Notice } from '#renderer/ui/Notice.tsx'

export function TransferState({ call }: { readonly call: PhoneCall }) {
  const i18n = useI18n()
  const { t, format } = i18n
  const to = call.transfer?.to ?? ''
  const name = useDesk(({ centre }) => {
    if (to === '') return null
    const queueId = centre?.dialling?.queueNumbers.find(({ number }) => number === to)?.queueId
    const queue = centre?.queues.find(({ id }) => id === queueId || id === to)
    return queue?.name ?? centre?.agents.find(({ extension }) => extension === to)?.name ?? null
  })
  if (call.transfer === null) return null
  const { state, failure } = call.transfer
  const why = failure === null ? '' : ` ${failureText(failure, i18n)}`
  const sentence = t(`transfer.state.${state}`, { to: name ?? format.phone(to) })
  return (
    <Notice tone={state === 'returned' ? 'warn' : 'info'} isAlert={state === 'returned'}>
      {sentence}
      {why}
    </Notice>
  )
}
