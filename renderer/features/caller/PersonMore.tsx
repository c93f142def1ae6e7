/** What is done with the person on the card once in a long while, out of reach of a hand that is quick in a call. */
import { Ellipsis, UserX } from 'lucide-react'
import { useState } from 'react'
import { Button } from 'react-aria-components/Button'
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import type { CallerCard } from '#contract/callerCard'
import { ForgetPerson } from '#renderer/features/caller/ForgetPerson.tsx'
import styles from '#renderer/features/caller/PersonMore.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import menu from '#renderer/ui/Menu.module.css'

export function PersonMore({ person }: { readonly person: CallerCard }) {
  const { t } = useI18n()
  const [isForgetting, setForgetting] = useState(false)
  return (
    <>
      <MenuTrigger>
        <Button className={styles.more ?? ''} aria-label={t('forget.more')}>
          <Ellipsis size={16} aria-hidden="true" />
        </Button>
        <Popover className={menu.popover ?? ''} placement="bottom end">
          <Menu className={menu.menu ?? ''} aria-label={t('forget.more')}>
            <MenuItem className={menu.item ?? ''} onAction={() => setForgetting(true)}>
              <UserX size={16} aria-hidden="true" />
              {t('forget.open')}
            </MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
      <ForgetPerson person={person} isOpen={isForgetting} onOpenChange={setForgetting} />
    </>
  )
}
