/** A supervisor's three views; each has its key, and a call on the phone shows wherever one is. */
import { Phone } from 'lucide-react'
import type { FloorView } from '#contract/settings'
import styles from '#renderer/app/Tabs.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useDesk } from '#renderer/state/useDesk.tsx'
import { shortcuts, toAriaKeys, toKeyCaps } from '#renderer/ui/shortcuts'
import { useShortcut } from '#renderer/ui/useShortcut'

export type Tab = FloorView['tab']

const tabs: readonly Tab[] = ['desk', 'floor', 'wallboard']
const keys = { desk: shortcuts.tabDesk, floor: shortcuts.tabFloor, wallboard: shortcuts.tabWallboard }

const tabPanelId = 'view'
const toTabId = (tab: Tab): string => `view-${tab}`

/** What the element that shows a tab carries. */
export const toPanel = (tab: Tab) => ({
  role: 'tabpanel',
  id: tabPanelId,
  'aria-labelledby': toTabId(tab),
})

export interface TabsProps {
  readonly tab: Tab
  readonly onTab: (tab: Tab) => void
  readonly tools: React.ReactNode
}

export function Tabs({ tab, onTab, tools }: TabsProps) {
  const { t, direction } = useI18n()
  const isInCall = useDesk((model) => model.phone.call !== null && model.phone.call.state !== 'ended')
  useShortcut(keys.desk, () => onTab('desk'))
  useShortcut(keys.floor, () => onTab('floor'))
  useShortcut(keys.wallboard, () => onTab('wallboard'))
  const onKeyDown = (event: React.KeyboardEvent<HTMLElement>): void => {
    const by = toStep(event.key, direction)
    if (by === null) return
    event.preventDefault()
    const next = tabs[(tabs.indexOf(tab) + by + tabs.length) % tabs.length] ?? tab
    onTab(next)
    document.getElementById(toTabId(next))?.focus()
  }
  return (
    <nav className={styles.bar} aria-label={t('floor.tabs.label')}>
      <div role="tablist" aria-label={t('floor.tabs.label')} className={styles.tabs} onKeyDown={onKeyDown}>
        {tabs.map((each) => (
          <button
            key={each}
            type="button"
            role="tab"
            id={toTabId(each)}
            className={styles.tab}
            aria-selected={each === tab}
            aria-controls={each === tab ? tabPanelId : undefined}
            tabIndex={each === tab ? 0 : -1}
            data-tip=""
            data-keys={toKeyCaps(keys[each]).join(' ')}
            aria-keyshortcuts={toAriaKeys(keys[each])}
            onClick={() => onTab(each)}
          >
            {t(`floor.tabs.${each}`)}
            {each === 'desk' && isInCall && tab !== 'desk' && (
              <Phone size={14} role="img" aria-hidden="false" aria-label={t('floor.tabs.inCall')} />
            )}
          </button>
        ))}
      </div>
      <div className={styles.tools}>{tools}</div>
    </nav>
  )
}

/** Arrows go around; null for any other key. */
function toStep(key: string, direction: 'ltr' | 'rtl'): 1 | -1 | null {
  if (key === 'ArrowRight') return direction === 'rtl' ? -1 : 1
  if (key === 'ArrowLeft') return direction === 'rtl' ? 1 : -1
  return null
}
