/** A number in a row of the floor: called by a click, or by Enter where the arrows lead to it. */
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { isOnPhone, useDialNumber } from '#renderer/state/phone/useCallNumber'
import { useDesk, useDeskStore } from '#renderer/state/useDesk.tsx'
import { CallableNumber } from '#renderer/ui/CallableNumber.tsx'

export function FloorNumber({ number }: { readonly number: string }) {
  const { t } = useI18n()
  const store = useDeskStore()
  const dialNumber = useDialNumber()
  // Whether it is on the phone already is looked at with the click: a call that rings draws no row anew.
  const isThere = useDesk(({ phone }) => phone.seat === 'granted' && phone.link.kind === 'connected')
  const call = (): void => {
    if (!isOnPhone(store.getState().phone, number)) dialNumber(number)
  }
  return <CallableNumber value={number} tip={t('number.call')} isInRow onCall={isThere ? call : null} />
}
