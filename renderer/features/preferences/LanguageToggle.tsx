/** Switches the page between English and Persian; each language is named in itself. */
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions } from '#renderer/state/useDesk.tsx'
import { useManaged } from '#renderer/state/useManaged'
import { Button } from '#renderer/ui/Button.tsx'
import { shortcuts } from '#renderer/ui/shortcuts'
import { useShortcut } from '#renderer/ui/useShortcut'

export function LanguageToggle() {
  const { t, locale } = useI18n()
  const { changeSettings } = useActions()
  const isFixed = useManaged()('locale')
  const other = locale === 'en' ? 'fa' : 'en'
  const change = (): void => void changeSettings({ locale: other })
  useShortcut(shortcuts.language, isFixed ? null : change)
  return (
    <Button
      disabled={isFixed}
      look="quiet"
      lang={other}
      shortcut={shortcuts.language}
      tip={t(isFixed ? 'managed.tip' : 'language.tip')}
      onClick={change}
    >
      {t('language.other')}
    </Button>
  )
}
