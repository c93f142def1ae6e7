/** The statuses an agent can choose: available at once, a break or not ready with a reason of the centre. */
import { ChevronRight } from 'lucide-react'
import { Menu, MenuItem, SubmenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { Text } from 'react-aria-components/Text'
import type { ChosenStatus } from '#contract/agent'
import type { PauseReason } from '#contract/reason'
import { reachText } from '#renderer/features/status/reachText'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { pickLabel } from '#renderer/i18n/pickLabel'
import { isLocked } from '#renderer/state/phone/reach'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import menu from '#renderer/ui/Menu.module.css'
import { PresenceMark } from '#renderer/ui/PresenceMark.tsx'

export function StatusMenu() {
  const { t } = useI18n()
  const { chooseStatus } = useActions()
  const reach = useDesk((model) => model.reach)
  return (
    <Popover className={menu.popover ?? ''} placement="bottom start">
      <Menu className={menu.menu ?? ''} aria-label={t('status.button')}>
        <MenuItem
          className={menu.item ?? ''}
          textValue={t('presence.available')}
          isDisabled={isLocked(reach)}
          onAction={() => void chooseStatus({ kind: 'available' })}
        >
          <PresenceMark presence="available" />
          {t('presence.available')}
          {isLocked(reach) && <Text slot="description">{reachText(reach.state, t)}</Text>}
        </MenuItem>
        <PauseItem kind="break" />
        <PauseItem kind="notReady" />
      </Menu>
    </Popover>
  )
}

function PauseItem({ kind }: { readonly kind: PauseReason['kind'] }) {
  const { t, locale } = useI18n()
  const { chooseStatus } = useActions()
  const all = useDesk((model) => model.centre?.pauseReasons)
  const reasons = (all ?? []).filter((each) => each.kind === kind)
  const name = t(kind === 'break' ? 'status.break' : 'status.notReady')
  const choose = (reasonId: string): void => void chooseStatus({ kind, reasonId } satisfies ChosenStatus)
  return (
    <SubmenuTrigger>
      <MenuItem className={menu.item ?? ''} textValue={name} isDisabled={reasons.length === 0}>
        <PresenceMark presence={kind} />
        {name}
        <ChevronRight className={menu.more} size={14} aria-hidden="true" />
      </MenuItem>
      <Popover className={menu.popover ?? ''}>
        <Menu className={menu.menu ?? ''} aria-label={name} onAction={(key) => choose(String(key))}>
          {reasons.map((reason) => (
            <MenuItem
              key={reason.id}
              id={reason.id}
              className={menu.item ?? ''}
              textValue={pickLabel(reason.label, locale)}
            >
              <bdi>{pickLabel(reason.label, locale)}</bdi>
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </SubmenuTrigger>
  )
}
