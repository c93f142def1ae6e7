/** What somebody wrote, with the numbers in it as buttons that call them. */
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useJudge } from '#renderer/state/phone/dialling'
import { findNumbersIn } from '#renderer/state/phone/numbersInText'
import { useDialNumber } from '#renderer/state/phone/useCallNumber'
import { useDesk } from '#renderer/state/useDesk.tsx'
import styles from '#renderer/ui/CallableNumber.module.css'

export function MessageText({ text }: { readonly text: string }) {
  const { t } = useI18n()
  const judge = useJudge()
  const dialNumber = useDialNumber()
  const isThere = useDesk(({ phone }) => phone.seat === 'granted' && phone.link.kind === 'connected')
  if (!isThere) return <bdi>{text}</bdi>
  let at = 0
  return (
    <bdi>
      {findNumbersIn(text, judge).map((piece) => {
        const key = at
        at += piece.text.length
        const { number } = piece
        if (number === null) return piece.text
        return (
          <button
            key={key}
            type="button"
            className={styles.number}
            data-tip={t('number.call')}
            onClick={() => dialNumber(number)}
          >
            <bdi dir="ltr">{piece.text}</bdi>
          </button>
        )
      })}
    </bdi>
  )
}
