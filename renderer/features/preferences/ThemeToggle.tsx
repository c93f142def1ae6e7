/** Steps through the looks: as the system, light, dark. */
import { Monitor, Moon, Sun } from 'lucide-react'
import type { Settings } from '#contract/settings'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { useManaged } from '#renderer/state/useManaged'
import { Button } from '#renderer/ui/Button.tsx'
import { shortcuts } from '#renderer/ui/shortcuts'
import { useShortcut } from '#renderer/ui/useShortcut'

const icons = { system: Monitor, light: Sun, dark: Moon }
const following: Readonly<Record<Settings['theme'], Settings['theme']>> = {
  system: 'light',
  light: 'dark',
  dark: 'system',
}

export function ThemeToggle() {
  const { t } = useI18n()
  const { changeSettings } = useActions()
  const isFixed = useManaged()('theme')
  const theme = useDesk((model) => model.desk?.settings.theme ?? 'system')
  const change = (): void => void changeSettings({ theme: following[theme] })
  useShortcut(shortcuts.theme, isFixed ? null : change)
  const Icon = icons[theme]
  const name = t(`theme.${theme}`)
  return (
    <Button
      disabled={isFixed}
      look="quiet"
      isIcon
      shortcut={shortcuts.theme}
      tip={isFixed ? t('managed.tip') : name}
      aria-label={name}
      onClick={change}
    >
      <Icon size={18} aria-hidden="true" />
    </Button>
  )
}
