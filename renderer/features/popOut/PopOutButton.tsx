/** Puts the call on a small card over other windows, or takes the card away; in the program there is nothing to press. */
import { PictureInPicture2 } from 'lucide-react'
import { use } from 'react'
import { PopOutContext } from '#renderer/features/popOut/PopOutSpace.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { isInProgram } from '#renderer/state/isInProgram'
import { Button } from '#renderer/ui/Button.tsx'

export function PopOutButton() {
  const { t } = useI18n()
  const popOut = use(PopOutContext)
  if (popOut === null || isInProgram()) return null
  return (
    <Button
      look="quiet"
      size="small"
      isIcon
      aria-pressed={popOut.isOpen}
      aria-label={t('popOut.open')}
      tip={t('popOut.openTip')}
      onClick={popOut.toggle}
    >
      <PictureInPicture2 size={16} aria-hidden="true" />
    </Button>
  )
}
