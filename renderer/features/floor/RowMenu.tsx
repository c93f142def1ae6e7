/** The menu of a row: everything that can be done about an agent, a waiting caller or a queue. */
import { useRef } from 'react'
import { Menu, MenuItem } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import type { Centre } from '#contract/centre'
import { type RowMenuItem, toRowMenu } from '#renderer/features/floor/rowMenuItems'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { MessageKey } from '#renderer/i18n/messages'
import { maxPriority } from '#renderer/state/floor/floorActs'
import { type FloorSubject, useFloorDesk, useMonitorPlace } from '#renderer/state/floor/floorDesk.tsx'
import { highestPriority, type WaitingRow } from '#renderer/state/floor/floorWaiting'
import { useActions } from '#renderer/state/useDesk.tsx'
import menu from '#renderer/ui/Menu.module.css'

export interface RowMenuProps {
  readonly subject: FloorSubject
  readonly at: HTMLElement
  readonly centre: Centre
  readonly waiting: readonly WaitingRow[]
  readonly onClose: () => void
}

export function RowMenu({ subject, at, centre, waiting, onClose }: RowMenuProps) {
  const { t } = useI18n()
  const trigger = useRef(at)
  trigger.current = at
  const place = useMonitorPlace()
  const act = useMenuAct(subject, waiting)
  const name = toName(subject)
  const items = toRowMenu(subject, centre, place)
  return (
    <Popover
      className={menu.popover ?? ''}
      triggerRef={trigger}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      placement="bottom end"
    >
      <Menu
        className={menu.menu ?? ''}
        aria-label={t(toMenuName(subject), { name, who: name })}
        autoFocus="first"
        onClose={onClose}
        onAction={(key) => act(String(key) as RowMenuItem)}
        disabledKeys={items.filter((item) => item.isOff).map((item) => item.key)}
      >
        {items.map(({ key }) => (
          <MenuItem key={key} id={key} className={menu.item ?? ''} textValue={t(`floor.menu.${key}`)}>
            {t(`floor.menu.${key}`)}
          </MenuItem>
        ))}
      </Menu>
    </Popover>
  )
}

function toName(subject: FloorSubject): string {
  if (subject.kind === 'waiting') return subject.who
  return subject.kind === 'agent' ? subject.row.agent.name : subject.row.queue.name
}

function toMenuName({ kind }: FloorSubject): MessageKey {
  if (kind === 'waiting') return 'floor.waitingMenu'
  return kind === 'agent' ? 'floor.agentMenu' : 'floor.queueMenu'
}

/** What an item does: at once, or after a question. */
function useMenuAct(subject: FloorSubject, waiting: readonly WaitingRow[]): (item: RowMenuItem) => void {
  const { acts, ask } = useFloorDesk()
  const { startMonitor } = useActions()
  const { meId } = useMonitorPlace()
  return (item) => {
    if (subject.kind === 'queue') {
      void startMonitor({ kind: 'queue', queueId: subject.row.queue.id }, 'listen')
      return
    }
    if (subject.kind === 'waiting') {
      const { row, who } = subject
      const callId = row.call.id
      const raiseTo = (priority: number): void =>
        void acts.perform({ kind: 'raise', callId, who, priority: Math.min(maxPriority, priority) })
      if (item === 'take' && meId !== null) void acts.perform({ kind: 'take', callId, agentId: meId, who })
      if (item === 'give' || item === 'move') ask({ kind: item, row, who })
      if (item === 'raise') raiseTo(row.call.priority + 1)
      if (item === 'first') raiseTo(highestPriority(waiting, row.call.queueId) + 1)
      if (item === 'ordinary') raiseTo(0)
      return
    }
    const { row } = subject
    const { id: agentId, name: who, activity } = row.agent
    switch (item) {
      case 'message':
      case 'status':
      case 'addToQueue':
      case 'removeFromQueue':
      case 'pauseInQueue':
      case 'resumeInQueue':
      case 'hangUp':
        ask({ kind: item, row })
        break
      case 'finishWrapUp':
        if (activity.kind === 'wrapUp')
          void acts.perform({ kind: item, agentId, callId: activity.wrapUp.callId, who })
        break
      case 'signOut':
      case 'signOutAfter':
        void acts.perform({ kind: 'signOut', agentId, who })
        break
      case 'clearHelp':
        void acts.perform({ kind: 'clearHelp', agentId, who })
    }
  }
}
