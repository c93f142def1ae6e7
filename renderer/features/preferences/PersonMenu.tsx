/** Who is signed in, what they set up now and then, and the way out. */
import { ChevronDown, FileInput, Keyboard, LifeBuoy, LogOut } from 'lucide-react'
import { useState } from 'react'
import { Button } from 'react-aria-components/Button'
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import styles from '#renderer/features/preferences/PersonMenu.module.css'
import { ShortcutsDialog } from '#renderer/features/preferences/ShortcutsDialog.tsx'
import { SupportDialog } from '#renderer/features/preferences/SupportDialog.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import menu from '#renderer/ui/Menu.module.css'

export interface PersonMenuProps {
  readonly onImport: () => void
}

export function PersonMenu({ onImport }: PersonMenuProps) {
  const { format } = useI18n()
  const session = useDesk((model) => model.desk?.session ?? null)
  const [isHelping, setHelping] = useState(false)
  const [showsKeys, setShowsKeys] = useState(false)
  if (session === null) return null
  return (
    <>
      <MenuTrigger>
        <Button className={styles.person ?? ''}>
          <bdi className={styles.name}>{session.name}</bdi>
          <span className={styles.extension}>{format.digits(session.extension)}</span>
          <ChevronDown size={14} aria-hidden="true" />
        </Button>
        <Popover className={menu.popover ?? ''} placement="bottom end">
          <Items onSupport={() => setHelping(true)} onKeys={() => setShowsKeys(true)} onImport={onImport} />
        </Popover>
      </MenuTrigger>
      <ShortcutsDialog isOpen={showsKeys} onOpenChange={setShowsKeys} />
      <SupportDialog isOpen={isHelping} onOpenChange={setHelping} />
    </>
  )
}

interface ItemsProps extends PersonMenuProps {
  readonly onSupport: () => void
  readonly onKeys: () => void
}

/** Follows the calls only while it is open. */
function Items({ onSupport, onKeys, onImport }: ItemsProps) {
  const { t } = useI18n()
  const { signOut } = useActions()
  const mayImport = useDesk((model) => model.contactImport.isAllowed)
  const isInCall = useDesk((model) => model.phone.call !== null && model.phone.call.state !== 'ended')
  return (
    <Menu className={menu.menu ?? ''} aria-label={t('person.menu')}>
      {mayImport && (
        <MenuItem className={menu.item ?? ''} onAction={onImport}>
          <FileInput size={16} aria-hidden="true" />
          {t('import.open')}
        </MenuItem>
      )}
      <MenuItem className={menu.item ?? ''} onAction={onKeys}>
        <Keyboard className={styles.icon} size={16} aria-hidden="true" />
        {t('shortcuts.open')}
      </MenuItem>
      <MenuItem className={menu.item ?? ''} onAction={onSupport}>
        <LifeBuoy className={styles.icon} size={16} aria-hidden="true" />
        {t('support.open')}
      </MenuItem>
      <MenuItem className={menu.item ?? ''} isDisabled={isInCall} onAction={() => void signOut()}>
        <LogOut className={styles.icon} size={16} aria-hidden="true" />
        {t(isInCall ? 'person.signOutInCall' : 'person.signOut')}
      </MenuItem>
    </Menu>
  )
}
