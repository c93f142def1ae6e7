/** The name of a break in the reader's language; one that is no longer in the list is named by its id. */
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { pickLabel } from '#renderer/i18n/pickLabel'
import { useDesk } from '#renderer/state/useDesk.tsx'

export function useBreakName(reasonId: string): string {
  const { locale } = useI18n()
  const label = useDesk((model) => model.centre?.pauseReasons.find(({ id }) => id === reasonId)?.label)
  return label === undefined ? reasonId : pickLabel(label, locale)
}
