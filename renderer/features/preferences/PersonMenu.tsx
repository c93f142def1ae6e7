/** Who is signed in, and the way out. */
import { ChevronDown, LifeBuoy, LogOut } from 'lucide-react'
import { useState } from 'react'
import { Button } from 'react-aria-components/Button'
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import styles from '#renderer/features/preferences/PersonMenu.module.css'
import { SupportDialog } from '#renderer/features/preferences/SupportDialog.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import menu from '#renderer/ui/Menu.module.css'

export function PersonMenu() {
  const { format } = useI18n()
  const session = useDesk((model) => model.desk?.session ?? null)
  const [isHelping, setHelping] = useState(false)
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
          <Items onSupport={() => setHelping(true)} />
        </Popover>
      </MenuTrigger>
      <SupportDialog isOpen={isHelping} onOpenChange={setHelping} />
    </>
  )
}

/** Follows the calls only while it is open. */
function Items({ onSupport }: { readonly onSupport: () => void }) {
  const { t } = useI18n()
  const { signOut } = useActions()
  const isInCall = useDesk((model) => model.phone.call !== null && model.phone.call.state !== 'ended')
  return (
    <Menu className={menu.menu ?? ''} aria-label={t('person.menu')}>
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
