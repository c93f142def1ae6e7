/** What one does in a call: mute, hold, keys, transfer, another call, everybody together, and its end. */
import {
  Grip,
  Merge,
  Mic,
  MicOff,
  Pause,
  PhoneForwarded,
  PhoneOff,
  Play,
  Split,
  UserPlus,
} from 'lucide-react'
import { type ReactNode, useState } from 'react'
import styles from '#renderer/features/phone/CallControls.module.css'
import { Keypad } from '#renderer/features/phone/Keypad.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { PhoneCall } from '#renderer/state/deskModel'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { type Shortcut, shortcuts } from '#renderer/ui/shortcuts'
import { useShortcut } from '#renderer/ui/useShortcut'

/** What opens beneath the red button, which never moves; made elsewhere, closed by themselves when they have done their work. */
export interface CallPanels {
  readonly transfer: (close: () => void) => ReactNode
  readonly addCall: (close: () => void) => ReactNode
}

type Open = 'keypad' | 'transfer' | 'addCall' | null

export function CallControls({ call, panels }: { readonly call: PhoneCall; readonly panels: CallPanels }) {
  const { t } = useI18n()
  const { setMuted, setHeld, hangUp, setConferenced } = useActions()
  const [open, setOpen] = useState<Open>(null)
  const upCalls = useDesk(({ phone }) => phone.calls.filter(isUp).length)
  const isHeld = call.state === 'held'
  const isLive = isUp(call)
  const canTransfer = isLive && call.consultsFor === null && !isHandedOver(call)
  const canMerge = call.isConferenced || (isLive && upCalls > 1)
  const mute = (): void => setMuted(!call.muted)
  const hold = (): void => void setHeld(!isHeld)
  const merge = (): void => void setConferenced(!call.isConferenced)
  const toggle = (panel: Open) => (): void => setOpen((shown) => (shown === panel ? null : panel))
  const close = (): void => setOpen(null)
  useShortcut(shortcuts.mute, isLive ? mute : null)
  useShortcut(shortcuts.hold, isLive && !call.holdPending ? hold : null)
  useShortcut(shortcuts.keypad, isLive ? toggle('keypad') : null)
  useShortcut(shortcuts.transfer, canTransfer ? toggle('transfer') : null)
  useShortcut(shortcuts.merge, canMerge ? merge : null)
  useShortcut(shortcuts.end, () => void hangUp())
  return (
    <>
      <div className={styles.tiles}>
        <Tile shortcut={shortcuts.mute} isOn={call.muted} isDisabled={!isLive} onClick={mute}>
          {call.muted ? <MicOff aria-hidden="true" /> : <Mic aria-hidden="true" />}
          {t(call.muted ? 'call.unmute' : 'call.mute')}
        </Tile>
        <Tile shortcut={shortcuts.hold} isOn={isHeld} isDisabled={!isLive || call.holdPending} onClick={hold}>
          {isHeld ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
          {t(isHeld ? 'call.resume' : 'call.hold')}
        </Tile>
        <Tile
          shortcut={shortcuts.keypad}
          isOn={open === 'keypad'}
          isDisabled={!isLive}
          isToggle
          onClick={toggle('keypad')}
        >
          <Grip aria-hidden="true" />
          {t('call.keypad')}
        </Tile>
        <Tile
          shortcut={shortcuts.transfer}
          isOn={open === 'transfer'}
          isDisabled={!canTransfer}
          isToggle
          onClick={toggle('transfer')}
        >
          <PhoneForwarded aria-hidden="true" />
          {t('call.transfer')}
        </Tile>
        <Tile isOn={open === 'addCall'} isDisabled={!isLive} isToggle onClick={toggle('addCall')}>
          <UserPlus aria-hidden="true" />
          {t('call.add')}
        </Tile>
        <Tile shortcut={shortcuts.merge} isOn={call.isConferenced} isDisabled={!canMerge} onClick={merge}>
          {call.isConferenced ? <Split aria-hidden="true" /> : <Merge aria-hidden="true" />}
          {t(call.isConferenced ? 'call.part' : 'call.merge')}
        </Tile>
      </div>
      <Button look="end" size="large" shortcut={shortcuts.end} onClick={() => void hangUp()}>
        <PhoneOff size={20} aria-hidden="true" />
        {t(call.state === 'dialling' ? 'call.cancel' : 'call.hangUp')}
      </Button>
      <Opened>
        {isLive && open === 'keypad' && <Keypad />}
        {canTransfer && open === 'transfer' && panels.transfer(close)}
        {isLive && open === 'addCall' && panels.addCall(close)}
      </Opened>
    </>
  )
}

/** Takes what room is left beneath the red button: who is talked to and how it ends stay in sight. */
function Opened({ children }: { readonly children: readonly ReactNode[] }) {
  if (!children.some(Boolean)) return null
  return (
    <div className={styles.opened} data-opened>
      {children}
    </div>
  )
}

function isUp({ state }: PhoneCall): boolean {
  return state === 'talking' || state === 'held'
}

function isHandedOver({ transfer }: PhoneCall): boolean {
  return transfer !== null && transfer.state !== 'returned'
}

interface TileProps {
  readonly shortcut?: Shortcut
  readonly isOn: boolean
  readonly isDisabled: boolean
  /** The name stays the same while it is on, so the state is said by `aria-expanded`. */
  readonly isToggle?: boolean
  readonly onClick: () => void
  readonly children: ReactNode
}

/** aria-disabled keeps the focus where it is while a hold is on its way. */
function Tile({ shortcut, isOn, isDisabled, isToggle = false, onClick, children }: TileProps) {
  return (
    <Button
      className={styles.tile}
      shortcut={shortcut}
      data-on={isOn}
      aria-disabled={isDisabled}
      aria-expanded={isToggle ? isOn : undefined}
      onClick={isDisabled ? undefined : onClick}
    >
      {children}
    </Button>
  )
}
